import { formatMemory, formatMs, formatPercent, formatQuantity, formatUsd } from '#common/format.ts'
import type { OtherLanguage } from '#handlers/handler.ts'
import type { Statistics } from '#telemetry/statistics.ts'

/** What is known of a handler's calls, and why not more. */
export type LensState =
  | { readonly kind: 'notInLab'; readonly language: OtherLanguage }
  | { readonly kind: 'reading' }
  | { readonly kind: 'notRunning' }
  | { readonly kind: 'noCalls' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'known'; readonly statistics: Statistics }

/** The source of a lens: `lab`, the memory that the calls had, and the window that was asked. */
export interface LensSource {
  readonly memoryMb: number
  readonly windowHours: number
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
export function lensTitle(state: LensState): string {
  switch (state.kind) {
    case 'notInLab':
      return `${languageNames[state.language]} does not run in the lab`
    case 'reading':
      return 'Reading logs…'
    case 'notRunning':
      return 'Run in the lab'
    case 'noCalls':
      return 'No calls in the lab yet'
    case 'failed':
      return 'The lab did not answer'
    case 'known':
      return figures(state.statistics)
  }
}

function figures({ p99Ms, initP50Ms, coldShare, usdPerMillion }: Statistics): string {
  const init = initP50Ms === undefined ? undefined : `init ${formatMs(initP50Ms)}, ${formatPercent(coldShare)} cold`
  const cost = usdPerMillion === undefined ? undefined : `${formatUsd(usdPerMillion)} per 1M`
  return [`p99 ${formatMs(p99Ms)}`, init, cost].filter(part => part !== undefined).join(' · ')
}

/** Plain lines: a lens can show no more. */
export function lensTooltip(state: LensState, source: LensSource): string {
  const defined = source.definedAs === undefined ? [] : [source.definedAs]
  const window = `last ${formatQuantity(source.windowHours, 'hour')}`
  switch (state.kind) {
    case 'notInLab':
      return [...defined, 'The lab runs Node.js and Python.'].join('\n')
    case 'known': {
      const { count, p50Ms, p95Ms, maxMs, errors, timeouts, peakMemoryMb } = state.statistics
      return [
        ...defined,
        `${formatQuantity(count, 'call')} at ${formatMemory(source.memoryMb)} in the lab, ${window}`,
        `p50 ${formatMs(p50Ms)}, p95 ${formatMs(p95Ms)}, longest ${formatMs(maxMs)}`,
        `${formatQuantity(errors, 'crash', 'crashes')}, ${formatQuantity(timeouts, 'timeout')}, peak memory ${formatMemory(peakMemoryMb)}`,
        'Errors that the handler throws are not in these reports.',
        'Cost at the prices of us-east-1. Click to read again.',
      ].join('\n')
    }
    case 'failed':
      return [...defined, state.reason, 'Click to read again.'].join('\n')
    case 'notRunning':
      return [...defined, 'The lab has not been started in this window. Click to run this handler there.'].join('\n')
    case 'noCalls':
      return [
        ...defined,
        `No call at ${formatMemory(source.memoryMb)} in the lab, ${window}.`,
        'Run the handler in the lab or tune it, and its figures stand here.',
      ].join('\n')
    case 'reading':
      return [...defined, `Reading the calls of the ${window} from the lab.`].join('\n')
  }
}
