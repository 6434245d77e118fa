import { median } from '#common/quantile.ts'
import { callUsd } from '#pricing/cost.ts'
import { levelsOf, type MeasuredSize, type SizeLevel } from './callNoise.ts'
import type { Pricing } from './estimate.ts'
import { tie, writeLosses } from './loss.ts'
import { isLimited, type Objective } from './objective.ts'
import { fromCore, type Shape, shapesOf } from './shapes.ts'
import { drawWorlds, type Worlds } from './worlds.ts'

/** What sizes are weighed by. */
export interface Question {
  readonly objective: Objective
  readonly pricing: Pricing
}

/** What the calls so far say of the sizes, and of what choosing each of them would lose. */
export interface Belief {
  /** One a size, as all that follow. */
  readonly levels: readonly SizeLevel[]
  readonly worlds: Worlds
  /** Of each size in the first world, then in the second …: 0 is the best choice, 1 the worst. */
  readonly losses: Float64Array
  /** Mean over the worlds. */
  readonly expectedLoss: Float64Array
  /** Share of the worlds in which the size wins or ties. */
  readonly certainty: Float64Array
  /** Expected cost of a call; relative where the price is not known. */
  readonly usd: Float64Array
  /** Geometric mean over the worlds, ms. */
  readonly ms: Float64Array
}

const z95 = 1.645
const z99 = 2.326

/** Throws a RangeError where no size has a call. The same calls give the same belief. */
export function believe(sizes: readonly MeasuredSize[], { objective, pricing }: Question, worldCount: number): Belief {
  const levels = levelsOf(sizes, pricing.region !== 'lab')
  const worlds = drawWorlds(shapesNear(sizes), levels, worldCount)
  const count = sizes.length
  const [losses, sums] = [new Float64Array(count * worldCount), () => new Float64Array(count)]
  const [expectedLoss, certainty, usd, logMs] = [sums(), sums(), sums(), sums()]
  const outcomes = { usd: sums(), meanMs: sums(), tailMs: sums() }
  const costs = sizes.map(({ memoryMb }) => costOf(memoryMb, pricing))
  const z = !isLimited(objective) ? undefined : objective.kind === 'under-p95' ? z95 : z99
  for (let world = 0; world < worldCount; world++) {
    const first = world * count
    for (let size = 0; size < count; size++) {
      const log = worlds.logMs[first + size] ?? 0
      const ms = Math.exp(log)
      outcomes.meanMs[size] = ms
      outcomes.usd[size] = costs[size]?.(ms) ?? 0
      const sd = worlds.callSd[first + size] ?? 0
      if (z !== undefined) outcomes.tailMs[size] = ms * Math.exp(z * sd - (sd * sd) / 2)
      add(usd, size, outcomes.usd[size] ?? 0)
      add(logMs, size, log)
    }
    const ofWorld = losses.subarray(first, first + count)
    writeLosses(outcomes, objective, ofWorld)
    for (let size = 0; size < count; size++) {
      const loss = ofWorld[size] ?? 0
      add(expectedLoss, size, loss)
      if (loss <= tie) certainty[size] = (certainty[size] ?? 0) + 1
    }
  }
  return {
    levels,
    worlds,
    losses,
    expectedLoss,
    certainty: certainty.map(won => won / worldCount),
    usd,
    ms: logMs.map(Math.exp),
  }

  function add(mean: Float64Array, size: number, value: number): void {
    mean[size] = (mean[size] ?? 0) + value / worldCount
  }
}

/** Cost of a call by its duration: linear in it. Where the price is not known, the GB-seconds stand for it. */
function costOf(memoryMb: number, pricing: Pricing): (ms: number) => number {
  const fee = callUsd({ memoryMb, billedMs: 0, ...pricing })
  const second = callUsd({ memoryMb, billedMs: 1000, ...pricing })
  if (fee === undefined || second === undefined) return ms => memoryMb * ms
  return ms => fee + ((second - fee) * ms) / 1000
}

/** Shapes at the sizes, for durations as they are: those of the measured size nearest to a whole core. */
function shapesNear(sizes: readonly MeasuredSize[]): readonly Shape[] {
  const measured = sizes.filter(({ environments }) => environments.some(calls => calls.length > 0))
  const [nearest] = measured.toSorted((a, b) => fromCore(a) - fromCore(b))
  if (!nearest) throw new RangeError('A curve needs a call.')
  const anchor = { memoryMb: nearest.memoryMb, ms: median(nearest.environments.flat()) }
  return shapesOf({ sizes: sizes.map(({ memoryMb }) => memoryMb), anchor })
}
