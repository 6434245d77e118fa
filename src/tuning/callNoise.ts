import { mean, median } from '#common/quantile.ts'
import { shareOf } from './shapes.ts'

/** The warm calls of one size: durations in ms, by the execution environment that served them. */
export interface MeasuredSize {
  readonly memoryMb: number
  readonly environments: readonly (readonly number[])[]
}

/** What the calls of a size say, in logarithms of ms: noise is multiplicative. */
export interface SizeLevel {
  readonly calls: number
  /** Mean of the logarithms, 0 without a call. */
  readonly logMs: number
  /** Variance of that mean; infinite without a call. */
  readonly variance: number
  /** Variance of the calls of one environment. */
  readonly callVariance: number
  /** How many calls the variances rest on. */
  readonly freedom: number
  /** Variance of the mean with `more` calls. */
  varianceWith(more: number): number
}

/** A call is served within periods of CPU, at whose end it may have to wait for the next one. */
const periodMs = 20
/** What is thought of the scatter of calls, and of environments, before there are any; and how many calls that outweighs. */
const priorCallSd = 0.03
const priorEnvironmentSd = 0.06
const priorCalls = 2
const priorCallsOfSize = 4
export const N = { freedom: 3, jitter: 1 }

/** One level a size, in the same order. */
export function levelsOf(sizes: readonly MeasuredSize[]): readonly SizeLevel[] {
  const isNested = sizes.some(({ environments }) => environments.some(calls => calls.length > 1))
  const all = sizes.map(({ memoryMb, environments }) => {
    // Where each environment served one call, how calls and how environments scatter is one figure.
    const groups = isNested ? environments : [environments.flat()]
    const logs = groups.filter(calls => calls.length > 0).map(calls => calls.map(Math.log))
    return { memoryMb, groups: logs, squares: sum(logs.map(squaresOf)), freedom: sum(logs.map(calls => calls.length - 1)) }
  })
  const expected = all.map(({ memoryMb }) => {
    const ms = nearestMs(sizes, memoryMb)
    const cut = ((1 - Math.min(1, shareOf(memoryMb))) * periodMs) / Math.sqrt(12) / ms
    return priorCallSd ** 2 + cut ** 2 + (N.jitter / ms) ** 2 + (isNested ? 0 : priorEnvironmentSd ** 2)
  })
  const scale =
    (priorCalls + sum(all.map(({ squares }, index) => squares / (expected[index] ?? 1)))) /
    (priorCalls + sum(all.map(({ freedom }) => freedom)))
  const callVariances = all.map(
    ({ squares, freedom }, index) =>
      (priorCallsOfSize * scale * (expected[index] ?? 1) + squares) / (priorCallsOfSize + freedom),
  )
  const between = isNested ? betweenEnvironments(all.map(({ groups }) => groups), callVariances) : 0
  return all.map(({ groups }, index) => levelOf(groups, callVariances[index] ?? 1, between, N.freedom + (all[index]?.freedom ?? 0)))
}

function levelOf(groups: readonly (readonly number[])[], callVariance: number, between: number, freedom: number): SizeLevel {
  const precisionOf = (calls: number) => (calls === 0 ? 0 : 1 / (between + callVariance / calls))
  const precisions = groups.map(calls => precisionOf(calls.length))
  const precision = sum(precisions)
  const last = groups.at(-1)?.length ?? 0
  return {
    calls: sum(groups.map(calls => calls.length)),
    logMs: precision === 0 ? 0 : sum(groups.map((calls, index) => mean(calls) * (precisions[index] ?? 0))) / precision,
    variance: 1 / precision,
    callVariance,
    freedom,
    varianceWith: more => 1 / (precision - precisionOf(last) + precisionOf(last + more)),
  }
}

/** Variance between the environments of a size, beyond what their calls explain. */
function betweenEnvironments(sizes: readonly (readonly (readonly number[])[])[], callVariances: readonly number[]): number {
  let excess = priorCalls * priorEnvironmentSd ** 2
  let freedom = priorCalls
  sizes.forEach((groups, index) => {
    if (groups.length < 2) return
    const explained = mean(groups.map(calls => (callVariances[index] ?? 0) / calls.length))
    excess += squaresOf(groups.map(mean)) - (groups.length - 1) * explained
    freedom += groups.length - 1
  })
  return Math.max(0, excess / freedom)
}

/** The duration of the size, or of the measured one next to it. */
function nearestMs(sizes: readonly MeasuredSize[], memoryMb: number): number {
  const measured = sizes.filter(({ environments }) => environments.some(calls => calls.length > 0))
  const apart = (size: MeasuredSize) => Math.abs(Math.log(size.memoryMb / memoryMb))
  const nearest = measured.reduce<MeasuredSize | undefined>(
    (best, size) => (best && apart(best) <= apart(size) ? best : size),
    undefined,
  )
  return nearest ? median(nearest.environments.flat()) : periodMs * 10
}

function squaresOf(values: readonly number[]): number {
  const middle = mean(values)
  return sum(values.map(value => (value - middle) ** 2))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
