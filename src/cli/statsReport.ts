import type { LensError } from '#common/errors.ts'
import { formatMs, formatPercent, formatQuantity, formatUsd } from '#common/format.ts'
import { priceDate, pricedAs } from '#pricing/cost.ts'
import { ingestionUsd } from '#pricing/logCost.ts'
import type { Comparison } from '#telemetry/comparison.ts'
import type { FunctionMetrics } from '#telemetry/functionMetrics.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import type { TimeWindow } from '#telemetry/invocationSource.ts'

/** What is known of one target, or why nothing is. */
export interface StatsOutcome {
  readonly target: string
  readonly source: 'aws' | 'lab'
  readonly window: TimeWindow
  readonly statistics?: FunctionStatistics
  readonly metrics?: FunctionMetrics
  readonly comparison?: Comparison
  readonly error?: LensError
}

/** One function of `lambda-lens stats --json`. Times in ms, memory in MB, money in USD; absent is unknown. */
export type StatsRow = ReturnType<typeof statsRow>

export function statsRow({ target, source, window, statistics: found, metrics, comparison, error }: StatsOutcome) {
  const deployed = found?.function
  const figures = found?.statistics
  const hasNone = found?.notes.some(({ code }) => code === 'no-calls') ?? false
  const region = source === 'lab' ? 'lab' : (deployed?.region ?? '')
  return {
    target,
    name: deployed?.name ?? target,
    arn: deployed?.arn,
    region: deployed?.region,
    version: deployed?.version,
    source,
    window: found?.window ?? window,
    memoryMb: found?.memoryMb,
    count: figures?.count ?? (hasNone ? 0 : undefined),
    p50Ms: figures?.p50Ms,
    p90Ms: figures?.p90Ms,
    p95Ms: figures?.p95Ms,
    p99Ms: figures?.p99Ms,
    maxMs: figures?.maxMs,
    initP50Ms: figures?.initP50Ms,
    initP99Ms: figures?.initP99Ms,
    restoreP50Ms: figures?.restoreP50Ms,
    restoreP99Ms: figures?.restoreP99Ms,
    coldShare: figures?.coldShare,
    initialized: figures?.initialized,
    restored: figures?.restored,
    waited: figures?.waited,
    errors: figures?.errors ?? (hasNone ? 0 : undefined),
    timeouts: figures?.timeouts ?? (hasNone ? 0 : undefined),
    outOfMemory: figures?.outOfMemory,
    peakMemoryMb: figures?.peakMemoryMb,
    usdPerMillion: figures?.usdPerMillion,
    ...(figures?.usdPerMillion === undefined ? {} : { price: { region: pricedAs(region), date: priceDate(region) } }),
    sampled: found?.sampled ?? false,
    ...reasonOf(found, error),
    ...(found?.scan === undefined ? {} : { scanned: found.scan }),
    ...(metrics === undefined ? {} : { metrics: { ...metrics, ...logCost(metrics, region) } }),
    ...(comparison === undefined ? {} : { comparison }),
  }
}

function reasonOf(found: FunctionStatistics | undefined, error: LensError | undefined) {
  if (error) return { reason: `${error.message} ${error.remedy}`, reasonCode: error.code }
  const notes = found?.notes ?? []
  return notes.length === 0
    ? {}
    : { reason: notes.map(({ text }) => text).join(' '), reasonCode: notes[0]?.code, notes }
}

/** What a million calls write to the log, at the mean of the window. */
function logCost({ logBytes, invocations }: FunctionMetrics, region: string) {
  if (logBytes === undefined || !invocations) return {}
  const usd = ingestionUsd((logBytes / invocations) * 1e6, region)
  return usd === undefined ? {} : { logUsdPerMillion: usd }
}

/** A table for people, and below it what must be known to read it. */
export function statsTable(rows: readonly StatsRow[]): string {
  const heads = ['Function', 'Calls', 'p50', 'p99', 'Longest', 'Init', 'Cold', 'Errors', 'USD / 1M']
  const cells = rows.map(row => [
    row.name,
    row.count === undefined ? '?' : String(row.count),
    ms(row.p50Ms),
    ms(row.p99Ms),
    ms(row.maxMs),
    ms(row.initP50Ms),
    row.coldShare === undefined ? '' : formatPercent(row.coldShare),
    row.errors === undefined || row.timeouts === undefined ? '' : String(row.errors + row.timeouts),
    row.usdPerMillion === undefined ? '' : formatUsd(row.usdPerMillion),
  ])
  const widths = heads.map((head, index) => Math.max(head.length, ...cells.map(row => row[index]?.length ?? 0)))
  const lines = [heads, ...cells].map(row =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  '),
  )
  return [...lines, ...rows.flatMap(remarks)].join('\n')
}

function remarks(row: StatsRow): string[] {
  const { comparison, metrics } = row
  return [
    ...(row.reason === undefined ? [] : [row.reason]),
    ...(comparison ? [comparisonWords(comparison)] : []),
    ...(metrics?.throttles === undefined ? [] : [`${formatQuantity(metrics.throttles, 'throttled call')}.`]),
    ...(metrics?.logUsdPerMillion === undefined
      ? []
      : [`Writing its log costs ${formatUsd(metrics.logUsdPerMillion)} per million calls.`]),
  ].map(text => `${row.name}: ${text}`)
}

function comparisonWords({ deployedAt, before, after, p99Change }: Comparison): string {
  const since = `since the deployment of ${new Date(deployedAt).toISOString()}`
  if (p99Change === undefined) {
    return `${since}, p99 is not known to differ (${formatQuantity(before.count, 'call')} before, ${formatQuantity(after.count, 'call')} after).`
  }
  const sign = p99Change > 0 ? '▲' : '▼'
  return `p99 ${formatMs(after.p99Ms)} ${sign} ${formatPercent(Math.abs(p99Change))} ${since}.`
}

function ms(value: number | undefined): string {
  return value === undefined ? '' : formatMs(value)
}
