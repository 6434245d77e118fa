import type { LensError } from '#common/errors.ts'
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
import type { FunctionStatistics, NoteCode } from '#telemetry/functionStatistics.ts'
import type { Statistics } from '#telemetry/statistics.ts'

/** Why AWS was not asked, where a lens speaks of the lab. */
interface Unlinked {
  readonly unlinked?: string
}

/** What is known of a handler's calls, and why not more. */
export type LensState =
  | { readonly kind: 'reading' }
  | ({ readonly kind: 'notInLab'; readonly language: OtherLanguage } & Unlinked)
  | ({ readonly kind: 'notRunning' } & Unlinked)
  | ({ readonly kind: 'noCalls' } & Unlinked)
  | ({ readonly kind: 'known'; readonly statistics: Statistics } & Unlinked)
  | { readonly kind: 'failed'; readonly reason: string }
  /** Of AWS; with a `problem`, what was kept from before it. */
  | {
      readonly kind: 'deployed'
      readonly deployed: FoundFunction
      readonly reading: FunctionStatistics
      readonly problem?: LensError
    }
  | { readonly kind: 'unanswered'; readonly deployed: FoundFunction; readonly problem: LensError }

/** What a lens's words need besides the state. */
export interface LensSource {
  /** Of the definition. */
  readonly memoryMb: number
  readonly windowHours: number
  /** Epoch milliseconds. */
  readonly now: number
  readonly definedAs?: string
}

const languageNames: Readonly<Record<OtherLanguage, string>> = {
  java: 'Java',
  kotlin: 'Kotlin',
  go: 'Go',
  csharp: '.NET',
  ruby: 'Ruby',
  rust: 'Rust',
}

/** The words over a handler: `p99 812 ms · init 431 ms, 3.2 % cold · $1.94 per 1M`. */
export function lensTitle(state: LensState, source: Pick<LensSource, 'windowHours' | 'now'>): string {
  switch (state.kind) {
    case 'reading':
      return 'Reading logs…'
    case 'notInLab':
      return 'Not linked to a deployed function: link…'
    case 'notRunning':
      return 'Run in the lab'
    case 'noCalls':
      return 'No calls in the lab yet'
    case 'failed':
      return 'The lab did not answer'
    case 'known':
      return figures(state.statistics)
    case 'unanswered':
      return unansweredTitle(state.problem)
    case 'deployed':
      return deployedTitle(state.reading, state.problem, source)
  }
}

function unansweredTitle({ code }: LensError): string {
  if (code.startsWith('credentials-')) return 'Sign in to AWS…'
  if (code === 'access-denied') return 'No permission to read its logs'
  return code === 'not-found' ? 'Not deployed there: link…' : 'AWS did not answer'
}

const noFigures: Partial<Record<NoteCode, string>> = {
  'log-expired': 'Its log does not reach back that far',
  'log-delivered': 'Its log cannot be asked',
  'reports-filtered': 'Its log level leaves out reports',
  'kind-not-read': 'Its kind of function leaves no reports',
  'over-budget': 'The daily budget for reading logs is used up',
}

function deployedTitle(
  { statistics, notes, readAt }: FunctionStatistics,
  problem: LensError | undefined,
  { windowHours, now }: Pick<LensSource, 'windowHours' | 'now'>,
): string {
  if (!statistics) {
    const reason = notes.map(({ code }) => noFigures[code]).find(words => words !== undefined)
    return reason ?? `No calls in the last ${windowHours} h`
  }
  if (!problem) return figures(statistics)
  return `p99 ${formatMs(statistics.p99Ms)} (${formatAge(now - readAt)} old: ${unansweredTitle(problem)})`
}

function figures({ p99Ms, initP50Ms, coldShare, usdPerMillion }: Statistics): string {
  const init = initP50Ms === undefined ? undefined : `init ${formatMs(initP50Ms)}, ${formatPercent(coldShare)} cold`
  const cost = usdPerMillion === undefined ? undefined : `${formatUsd(usdPerMillion)} per 1M`
  return [`p99 ${formatMs(p99Ms)}`, init, cost].filter(part => part !== undefined).join(' · ')
}

/** Plain lines: a lens can show no more. */
export function lensTooltip(state: LensState, source: LensSource): string {
  const defined = source.definedAs === undefined ? [] : [source.definedAs]
  const unlinked = 'unlinked' in state && state.unlinked !== undefined ? [`Not linked: ${state.unlinked}`] : []
  return [...defined, ...tooltipLines(state, source), ...unlinked].join('\n')
}

function tooltipLines(state: LensState, { memoryMb, windowHours, now }: LensSource): readonly string[] {
  const window = `last ${formatQuantity(windowHours, 'hour')}`
  switch (state.kind) {
    case 'reading':
      return [`Reading the calls of the ${window}.`]
    case 'notInLab':
      return [`${languageNames[state.language]} does not run in the lab. Click to link the deployed function.`]
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
        ...details(state.statistics),
        'Cost at the prices of us-east-1. Click to read again.',
      ]
    case 'unanswered':
      return [placeOf(state.deployed), `${state.problem.message} ${state.problem.remedy}`]
    case 'deployed':
      return deployedLines(state, window, now)
  }
}

function deployedLines(
  { deployed, reading, problem }: Extract<LensState, { kind: 'deployed' }>,
  window: string,
  now: number,
): readonly string[] {
  const { statistics, notes, readAt, scan } = reading
  const cost = scan?.usd === undefined ? '' : `, ${formatUsd(scan.usd)}`
  return [
    placeOf(deployed),
    ...(deployed.assumption === undefined ? [] : [`If ${deployed.assumption}.`]),
    ...(statistics
      ? [
          `${formatQuantity(statistics.count, 'call')} at ${formatMemory(reading.memoryMb)}, ${window}`,
          ...details(statistics),
        ]
      : []),
    ...notes.map(({ text }) => text),
    `Read ${formatAge(now - readAt)} ago${scan ? `; the query scanned ${formatBytes(scan.bytes)}${cost}` : ''}.`,
    ...(problem ? [`${problem.message} ${problem.remedy}`] : []),
    'Click to read again.',
  ]
}

function details({ p50Ms, p95Ms, maxMs, errors, timeouts, peakMemoryMb }: Statistics): readonly string[] {
  return [
    `p50 ${formatMs(p50Ms)}, p95 ${formatMs(p95Ms)}, longest ${formatMs(maxMs)}`,
    `${formatQuantity(errors, 'crash', 'crashes')}, ${formatQuantity(timeouts, 'timeout')}, peak memory ${formatMemory(peakMemoryMb)}`,
    'Errors that the handler throws are not in these reports.',
  ]
}

function placeOf({ name, region, qualifier }: FoundFunction): string {
  const version = qualifier === undefined ? '' : `:${qualifier}`
  return region === undefined ? `${name}${version} on AWS` : `${name}${version} in ${region}`
}
