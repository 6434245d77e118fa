import { LensError } from '#common/errors.ts'
import { formatMs, formatUsd } from '#common/format.ts'
import type {
  TuneFigures,
  TunePhase,
  TunePlan,
  TuneRecommendation,
  TuneSize,
  TuneState,
  TuneTarget,
} from '#protocol/tune.ts'
import type { SizeEstimate } from '#tuning/estimate.ts'
import type { FunctionConfiguration } from '#tuning/functionControl.ts'
import { describeObjective } from '#tuning/objective.ts'
import type { SweepPlan } from '#tuning/plan.ts'
import { describeRecommendation, type Recommendation } from '#tuning/recommend.ts'
import { recommendOf, type SizeResult, sizeResults } from '#tuning/sizeResult.ts'
import type { SweepOutcome, SweepProgress } from '#tuning/sweep.ts'
import type { TuneFollowUp } from './tuneFollowUp.ts'

/** What the panel of one sweep is told: the domain's records in the words of the protocol. */
export interface SweepView {
  readonly target: TuneTarget
  readonly configuration: FunctionConfiguration
  readonly plan: SweepPlan
  readonly payloadName: string
  readonly phase: TunePhase
  readonly progress: SweepProgress
  readonly outcome?: SweepOutcome
  readonly finishedAt?: number
  /** Why there is no sweep: what went wrong before or during it. */
  readonly error?: unknown
  readonly caution?: TuneState['caution']
  readonly followUp?: TuneFollowUp['state']
}

export function tuneState(view: SweepView): TuneState {
  const { plan, progress, outcome, phase } = view
  const ended = outcome !== undefined
  const results = phase === 'planning' ? [] : sizeResults(plan, progress, ended)
  const best = ended ? recommendOf(plan, outcome) : undefined
  const problem = problemOf(view.error === undefined ? [outcome?.error, outcome?.restoreError] : [view.error])
  return {
    phase,
    target: view.target,
    plan: planOf(view),
    activity: progress.activity,
    callsDone: progress.calls,
    ...(progress.usd === undefined ? {} : { usdSpent: progress.usd }),
    sizes: results.map(result => sizeOf(result, plan)),
    ...(best ? { recommendation: recommendationOf(best, results, view.configuration.memoryMb) } : {}),
    ...(problem ? { problem } : {}),
    ...(ended ? { restored: outcome.restored } : {}),
    ...(view.finishedAt === undefined ? {} : { finishedAt: view.finishedAt }),
    ...(view.caution ? { caution: view.caution } : {}),
    ...(progress.notes ? { notes: progress.notes } : {}),
    ...view.followUp,
  }
}

function planOf({ plan, payloadName }: SweepView): TunePlan {
  return {
    sizes: plan.sizes,
    callsMin: plan.callsMin,
    callsMax: plan.callsMax,
    ...(plan.usdMax === undefined ? {} : { usdMax: plan.usdMax }),
    payloadName,
    objective: describeObjective(plan.objective),
    touches: plan.touches,
  }
}

function sizeOf(result: SizeResult, plan: SweepPlan): TuneSize {
  const { memoryMb, status, calls, errors, estimate, predicted } = result
  const reason = reasonOf(result)
  const figures = estimate && figuresOf(estimate, errors)
  return {
    memoryMb,
    status,
    ...(reason === undefined ? {} : { reason }),
    callsDone: calls,
    ...(plan.warmCalls === undefined ? {} : { callsPlanned: 1 + plan.warmCalls }),
    ...(figures ? { figures } : {}),
    ...(status === 'skipped' && predicted ? { predicted: pricedOf(predicted) } : {}),
  }
}

function pricedOf({ meanMs, usdPerMillion }: NonNullable<SizeResult['predicted']>): NonNullable<TuneSize['predicted']> {
  return { meanMs, ...(usdPerMillion === undefined ? {} : { usdPerMillion }) }
}

/** With what the other sizes say of one that was not called. */
function reasonOf({ reason, predicted }: SizeResult): string | undefined {
  if (reason === undefined || !predicted) return reason
  const { meanMs, usdPerMillion } = predicted
  const usd = usdPerMillion === undefined ? '' : `, ${formatUsd(usdPerMillion)} per 1M`
  return `${reason} (predicted: ${formatMs(meanMs)}${usd})`
}

function figuresOf(estimate: SizeEstimate, errors: number): TuneFigures {
  const { memoryMb: _, usdPerMillion, interval, ...figures } = estimate
  return {
    ...figures,
    ...(usdPerMillion === undefined ? {} : { usdPerMillion }),
    ...(interval ? { usdLow: interval.low, usdHigh: interval.high } : {}),
    errors,
  }
}

function recommendationOf(best: Recommendation, results: readonly SizeResult[], currentMb: number): TuneRecommendation {
  const estimateOf = (memoryMb: number) => results.find(result => result.memoryMb === memoryMb)?.estimate
  const from = estimateOf(currentMb)
  const to = estimateOf(best.memoryMb)
  const { objective, memoryMb, cheapestMb, fastestMb, certainty } = best
  return {
    memoryMb,
    cheapestMb,
    fastestMb,
    ...(certainty === undefined ? {} : { certainty }),
    objective: describeRecommendation(best),
    ...(from && to ? { durationChange: to.p50Ms / from.p50Ms - 1 } : {}),
    ...(from?.usdPerMillion !== undefined && to?.usdPerMillion !== undefined
      ? { costChange: to.usdPerMillion / from.usdPerMillion - 1 }
      : {}),
    ...(objective.kind === 'within' ? { tolerance: objective.tolerance } : {}),
  }
}

/** A sweep can fail and then not be put back: both are told, the first with its code. */
function problemOf(errors: readonly unknown[]): TuneState['problem'] {
  const problems = errors.filter(error => error !== undefined).map(wordsOf)
  const [first] = problems
  return (
    first && {
      code: first.code,
      message: problems.map(({ message }) => message).join(' '),
      remedy: problems.map(({ remedy }) => remedy).join(' '),
    }
  )
}

function wordsOf(error: unknown): { message: string; remedy: string; code: string } {
  if (error instanceof LensError) return { message: error.message, remedy: error.remedy, code: error.code }
  const message = error instanceof Error ? error.message : String(error)
  return { message, remedy: 'This is an error of Lambda Lens itself; the log has more.', code: 'unexpected' }
}
