import { seededRandom } from '#common/random.ts'
import type { SizeLevel } from './callNoise.ts'
import type { Shape } from './shapes.ts'

/** What may be true of a curve, each world as likely as any other. */
export interface Worlds {
  readonly count: number
  readonly sizes: number
  /** Logarithm of the mean duration in ms, of each size of the first world, then of the second … */
  readonly logMs: Float64Array
}

/** How far single sizes may lie off the curve: standard deviations of the logarithm, and how likely they are. */
const scatters = [
  [0.015, 2],
  [0.05, 3],
  [0.15, 1],
] as const

export const P = { cap: 0.2, oddShare: 0.1, oddScatter: 0.15, widen: (f: number, z: number) => { const c = 1 - 2 / (9 * f) + z * Math.sqrt(2 / (9 * f)); return 1 / Math.max(0.02, c ** 3) } }
function density(apart: number, variance: number): number {
  return Math.exp((-apart * apart) / (2 * variance)) / Math.sqrt(variance)
}
interface Hypothesis {
  readonly shape: Shape
  readonly scatter: number
  /** Level of the shape, and its precision. */
  readonly level: number
  readonly precision: number
  readonly weight: number
}

/**
 * Draws worlds from the posterior of a hierarchical model: sizes scatter around a curve, calls around their size. Every
 * shape and scatter is weighed by its marginal likelihood with a flat prior of the level (Gelman et al., Bayesian Data
 * Analysis, 3rd ed., section 5.4); a size without calls follows the curve, one with many follows its calls. The same
 * levels give the same worlds. Throws a RangeError without any call.
 */
export function drawWorlds(shapes: readonly Shape[], levels: readonly SizeLevel[], count: number): Worlds {
  const hypotheses = weigh(shapes, levels)
  const sizes = levels.length
  const { oddShare, oddScatter } = P
  const { picks, normals, odds, normals2 } = randomNumbers(count, sizes)
  const logMs = new Float64Array(count * sizes)
  let at = 0
  let reached = hypotheses[0]?.weight ?? 0
  for (let world = 0; world < count; world++) {
    while (reached < (picks[world] ?? 0) && at < hypotheses.length - 1) reached += hypotheses[++at]?.weight ?? 0
    const hypothesis = hypotheses[at]
    if (!hypothesis) throw new RangeError('There is no shape.')
    const { shape, scatter, level, precision } = hypothesis
    const numbers = world * (sizes + 1)
    const drawnLevel = level + (normals[numbers] ?? 0) / Math.sqrt(precision)
    levels.forEach(({ logMs: own, variance: guess, callVariance, freedom }, size) => {
      const variance = guess * P.widen(freedom, normals2[numbers + size] ?? 0)
      const expected = drawnLevel + (shape.logMs[size] ?? 0)
      const odd = oddShare * density(own - expected, variance + oddScatter ** 2)
      const usual = (1 - oddShare) * density(own - expected, variance + scatter ** 2)
      const isOdd = (odds[numbers + size] ?? 0) < (variance === Infinity ? oddShare : odd / (odd + usual))
      const ofCurve = 1 / (isOdd ? oddScatter ** 2 + scatter ** 2 : scatter ** 2)
      const ofCalls = 1 / variance
      const middle = (expected * ofCurve + own * ofCalls) / (ofCurve + ofCalls)
      const drawn = middle + (normals[numbers + 1 + size] ?? 0) / Math.sqrt(ofCurve + ofCalls)
      logMs[world * sizes + size] = drawn + Math.min(callVariance, P.cap) / 2
    })
  }
  return { count, sizes, logMs }
}

/** Weights sum to 1. */
function weigh(shapes: readonly Shape[], levels: readonly SizeLevel[]): readonly Hypothesis[] {
  const hypotheses: (Omit<Hypothesis, 'weight'> & { readonly logWeight: number })[] = []
  for (const [scatter, prior] of scatters) {
    const precisions = levels.map(({ variance }) => 1 / (variance + scatter ** 2))
    const precision = precisions.reduce((sum, value) => sum + value, 0)
    if (precision === 0) throw new RangeError('A curve needs a call.')
    const measured = precisions.filter(value => value > 0)
    const spread = measured.reduce((sum, value) => sum + Math.log(value), -Math.log(precision)) / 2
    for (const shape of shapes) {
      let level = 0
      for (let size = 0; size < levels.length; size++) {
        level += (precisions[size] ?? 0) * ((levels[size]?.logMs ?? 0) - (shape.logMs[size] ?? 0))
      }
      level /= precision
      let misfit = 0
      for (let size = 0; size < levels.length; size++) {
        const apart = (levels[size]?.logMs ?? 0) - (shape.logMs[size] ?? 0) - level
        misfit += (precisions[size] ?? 0) * apart * apart
      }
      const logWeight = Math.log(prior * shape.prior) + spread - misfit / 2
      hypotheses.push({ shape, scatter, level, precision, logWeight })
    }
  }
  const most = hypotheses.reduce((best, { logWeight }) => Math.max(best, logWeight), Number.NEGATIVE_INFINITY)
  const likely = hypotheses.filter(({ logWeight }) => logWeight > most - 12)
  const total = likely.reduce((sum, { logWeight }) => sum + Math.exp(logWeight - most), 0)
  return likely.map(({ logWeight, ...rest }) => ({ ...rest, weight: Math.exp(logWeight - most) / total }))
}

interface RandomNumbers {
  /** Ascending in 0 … 1, evenly spread. */
  readonly picks: Float64Array
  /** One for the level of each world, and one for each of its sizes. */
  readonly normals: Float64Array
  readonly odds: Float64Array
  readonly normals2: Float64Array
}

const known = new Map<string, RandomNumbers>()

/** The same for the same numbers. */
function randomNumbers(count: number, sizes: number): RandomNumbers {
  const key = `${count} ${sizes}`
  const found = known.get(key)
  if (found) return found
  const random = seededRandom(sizes)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const made = {
    picks: Float64Array.from({ length: count }, (_, world) => (world + 0.5) / count),
    normals2: Float64Array.from({ length: count * (sizes + 1) }, normal),
    odds: Float64Array.from({ length: count * (sizes + 1) }, random),
    normals: Float64Array.from({ length: count * (sizes + 1) }, normal),
  }
  known.set(key, made)
  return made
}
