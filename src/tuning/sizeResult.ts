import { estimateSize, type SizeEstimate } from './estimate.ts'
import type { SweepPlan } from './plan.ts'
import type { Sample } from './sample.ts'
import type { SweepProgress } from './sweep.ts'

export interface SizeResult {
  readonly memoryMb: number
  readonly status: 'waiting' | 'measuring' | 'ok' | 'failed' | 'skipped'
  /** Why it failed or was skipped. */
  readonly reason?: string
  readonly calls: number
  readonly errors: number
  /** Of the samples so far; a size that failed later keeps what it had. */
  readonly estimate?: SizeEstimate
}

/** One result a size of the plan, ascending. With `ended`, sizes without a sample count as skipped. */
export function sizeResults(plan: SweepPlan, progress: SweepProgress, ended: boolean): readonly SizeResult[] {
  return plan.sizes.map(memoryMb => {
    const tally = progress.tallies.find(other => other.memoryMb === memoryMb)
    const estimate = tally && estimateSize(memoryMb, tally.samples, plan.pricing)
    const counts = { memoryMb, calls: tally?.calls ?? 0, errors: tally?.errors ?? 0, ...(estimate ? { estimate } : {}) }
    if (tally?.failure !== undefined) return { ...counts, status: 'failed', reason: tally.failure }
    if (ended && !estimate) return { ...counts, status: 'skipped', reason: skipReason(counts.calls) }
    if (!ended && progress.measuringMb === memoryMb) return { ...counts, status: 'measuring' }
    return { ...counts, status: estimate ? 'ok' : 'waiting' }
  })
}

/** Samples of the sizes that a recommendation may name: one that failed is none of them. */
export function usableSamples(progress: SweepProgress): readonly Sample[] {
  return progress.tallies.filter(tally => tally.failure === undefined).flatMap(tally => tally.samples)
}

function skipReason(calls: number): string {
  return calls === 0 ? 'the sweep ended before it was called' : 'no warm call left a report in its log tail'
}
