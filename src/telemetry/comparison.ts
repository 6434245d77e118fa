import { exceedanceProbability } from './exceedanceTest.ts'
import type { TimeWindow } from './invocationSource.ts'

/** The calls of one side of a deployment, at one memory size. */
export interface Side {
  readonly window: TimeWindow
  readonly count: number
  readonly p99Ms: number
}

/** How a function runs since its last deployment, against the same span before it. */
export interface Comparison {
  /** Epoch milliseconds. */
  readonly deployedAt: number
  readonly before: Side
  readonly after: Side
  /** p99 after ÷ p99 before, less 1; absent when the difference may as well be noise. */
  readonly p99Change?: number
  /** How likely so many calls above the old p99 are if nothing has changed; absent with too few calls to ask. */
  readonly probability?: number
}

/** The p99 of fewer calls is their longest. */
const leastCalls = 100
/** Many functions are compared at once, all day: one false alarm in a thousand. */
const significance = 0.001

/**
 * Judges the difference of two p99 by the share of calls above the old one, with `exceedanceProbability`: never on fewer
 * than `leastCalls` on either side, and never against the direction in which the p99 itself has moved.
 */
export function compare(deployedAt: number, before: Side, after: Side, aboveAfter: number): Comparison {
  const sides = { deployedAt, before, after }
  if (before.count < leastCalls || after.count < leastCalls) return sides
  // Of type 7 with linear interpolation, as Logs Insights and `quantile` have it, so many values lie above.
  const aboveBefore = before.count - 1 - Math.floor((before.count - 1) * 0.99)
  const counts = { before: before.count, aboveBefore, after: after.count, aboveAfter }
  const probability = exceedanceProbability(counts)
  const change = after.p99Ms / before.p99Ms - 1
  const isMore = aboveAfter / after.count > aboveBefore / before.count
  const isDifferent = probability < significance && Number.isFinite(change) && change !== 0 && change > 0 === isMore
  return isDifferent ? { ...sides, probability, p99Change: change } : { ...sides, probability }
}

/** The span since the deployment, at most `mostMs`, and the same before it. Undefined for a deployment to come. */
export function comparedWindows(
  deployedAt: number,
  now: number,
  mostMs: number,
): { readonly before: TimeWindow; readonly after: TimeWindow } | undefined {
  const span = Math.min(now - deployedAt, mostMs)
  if (!(span > 0)) return undefined
  return {
    before: { from: deployedAt - span, to: deployedAt },
    after: { from: deployedAt, to: deployedAt + span },
  }
}
