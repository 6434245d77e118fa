import {
  formatAge,
  formatBytes,
  formatMemory,
  formatMs,
  formatPercent,
  formatQuantity,
  formatUsd,
} from '#common/format.ts'
import type { FoundFunction } from '#handlers/deployed/foundFunction.ts'
import type { OtherLanguage } from '#handlers/handler.ts'
import { priceDate, pricedAs } from '#pricing/cost.ts'
import { type PriceTable, prices as ownPrices } from '#pricing/prices.ts'
import type { SinceDeployment } from '#telemetry/deploymentChanges.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import type { Statistics } from '#telemetry/statistics.ts'
import { deployedBy } from './deployedText.ts'
import { figuresOf } from './figures.ts'
import type { DeployedState, LensState } from './lensState.ts'

/** What a tooltip needs besides the state. */
export interface TooltipSource {
  /** Of the definition. */
  readonly memoryMb: number
  readonly windowHours: number
  /** Epoch milliseconds. */
  readonly now: number
  readonly definedAs?: string
  readonly prices?: PriceTable
}

const languageNames: Readonly<Record<OtherLanguage, string>> = {
  java: 'Java',
  kotlin: 'Kotlin',
  go: 'Go',
  csharp: '.NET',
  ruby: 'Ruby',
  rust: 'Rust',
}

/** Plain lines: a lens can show no more. */
export function lensTooltip(state: LensState, source: TooltipSource): string {
  const defined = source.definedAs === undefined ? [] : [source.definedAs]
  const unlinked = 'unlinked' in state && state.unlinked !== undefined ? [`Not linked: ${state.unlinked}`] : []
  return [...defined, ...tooltipLines(state, source), ...unlinked].join('\n')
}

function tooltipLines(state: LensState, source: TooltipSource): readonly string[] {
  const { memoryMb } = source
  const window = longWindow(source.windowHours)
  switch (state.kind) {
    case 'reading':
      return [`Reading the calls of the ${window}.`]
    case 'notInLab':
      return [`${languageNames[state.language]} does not run in the lab. Click to link the deployed function.`]
    case 'notLinked':
      return [state.reason, 'Click to choose the deployed function.']
    case 'notRead':
      return [state.reason]
    case 'notRunning':
      return ['The lab has not been started in this window. Click to run this handler there.']
    case 'noCalls':
      return [
        `No call at ${formatMemory(memoryMb)} in the lab, ${window}.`,
        'Run the handler in the lab or tune it, and its figures stand here.',
      ]
    case 'failed':
      return [state.reason, 'Click to read again.']
    case 'known':
      return [
        `${formatQuantity(state.statistics.count, 'call')} at ${formatMemory(memoryMb)} in the lab, ${window}`,
        ...details(state.statistics, true),
        'Cost at the prices of us-east-1. Click for the report.',
      ]
    case 'unanswered':
      return [placeOf(state.deployed), `${state.problem.message} ${state.problem.remedy}`]
    case 'deployed':
      return deployedLines(state, source)
  }
}

function deployedLines(state: DeployedState, { now, prices, windowHours }: TooltipSource): readonly string[] {
  const { deployed, reading, problem, since } = state
  const { statistics, notes } = reading
  return [
    `${placeOf({ region: reading.function.region, ...deployed })}, ${deployedBy(deployed)}`,
    ...(deployed.assumption === undefined ? [] : [`If ${deployed.assumption}.`]),
    ...(statistics
      ? [
          `${formatQuantity(statistics.count, 'call')} at ${formatMemory(reading.memoryMb)}, ${longWindow(windowHours)}`,
          ...details(statistics, reading.function.logFormat === 'text'),
          priceLine(state, prices),
        ]
      : []),
    ...(since ? [sinceLine(since, now)] : []),
    ...notes.map(({ text }) => text),
    readLine(reading, now),
    ...(problem ? [`${problem.message} ${problem.remedy}`] : []),
    statistics ? 'Click for the report.' : 'Click to read again.',
  ]
}

/** Where and when it was read, and what that cost. */
function readLine({ readAt, scan, sampled }: FunctionStatistics, now: number): string {
  const source = sampled ? 'CloudWatch Logs, event by event' : 'CloudWatch Logs Insights'
  const read = `Read ${formatAge(now - readAt)} ago from ${source}`
  if (!scan) return `${read}.`
  const cost = scan.usd === undefined ? 'at an unknown price' : `for ${formatUsd(scan.usd)}`
  const others = scan.functions > 1 ? `, ${scan.functions} functions at once` : ''
  return `${read}; the query scanned ${formatBytes(scan.bytes)} ${cost}${others}.`
}

/** `$0.12 a day at this pace, at the prices of eu-west-1 of 2026-09.` */
export function priceLine(state: DeployedState, table: PriceTable = ownPrices): string {
  const { region } = state.reading.function
  const date = priceDate(region, table)
  if (date === undefined) return `The prices of ${region} are not known: run “Lambda Lens: Refresh Prices”.`
  const perDay = figuresOf(state)?.usdPerDay
  const pace = perDay === undefined ? 'Cost' : `${formatUsd(perDay)} a day at this pace,`
  return `${pace} at the prices of ${pricedAs(region, table) ?? region} of ${date}.`
}

/** Both sides in figures, also where they do not differ. */
export function sinceLine({ before, after, deployedAt, isCertain, p99Change }: SinceDeployment, now: number): string {
  const what = isCertain ? 'deploy' : 'last change'
  const sides = `p99 ${formatMs(after.p99Ms)} of ${formatQuantity(after.count, 'call')} since the ${what} ${formatAge(now - deployedAt)} ago, ${formatMs(before.p99Ms)} of ${formatQuantity(before.count, 'call')} in the same span before`
  return p99Change === undefined ? `${sides}: no difference that is more than noise.` : `${sides}.`
}

function details(statistics: Statistics, isText: boolean): readonly string[] {
  const { p50Ms, p95Ms, maxMs, errors, timeouts, peakMemoryMb } = statistics
  const crashes = isText ? formatQuantity(errors, 'crash', 'crashes') : formatQuantity(errors, 'error')
  return [
    `p50 ${formatMs(p50Ms)}, p95 ${formatMs(p95Ms)}, longest ${formatMs(maxMs)}`,
    ...coldLine(statistics),
    `${crashes}, ${formatQuantity(timeouts, 'timeout')}, peak memory ${formatMemory(peakMemoryMb)}`,
    ...(isText ? ['Errors that the handler throws are not in these reports.'] : []),
  ]
}

/** Who waited, and for how many environments. */
function coldLine({ initialized, restored, waited, coldShare, initP99Ms }: Statistics): readonly string[] {
  if (initialized + restored === 0) return []
  const p99 = initP99Ms === undefined ? '' : `, init p99 ${formatMs(initP99Ms)}`
  const made = formatQuantity(initialized + restored, 'new environment')
  if (waited === undefined) return [`${made}${p99}; how many calls waited for one is not known.`]
  return [`${made}${p99}; ${formatQuantity(Math.round(waited), 'call')} waited for one (${formatPercent(coldShare)}).`]
}

function longWindow(hours: number): string {
  return `last ${hours <= 48 ? formatQuantity(hours, 'hour') : formatQuantity(Math.round(hours / 24), 'day')}`
}

function placeOf({ name, region, qualifier }: FoundFunction): string {
  const version = qualifier === undefined ? '' : `:${qualifier}`
  return region === undefined ? `${name}${version} on AWS` : `${name}${version} in ${region}`
}
