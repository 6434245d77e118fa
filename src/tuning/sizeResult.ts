import { estimateSize, type SizeEstimate } from './estimate.ts'
import type { SweepPlan } from './plan.ts'
import type { Sample } from './sample.ts'
import { type PredictedSize, predictSizes, type Recommendation, recommend } from './recommend.ts'
import type { SweepOutcome, SweepProgress } from './sweep.ts'

export interface SizeResult {
  readonly memoryMb: number
  readonly status: 'waiting' | 'measuring' | 'ok' | 'failed' | 'skipped'
  /** Why it failed or was skipped. */
  readonly reason?: string
  readonly calls: number
  readonly errors: number
  /** Of the samples so far; a size that failed later keeps what it had. */
  readonly estimate?: SizeEstimate
  /** Of a size without a sample, by those of the others. */
  readonly predicted?: PredictedSize
}

/** One result a size of the plan, ascending. With `ended`, sizes without a sample count as skipped. */
export function sizeResults(
  plan: SweepPlan,
  progress: SweepProgress & Partial<Pick<SweepOutcome, 'ended'>>,
  ended: boolean,
): readonly SizeResult[] {
  const predicted = ended ? predictSizes(usableSamples(progress), plan.sizes, plan.pricing) : []
  return plan.sizes.map(memoryMb => {
    const tally = progress.tallies.find(other => other.memoryMb === memoryMb)
    const estimate = tally && estimateSize(memoryMb, tally.samples, plan.pricing)
    const counts = { memoryMb, calls: tally?.calls ?? 0, errors: tally?.errors ?? 0, ...(estimate ? { estimate } : {}) }
    if (tally?.failure !== undefined) return { ...counts, status: 'failed', reason: tally.failure }
    if (ended && !estimate) {
      const guess = predicted.find(other => other.memoryMb === memoryMb)
      const reason = skipReason(counts.calls, progress.ended === 'complete')
      return { ...counts, status: 'skipped', reason, ...(guess ? { predicted: guess } : {}) }
    }
    if (!ended && progress.measuringMb === memoryMb) return { ...counts, status: 'measuring' }
    return { ...counts, status: estimate ? 'ok' : 'waiting' }
  })
}

/** Samples of the sizes that a recommendation may name: one that failed is none of them. */
export function usableSamples(progress: SweepProgress): readonly Sample[] {
  return progress.tallies.filter(tally => tally.failure === undefined).flatMap(tally => tally.samples)
}

/** Among the sizes that have warm calls; the certainty reckons with those, too, that were not called. */
export function recommendOf({ objective, pricing }: SweepPlan, progress: SweepProgress): Recommendation | undefined {
  const possible = progress.tallies.filter(tally => tally.failure === undefined).map(tally => tally.memoryMb)
  return recommend(usableSamples(progress), objective, pricing, possible)
}

function skipReason(calls: number, isComplete: boolean): string {
  if (calls > 0) return 'no warm call left a report in its log tail'
  return isComplete ? 'the calls of other sizes ruled it out' : 'the sweep ended before it was called'
}
