import { type DrawStream, drawStreams, type NoiseModel } from './draws.ts'
import { type BenchObjective, regretOf } from './regret.ts'
import type { Strategy } from './strategy.ts'
import { priceOf, type TrueCurve } from './truth.ts'

export interface Play {
  readonly regret: number
  readonly calls: number
  readonly usd: number
}

/** Lets a strategy tune one curve once, and judges what it recommends. */
export function play(
  strategy: Strategy,
  curve: TrueCurve,
  objective: BenchObjective,
  noise: NoiseModel,
  seed: number,
): Play {
  const streams: readonly DrawStream[] = drawStreams(curve, noise, seed)
  const { architecture } = curve
  const sizes = curve.sizes.map(size => size.memoryMb)
  const called = sizes.map(() => 0)
  let usd = 0
  const chosenMb = strategy({
    sizes,
    architecture,
    objective,
    call(index) {
      const stream = streams[index]
      if (!stream) throw new RangeError(`There is no size ${index}.`)
      const draw = stream.at(called[index] ?? 0)
      called[index] = (called[index] ?? 0) + 1
      usd += priceOf(sizes[index] ?? 0, draw.billedMs, architecture)
      return draw
    },
  })
  return { regret: regretOf(curve, chosenMb, objective), calls: called.reduce((sum, calls) => sum + calls, 0), usd }
}
