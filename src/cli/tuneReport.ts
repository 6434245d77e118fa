import { objectiveText } from '#tuning/objective.ts'
import type { SweepPlan } from '#tuning/plan.ts'
import { powerTuningLink } from '#tuning/powerTuning.ts'
import { describeRecommendation } from '#tuning/recommend.ts'
import { recommendOf, type SizeResult, sizeResults } from '#tuning/sizeResult.ts'
import type { SweepOutcome } from '#tuning/sweep.ts'

/** The document that `lambda-lens tune --json` prints. Times in ms, money in USD, memory in MB; absent is unknown. */
export interface TuneReport {
  readonly plan: Pick<SweepPlan, 'sizes' | 'callsMin' | 'callsMax' | 'usdMax'>
  readonly sizes: readonly SizeRow[]
  readonly recommendation: RecommendationRow | null
  readonly calls: number
  /** Absent where no price is known. */
  readonly usd?: number
  /** Shows the sizes on the page of AWS Lambda Power Tuning; absent where nothing was measured. */
  readonly link?: string
  readonly ended: SweepOutcome['ended']
  readonly restored: boolean
  readonly elapsedMs: number
}

type SizeRow = ReturnType<typeof sizeRow>

export interface RecommendationRow {
  readonly memoryMb: number
  readonly objective: string
  /** The objective, for people. */
  readonly words: string
  /** False when no size keeps the objective's limit: this one comes nearest. */
  readonly limitKept: boolean
  /** 0 … 1; absent with too few calls to tell. */
  readonly certainty?: number
  /** Median against the size that the function has now; absent when that one was not measured. */
  readonly changeMs?: number
  readonly changeUsdPerMillion?: number
  /** `changeUsdPerMillion` as a share of the present cost: −0.03 is 3 % cheaper. */
  readonly changeUsdShare?: number
}

export function tuneReport(plan: SweepPlan, outcome: SweepOutcome, currentMb: number, elapsedMs: number): TuneReport {
  const sizes = sizeResults(plan, outcome, true)
  const best = recommendOf(plan, outcome)
  return {
    plan: {
      sizes: plan.sizes,
      callsMin: plan.callsMin,
      callsMax: plan.callsMax,
      ...(plan.usdMax === undefined ? {} : { usdMax: plan.usdMax }),
    },
    sizes: sizes.map(sizeRow),
    recommendation: best
      ? {
          memoryMb: best.memoryMb,
          objective: objectiveText(best.objective),
          limitKept: best.limitKept,
          words: describeRecommendation(best),
          ...(best.certainty === undefined ? {} : { certainty: best.certainty }),
          ...change(sizes, currentMb, best.memoryMb),
        }
      : null,
    calls: outcome.calls,
    ...(outcome.usd === undefined ? {} : { usd: outcome.usd }),
    ...linkTo(sizes),
    ended: outcome.ended,
    restored: outcome.restored,
    elapsedMs: Math.round(elapsedMs),
  }
}

function linkTo(sizes: readonly SizeResult[]): { link?: string } {
  const shown = sizes.flatMap(({ memoryMb, estimate }) =>
    estimate?.usdPerMillion === undefined
      ? []
      : [{ memoryMb, meanMs: estimate.meanMs, usd: estimate.usdPerMillion / 1e6 }],
  )
  return shown.length === 0 ? {} : { link: powerTuningLink(shown) }
}

function sizeRow({ memoryMb, status, reason, errors, estimate, predicted }: SizeResult) {
  return {
    memoryMb,
    measured: estimate !== undefined,
    n: estimate?.n ?? 0,
    meanMs: estimate?.meanMs ?? predicted?.meanMs,
    p50Ms: estimate?.p50Ms,
    p95Ms: estimate?.p95Ms,
    p99Ms: estimate?.p99Ms,
    billedMeanMs: estimate?.billedMeanMs,
    usdPerMillion: estimate?.usdPerMillion ?? predicted?.usdPerMillion,
    interval: estimate ? estimate.interval : predicted?.interval,
    coldP50Ms: estimate?.coldP50Ms,
    peakMemoryMb: estimate?.peakMemoryMb,
    errors,
    status,
    reason,
  }
}

function change(sizes: readonly SizeResult[], fromMb: number, toMb: number) {
  const from = sizes.find(size => size.memoryMb === fromMb)?.estimate
  const to = sizes.find(size => size.memoryMb === toMb)?.estimate
  if (!from || !to) return {}
  const known = from.usdPerMillion !== undefined && to.usdPerMillion !== undefined
  return {
    changeMs: to.p50Ms - from.p50Ms,
    ...(known
      ? {
          changeUsdPerMillion: to.usdPerMillion - from.usdPerMillion,
          changeUsdShare: to.usdPerMillion / from.usdPerMillion - 1,
        }
      : {}),
  }
}
