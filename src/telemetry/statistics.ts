import { ascending, quantile } from '#common/quantile.ts'
import type { PricedFunction } from '#pricing/cost.ts'
import { callUsd } from '#pricing/cost.ts'
import type { Invocation } from './invocation.ts'

/** Of a window of invocations, cold and warm, failed and not, together. An absent figure is unknown. */
export interface Statistics {
  readonly count: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Of the calls with an init duration; absent when there was none. */
  readonly initP50Ms?: number
  readonly initP99Ms?: number
  /** Share of the calls that report an init or restore, 0 … 1. */
  readonly coldShare: number
  /** Without timeouts. */
  readonly errors: number
  readonly timeouts: number
  readonly peakMemoryMb: number
  /** Mean price of the calls, each at its own memory; absent when the price of the region is unknown. */
  readonly usdPerMillion?: number
}

/** Undefined when there are no invocations: no calls have no percentile. Without `priced` the cost is unknown. */
export function summarize(invocations: readonly Invocation[], priced?: PricedFunction): Statistics | undefined {
  if (invocations.length === 0) return undefined
  const durations = ascending(invocations.map(call => call.durationMs))
  const cold = invocations.filter(call => call.initMs !== undefined || call.restoreMs !== undefined)
  return {
    count: invocations.length,
    p50Ms: quantile(durations, 0.5),
    p90Ms: quantile(durations, 0.9),
    p95Ms: quantile(durations, 0.95),
    p99Ms: quantile(durations, 0.99),
    maxMs: quantile(durations, 1),
    ...initStatistics(invocations),
    coldShare: cold.length / invocations.length,
    errors: count(invocations, 'error'),
    timeouts: count(invocations, 'timeout'),
    peakMemoryMb: invocations.reduce((peak, call) => Math.max(peak, call.maxMemoryUsedMb), 0),
    ...(priced && costStatistics(invocations, priced)),
  }
}

function count(invocations: readonly Invocation[], status: Invocation['status']): number {
  return invocations.filter(call => call.status === status).length
}

function initStatistics(invocations: readonly Invocation[]): Pick<Statistics, 'initP50Ms' | 'initP99Ms'> {
  const inits = ascending(invocations.flatMap(call => call.initMs ?? []))
  return inits.length === 0 ? {} : { initP50Ms: quantile(inits, 0.5), initP99Ms: quantile(inits, 0.99) }
}

function costStatistics(invocations: readonly Invocation[], priced: PricedFunction): Pick<Statistics, 'usdPerMillion'> {
  let usd = 0
  for (const { memoryMb, billedMs } of invocations) {
    const call = callUsd({ ...priced, memoryMb, billedMs })
    if (call === undefined) return {}
    usd += call
  }
  return { usdPerMillion: (usd / invocations.length) * 1e6 }
}
