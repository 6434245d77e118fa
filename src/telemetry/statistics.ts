import { ascending, quantile } from '#common/quantile.ts'
import { callUsd, type PricedFunction } from '#pricing/cost.ts'
import type { PriceTable } from '#pricing/prices.ts'
import { type Invocation, ranOutOfMemory } from './invocation.ts'

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
  /** Of the calls for which a snapshot was restored. */
  readonly restoreP50Ms?: number
  readonly restoreP99Ms?: number
  /** Share of the calls that waited for an environment, 0 … 1; of those that report an init or restore, if not known. */
  readonly coldShare: number
  /** Calls that report an init: also the first of an environment that was made ahead, for which nobody waited. */
  readonly initialized: number
  readonly restored: number
  /** Calls that waited for an init or a restore; absent where the log does not tell them from the others. */
  readonly waited?: number
  /** Without timeouts. Of text logs only crashes: what a handler throws leaves no trace in a text report. */
  readonly errors: number
  readonly timeouts: number
  /** Among the errors. */
  readonly outOfMemory: number
  readonly peakMemoryMb: number
  readonly billedMs: number
  /** Mean price of the calls, each at its own memory; absent when the price of the region is unknown. */
  readonly usdPerMillion?: number
}

/** Undefined when there are no invocations: no calls have no percentile. Without `priced` the cost is unknown. */
export function summarize(
  invocations: readonly Invocation[],
  priced?: PricedFunction,
  table?: PriceTable,
): Statistics | undefined {
  if (invocations.length === 0) return undefined
  const durations = ascending(invocations.map(call => call.durationMs))
  const cold = count(invocations, call => call.initMs !== undefined || call.restoreMs !== undefined)
  return {
    count: invocations.length,
    p50Ms: quantile(durations, 0.5),
    p90Ms: quantile(durations, 0.9),
    p95Ms: quantile(durations, 0.95),
    p99Ms: quantile(durations, 0.99),
    maxMs: quantile(durations, 1),
    ...initStatistics(invocations),
    ...restoreStatistics(invocations),
    coldShare: cold / invocations.length,
    initialized: count(invocations, call => call.initMs !== undefined),
    restored: count(invocations, call => call.restoreMs !== undefined),
    errors: count(invocations, call => call.status === 'error'),
    timeouts: count(invocations, call => call.status === 'timeout'),
    outOfMemory: count(invocations, ranOutOfMemory),
    peakMemoryMb: invocations.reduce((peak, call) => Math.max(peak, call.maxMemoryUsedMb), 0),
    billedMs: invocations.reduce((sum, call) => sum + call.billedMs, 0),
    ...(priced && costStatistics(invocations, priced, table)),
  }
}

/**
 * The statistics once it is known how many environments were made ahead of their first call: of `told` environments
 * that the log shows whole, `ahead`. The others are taken to be alike.
 */
export function withWaits(statistics: Statistics, told: number, ahead: number): Statistics {
  if (told <= 0) return statistics
  const waited = statistics.initialized * (1 - ahead / told) + statistics.restored
  return { ...statistics, waited, coldShare: waited / statistics.count }
}

function count(invocations: readonly Invocation[], holds: (call: Invocation) => boolean): number {
  let found = 0
  for (const call of invocations) if (holds(call)) found += 1
  return found
}

function initStatistics(invocations: readonly Invocation[]): Pick<Statistics, 'initP50Ms' | 'initP99Ms'> {
  const inits = ascending(invocations.flatMap(call => call.initMs ?? []))
  return inits.length === 0 ? {} : { initP50Ms: quantile(inits, 0.5), initP99Ms: quantile(inits, 0.99) }
}

function restoreStatistics(invocations: readonly Invocation[]): Pick<Statistics, 'restoreP50Ms' | 'restoreP99Ms'> {
  const restores = ascending(invocations.flatMap(call => call.restoreMs ?? []))
  return restores.length === 0 ? {} : { restoreP50Ms: quantile(restores, 0.5), restoreP99Ms: quantile(restores, 0.99) }
}

function costStatistics(
  invocations: readonly Invocation[],
  priced: PricedFunction,
  table: PriceTable | undefined,
): Pick<Statistics, 'usdPerMillion'> {
  let usd = 0
  for (const { memoryMb, billedMs } of invocations) {
    const call = callUsd({ ...priced, memoryMb, billedMs }, table)
    if (call === undefined) return {}
    usd += call
  }
  return { usdPerMillion: (usd / invocations.length) * 1e6 }
}
