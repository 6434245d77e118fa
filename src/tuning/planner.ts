import type { SweepPlan } from './plan.ts'
import { spareCallsPerSize, type Tally, warmCount } from './tally.ts'

/**
 * The size to call next, or undefined when every size has its warm calls, failed, or used up its spare calls. Sizes
 * take turns, so that a drift of the machine falls on all alike; the largest goes first, because it answers soonest.
 */
export function nextSize(tallies: readonly Tally[], plan: Pick<SweepPlan, 'warmCalls'>): Tally | undefined {
  const mostCalls = 1 + plan.warmCalls + spareCallsPerSize
  return tallies
    .filter(tally => tally.failure === undefined)
    .filter(tally => warmCount(tally) < plan.warmCalls && tally.calls < mostCalls)
    .sort((a, b) => a.samples.length - b.samples.length || a.calls - b.calls || b.memoryMb - a.memoryMb)
    .at(0)
}
