import { availableParallelism } from 'node:os'
import { LensError } from '#common/errors.ts'
import { ascending, quantile } from '#common/quantile.ts'
import type { PredictedCall, Prediction } from '#lab/prediction.ts'
import type { SweepPlan } from '#tuning/plan.ts'
import type { Sample } from '#tuning/sample.ts'
import type { Tally } from '#tuning/tally.ts'
import { type TuneReport, tuneReport } from './tuneReport.ts'

/** Has the lab call a function without throttling, and predict its durations. Rejects with a `LensError`. */
export type Predict = (
  request: {
    readonly functionName: string
    readonly payload: string
    readonly sizes: readonly number[]
    readonly calls: number
  },
  signal: AbortSignal,
) => Promise<Prediction>

/** One cold, and warm ones whose middle counts: in the first of them the compiler is still at work. */
const calls = 4
const why = 'predicted from calls that were not throttled'

export interface PredictedCurve {
  /** As of a sweep, but no size of it is measured, and nothing of the function was changed. */
  readonly report: TuneReport
  /** Sizes with more cores than this machine, of a function that would use them: they can be predicted only. */
  readonly beyondMachine: readonly number[]
}

/**
 * A whole curve from a few calls. Rejects with a `LensError`: `call-failed` when the function fails, or what the lab
 * refuses with.
 */
export async function predictCurve(
  predict: Predict,
  functionName: string,
  plan: SweepPlan,
  currentMb: number,
  signal: AbortSignal,
): Promise<PredictedCurve> {
  const started = performance.now()
  const made = callsOf(await predict({ functionName, payload: plan.payload, sizes: plan.sizes, calls }, signal))
  const peakMb = Math.max(...made.map(call => call.peakMb))
  const tallies = plan.sizes.map((memoryMb, index): Tally => {
    const samples = samplesOf(made, index, { memoryMb, peakMb })
    const failure = memoryMb > peakMb ? {} : { failure: `${why}, which used ${peakMb} MB: it may be too small` }
    return { memoryMb, version: '$LATEST', calls: 0, errors: 0, samples, ...failure }
  })
  const outcome = { activity: '', tallies, calls: made.length, usd: 0, ended: 'complete', restored: true } as const
  const report = tuneReport({ ...plan, ...predictionLimits }, outcome, currentMb, performance.now() - started)
  const sizes = report.sizes.map(size => ({
    ...size,
    measured: false,
    n: 0,
    status: 'ok' as const,
    reason: size.reason ?? why,
  }))
  const marked = made.at(-1)?.sizes.filter(size => size.isBeyondMachine) ?? []
  return { report: { ...report, sizes }, beyondMachine: marked.map(size => size.memoryMb) }
}

/** What a prediction costs. */
export const predictionLimits = { callsMin: calls, callsMax: calls, usdMax: 0 }

/**
 * Splits the sizes of a plan into those that this machine can measure and rows for those that it can only predict:
 * the ones with more cores than it has, unless the function has a single thread.
 */
export async function splitByMachine(
  predict: Predict,
  functionName: string,
  plan: SweepPlan,
  signal: AbortSignal,
): Promise<{ readonly measurable: readonly number[]; readonly predicted: TuneReport['sizes'] }> {
  const machineMb = availableParallelism() * 1769
  const large = plan.sizes.filter(memoryMb => memoryMb > machineMb)
  if (large.length === 0) return { measurable: plan.sizes, predicted: [] }
  const curve = await predictCurve(predict, functionName, { ...plan, sizes: large }, 0, signal).catch(unpredictable)
  if (!curve) return { measurable: plan.sizes, predicted: [] }
  const { report, beyondMachine } = curve
  const reason = `${why}: this machine has ${availableParallelism()} cores, and the function would use more`
  return {
    measurable: plan.sizes.filter(memoryMb => !beyondMachine.includes(memoryMb)),
    predicted: report.sizes.flatMap(size => (beyondMachine.includes(size.memoryMb) ? [{ ...size, reason }] : [])),
  }
}

/** Where the lab cannot sample it says so: then everything is measured, as well as it can be. */
function unpredictable(error: unknown): undefined {
  if (error instanceof LensError && error.code === 'prediction-refused') return undefined
  throw error
}

function callsOf({ calls, failure }: Prediction): readonly PredictedCall[] {
  if (!failure) return calls
  throw new LensError(
    'call-failed',
    `The function failed: ${failure.payload}`,
    'Give a --payload that it can work with; its log is in the lab.',
  )
}

/** One cold and one warm. */
function samplesOf(
  [cold, ...warm]: readonly PredictedCall[],
  index: number,
  { memoryMb, peakMb }: { readonly memoryMb: number; readonly peakMb: number },
): Sample[] {
  const durationOf = (call: PredictedCall) => call.sizes[index]?.durationMs ?? call.durationMs
  const sample = (durationMs: number, initMs?: number): Sample => ({
    memoryMb,
    cold: initMs !== undefined,
    invocation: {
      requestId: '',
      memoryMb,
      maxMemoryUsedMb: peakMb,
      status: 'success',
      durationMs,
      billedMs: Math.ceil(durationMs + (initMs ?? 0)),
      ...(initMs === undefined ? {} : { initMs }),
    },
  })
  const warmMs = warm.length === 0 ? undefined : quantile(ascending(warm.map(durationOf)), 0.5)
  return [
    ...(cold ? [sample(durationOf(cold), cold.initMs ?? 0)] : []),
    ...(warmMs === undefined ? [] : [sample(warmMs)]),
  ]
}
