import { ascending, mean, quantile } from '#common/quantile.ts'
import { callUsd } from '#pricing/cost.ts'
import { believe } from './belief.ts'
import type { Pricing } from './estimate.ts'
import { measuredSizes } from './measuredSizes.ts'
import { describeObjective, isLimited, type Objective, percentileOf } from './objective.ts'
import type { Sample } from './sample.ts'

export interface Recommendation {
  readonly memoryMb: number
  readonly cheapestMb: number
  readonly fastestMb: number
  readonly objective: Objective
  /** Share of the worlds that fit the calls in which the size wins or ties within 1 %, 0 … 1. Absent: too few calls. */
  readonly certainty?: number
  /** False when no size keeps the objective's limit; the nearest is recommended then. */
  readonly limitKept: boolean
}

/** A size that was not called: what the others say of it. Intervals hold 95 % of the worlds. */
export interface PredictedSize {
  readonly memoryMb: number
  readonly meanMs: number
  readonly msLow: number
  readonly msHigh: number
  /** Absent where the price is not known. */
  readonly usdPerMillion?: number
  readonly interval?: { readonly low: number; readonly high: number }
}

const worldCount = 500
/** Fewer calls of a size say nothing of its spread. */
const fewestCalls = 3

/**
 * The size that is expected to lose least among those measured. Returns undefined where no size has a warm sample or the
 * price is not known. `sizes` are those that could be chosen, measured or not: the certainty reckons with them all.
 */
export function recommend(
  samples: readonly Sample[],
  objective: Objective,
  pricing: Pricing,
  sizes: readonly number[] = [],
): Recommendation | undefined {
  const measured = measuredMeans(samples, pricing)
  if (measured.length === 0) return undefined
  const all = [...new Set([...measured.map(size => size.memoryMb), ...sizes])].sort((a, b) => a - b)
  const belief = believe(measuredSizes(samples, all), { objective, pricing }, worldCount)
  const lossOf = ({ memoryMb }: MeasuredMean) => belief.expectedLoss[all.indexOf(memoryMb)] ?? 1
  const chosen = least(measured, lossOf)
  const index = all.indexOf(chosen.memoryMb)
  const certainty = belief.certainty[index]
  return {
    memoryMb: chosen.memoryMb,
    cheapestMb: least(measured, size => size.usd).memoryMb,
    fastestMb: least(measured, size => size.meanMs).memoryMb,
    objective,
    ...(certainty === undefined || chosen.calls < fewestCalls ? {} : { certainty }),
    limitKept: !isLimited(objective) || quantile(chosen.durations, percentileOf(objective)) <= objective.limitMs,
  }
}

interface MeasuredMean {
  readonly memoryMb: number
  readonly calls: number
  readonly usd: number
  readonly meanMs: number
  /** Ascending. */
  readonly durations: Float64Array
}

/** Of the warm calls of each size, ascending memory; none where the price is not known. */
function measuredMeans(samples: readonly Sample[], pricing: Pricing): readonly MeasuredMean[] {
  const warm = samples.filter(sample => !sample.cold)
  const sizes = [...new Set(warm.map(sample => sample.memoryMb))].sort((a, b) => a - b)
  return sizes.flatMap(memoryMb => {
    const calls = warm.filter(sample => sample.memoryMb === memoryMb).map(sample => sample.invocation)
    const usd = callUsd({ memoryMb, billedMs: mean(calls.map(call => call.billedMs)), ...pricing })
    const durations = ascending(calls.map(call => call.durationMs))
    return usd === undefined ? [] : [{ memoryMb, calls: calls.length, usd, meanMs: mean([...durations]), durations }]
  })
}

/** Durations and costs of the sizes that were not called, by those that were; none where no size has a warm sample. */
export function predictSizes(
  samples: readonly Sample[],
  sizes: readonly number[],
  pricing: Pricing,
): readonly PredictedSize[] {
  const measured = new Set(samples.filter(sample => !sample.cold).map(sample => sample.memoryMb))
  if (measured.size === 0) return []
  const all = [...new Set([...measured, ...sizes])].sort((a, b) => a - b)
  const { worlds } = believe(measuredSizes(samples, all), { objective: { kind: 'fastest' }, pricing }, worldCount)
  return sizes
    .filter(memoryMb => !measured.has(memoryMb))
    .map(memoryMb => {
      const index = all.indexOf(memoryMb)
      const logs = ascending(
        Array.from({ length: worlds.count }, (_, world) => worlds.logMs[world * all.length + index] ?? 0),
      )
      const at = (q: number) => Math.exp(quantile(logs, q))
      return predicted(memoryMb, { meanMs: at(0.5), msLow: at(0.025), msHigh: at(0.975) }, pricing)
    })
}

function predicted(
  memoryMb: number,
  ms: Pick<PredictedSize, 'meanMs' | 'msLow' | 'msHigh'>,
  pricing: Pricing,
): PredictedSize {
  const usdOf = (billedMs: number) => callUsd({ memoryMb, billedMs, ...pricing })
  const [mid, low, high] = [usdOf(ms.meanMs), usdOf(ms.msLow), usdOf(ms.msHigh)]
  if (mid === undefined || low === undefined || high === undefined) return { memoryMb, ...ms }
  return { memoryMb, ...ms, usdPerMillion: mid * 1e6, interval: { low: low * 1e6, high: high * 1e6 } }
}

/** The first of the least; sizes come ascending, so the smaller size wins an exact tie. */
function least(sizes: readonly MeasuredMean[], value: (size: MeasuredMean) => number): MeasuredMean {
  return sizes.reduce((best, size) => (value(size) < value(best) ? size : best))
}

/** For people: the objective, and that no size keeps its limit where that is so. */
export function describeRecommendation({ objective, limitKept }: Recommendation): string {
  return limitKept
    ? describeObjective(objective)
    : `${describeObjective(objective)}; none is, and this one comes nearest`
}
