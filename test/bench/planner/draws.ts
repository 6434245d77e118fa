import { seededRandom } from '#common/random.ts'
import type { TrueCurve, TrueSize } from './truth.ts'

/** One call as a strategy sees it. */
export interface Draw {
  readonly ms: number
  readonly billedMs: number
  /** Which execution environment of the size served it. */
  readonly environment: number
}

/** How the durations of calls scatter around the truth. */
export interface NoiseModel {
  /** Calls that one environment serves before the next one takes over. */
  readonly callsPerEnvironment: number
  /** Coefficient of variation between environments. */
  readonly environmentCv: number
}

/** interfaces.md's: every call for itself. */
export const independentCalls: NoiseModel = { callsPerEnvironment: 1, environmentCv: 0 }
/** Hosts differ, and the calls of one environment share its host. */
export const correlatedCalls: NoiseModel = { callsPerEnvironment: 5, environmentCv: 0.08 }

/**
 * The calls of one size in one repetition, in order. Every strategy sees the same ones, so that strategies are compared
 * by what they ask for and conclude, and not by their luck.
 */
export class DrawStream {
  readonly #size: TrueSize
  readonly #noise: NoiseModel
  readonly #normal: () => number
  readonly #environmentNormal: () => number
  readonly #draws: Draw[] = []
  #factor = 1

  constructor(size: TrueSize, noise: NoiseModel, seed: number) {
    this.#size = size
    this.#noise = noise
    this.#normal = normalNumbers(seed)
    this.#environmentNormal = normalNumbers(seed ^ 0x5bd1e995)
  }

  at(index: number): Draw {
    while (this.#draws.length <= index) this.#draws.push(this.#next())
    const draw = this.#draws[index]
    if (!draw) throw new RangeError(`There is no call ${index}.`)
    return draw
  }

  #next(): Draw {
    const { callsPerEnvironment, environmentCv } = this.#noise
    const { meanMs, sigma } = this.#size
    const index = this.#draws.length
    if (environmentCv > 0 && index % callsPerEnvironment === 0) {
      this.#factor = lognormal(Math.sqrt(Math.log(1 + environmentCv ** 2)), this.#environmentNormal())
    }
    const ms = meanMs * this.#factor * lognormal(sigma, this.#normal())
    return { ms, billedMs: Math.ceil(ms), environment: Math.floor(index / callsPerEnvironment) }
  }
}

/** One stream a size; seeds of different curves, sizes and repetitions do not share numbers. */
export function drawStreams(curve: TrueCurve, noise: NoiseModel, seed: number): readonly DrawStream[] {
  return curve.sizes.map(size => new DrawStream(size, noise, hash(`${curve.name} ${size.memoryMb} ${seed}`)))
}

/** With mean 1. */
function lognormal(sigma: number, normal: number): number {
  return Math.exp(sigma * normal - sigma ** 2 / 2)
}

/** Box and Muller. */
function normalNumbers(seed: number): () => number {
  const random = seededRandom(seed)
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** FNV-1a. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193)
  return state >>> 0
}
