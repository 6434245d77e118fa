import { mean, median } from '#common/quantile.ts'
import { periodMs, shareOf } from './shapes.ts'

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
  /** Variance of single calls. */
  readonly callVariance: number
  /** How many calls `callVariance` rests on, what was thought before among them. */
  readonly freedom: number
  /** Variance of the mean after one call more. */
  readonly nextVariance: number
}

/** Standard deviations that are thought of before there are calls, and how many calls that outweighs. */
const priorCallSd = 0.03
const priorEnvironmentSd = 0.08
const priorCalls = 2
const priorCallsOfSize = 4
/** What the clock, the garbage collector and the runtime add. */
const jitterMs = 2
const mostVariance = 0.5

/**
 * One level a size, in the same order. Calls of one environment are correlated: they tell about its host as well, which
 * more of them do not average out. @param hostsDiffer false where all environments are known to run on one machine
 */
export function levelsOf(sizes: readonly MeasuredSize[], hostsDiffer = true): readonly SizeLevel[] {
  const isNested = hostsDiffer && sizes.some(({ environments }) => environments.some(calls => calls.length > 1))
  const measured = sizes.map(({ memoryMb, environments }) => {
    // Where each environment served one call, the scatter of calls and that of environments are one.
    const groups = isNested ? environments : [environments.flat()]
    const logs = groups.filter(calls => calls.length > 0).map(calls => calls.map(Math.log))
    const freedom = sum(logs.map(calls => calls.length - 1))
    return { logs, squares: sum(logs.map(squaresOf)), freedom, expected: expectedVariance(sizes, memoryMb) }
  })
  const squares = sum(measured.map(size => size.squares / size.expected))
  const scale = (priorCalls + squares) / (priorCalls + sum(measured.map(size => size.freedom)))
  const within = measured.map(
    size => (priorCallsOfSize * scale * size.expected + size.squares) / (priorCallsOfSize + size.freedom),
  )
  const between = isNested
    ? varianceBetween(
        measured.map(size => size.logs),
        within,
      )
    : 0
  return measured.map(({ logs, freedom }, index) => levelOf(logs, within[index] ?? 0, between, freedom))
}

/**
 * Of single calls. CPU is given out by periods, at whose end a throttled call may have to wait for the next one, or not:
 * that matters where calls are short.
 */
function expectedVariance(sizes: readonly MeasuredSize[], memoryMb: number): number {
  const ms = nearestMs(sizes, memoryMb)
  const cutMs = Math.max(0, 1 - shareOf(memoryMb)) * periodMs
  return Math.min(mostVariance, priorCallSd ** 2 + (cutMs / ms) ** 2 + (jitterMs / ms) ** 2)
}

function levelOf(logs: readonly (readonly number[])[], within: number, between: number, freedom: number): SizeLevel {
  const precisionOf = (calls: number) => (calls === 0 ? 0 : 1 / (between + within / calls))
  const precisions = logs.map(calls => precisionOf(calls.length))
  const precision = sum(precisions)
  const last = logs.at(-1)?.length ?? 0
  return {
    calls: sum(logs.map(calls => calls.length)),
    logMs: precision === 0 ? 0 : sum(logs.map((calls, index) => mean(calls) * (precisions[index] ?? 0))) / precision,
    variance: 1 / precision,
    callVariance: within + between,
    freedom: priorFreedom + freedom,
    nextVariance: 1 / (precision - precisionOf(last) + precisionOf(last + 1)),
  }
}

const priorFreedom = 3

/** Variance between the environments of a size, beyond what their calls explain. */
function varianceBetween(sizes: readonly (readonly (readonly number[])[])[], within: readonly number[]): number {
  let excess = priorCalls * priorEnvironmentSd ** 2
  let freedom = priorCalls
  sizes.forEach((environments, index) => {
    if (environments.length < 2) return
    const explained = mean(environments.map(calls => (within[index] ?? 0) / calls.length))
    excess += squaresOf(environments.map(mean)) - (environments.length - 1) * explained
    freedom += environments.length - 1
  })
  return Math.max(0, excess / freedom)
}

/** The duration of the size, or of the measured one nearest to it. */
function nearestMs(sizes: readonly MeasuredSize[], memoryMb: number): number {
  const apart = (size: MeasuredSize) => Math.abs(Math.log(size.memoryMb / memoryMb))
  const nearest = sizes
    .filter(({ environments }) => environments.some(calls => calls.length > 0))
    .reduce<MeasuredSize | undefined>((best, size) => (best && apart(best) <= apart(size) ? best : size), undefined)
  return nearest ? median(nearest.environments.flat()) : 10 * periodMs
}

function squaresOf(values: readonly number[]): number {
  const middle = mean(values)
  return sum(values.map(value => (value - middle) ** 2))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
