import { ascending, quantile } from '#common/quantile.ts'
import { resample, seededRandom } from '#common/random.ts'

/** The calls of one environment: the first, which was cold, and those after it. */
export interface EnvironmentCalls {
  readonly initMs?: number
  /** Of the warm calls. */
  readonly durationsMs: readonly number[]
  readonly maxMemoryUsedMb: number
}

/** A figure before and after a change. */
export interface Effect {
  readonly before: number
  readonly after: number
  /** 95 % interval of `after / before − 1`. */
  readonly low: number
  readonly high: number
  /** The interval lies on one side of zero, and the change is over a hundredth. */
  readonly isMeasurable: boolean
}

export interface ChangeEffect {
  /** Warm durations, ms. */
  readonly p50?: Effect
  readonly p90?: Effect
  /** Init duration, ms; absent where no call reported one. */
  readonly init?: Effect
  /** Peak memory, MB. */
  readonly memory?: Effect
}

const worlds = 2000
const negligible = 0.01

/**
 * What a change of the code does, of environments that were measured in turns. The interval is a percentile bootstrap
 * (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13) that draws whole environments: calls within
 * one are correlated.
 */
export function changeEffect(before: readonly EnvironmentCalls[], after: readonly EnvironmentCalls[]): ChangeEffect {
  const effect = (figure: (calls: readonly EnvironmentCalls[]) => number | undefined) => effectOn(figure, before, after)
  const [p50, p90, init, memory] = [
    effect(calls =>
      quantileOf(
        calls.flatMap(({ durationsMs }) => durationsMs),
        0.5,
      ),
    ),
    effect(calls =>
      quantileOf(
        calls.flatMap(({ durationsMs }) => durationsMs),
        0.9,
      ),
    ),
    effect(calls =>
      quantileOf(
        calls.flatMap(({ initMs }) => initMs ?? []),
        0.5,
      ),
    ),
    effect(calls =>
      quantileOf(
        calls.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb),
        0.5,
      ),
    ),
  ]
  return { ...(p50 && { p50 }), ...(p90 && { p90 }), ...(init && { init }), ...(memory && { memory }) }
}

function effectOn(
  figure: (calls: readonly EnvironmentCalls[]) => number | undefined,
  before: readonly EnvironmentCalls[],
  after: readonly EnvironmentCalls[],
): Effect | undefined {
  const [was, is] = [figure(before), figure(after)]
  if (was === undefined || is === undefined || was === 0) return
  const random = seededRandom(1)
  const changes: number[] = []
  for (let world = 0; world < worlds; world++) {
    const [drawnBefore, drawnAfter] = [figure(resample(before, random)), figure(resample(after, random))]
    if (drawnBefore && drawnAfter !== undefined) changes.push(drawnAfter / drawnBefore - 1)
  }
  const sorted = ascending(changes)
  const [low, high] = [quantile(sorted, 0.025), quantile(sorted, 0.975)]
  const isOnOneSide = low > 0 || high < 0
  return { before: was, after: is, low, high, isMeasurable: isOnOneSide && Math.abs(is / was - 1) > negligible }
}

function quantileOf(values: readonly number[], q: number): number | undefined {
  return values.length === 0 ? undefined : quantile(ascending(values), q)
}
