import { formatCount, formatMemory, formatMs, formatPercent, formatUsd } from '#common/format.ts'
import type { LogVolume } from '#telemetry/logVolumes.ts'
import type { Statistics } from '#telemetry/statistics.ts'
import { consoleLinks } from './consoleLinks.ts'
import { type Figures, figuresOf } from './figures.ts'
import type { LensState } from './lensState.ts'
import { changeWords, type LensTitleSource, lensTitle, shortWindow } from './lensText.ts'
import { lensTooltip, priceLine, sinceLine, type TooltipSource } from './lensTooltip.ts'
import { link, plain, table } from './markdown.ts'

/** What a report needs besides the state. */
export interface ReportSource extends LensTitleSource, TooltipSource {
  /** `src/orders.js#handler`. */
  readonly handler: string
  /** Whether AWS's own console has the function: not that of an emulator. */
  readonly isOnAws: boolean
  readonly log?: LogVolume
}

/** Commands of a hover, as URIs: label → command. */
export type HoverLinks = readonly (readonly [label: string, uri: string])[]

/** A small table with links, for the hover over a handler's name. */
export function hoverMarkdown(state: LensState, source: ReportSource, links: HoverLinks): string {
  const found = figuresOf(state, source.log)
  const all = [...links, ...consolePages(state, source)].map(([label, uri]) => link(label, uri)).join(' · ')
  if (!found) return [`**${plain(lensTitle(state, source))}**`, ...tooltipParts(state, source), all].join('\n\n')
  return [
    `**${plain(nameOf(state, source))}** · ${plain(sampleWords(state, source))}`,
    durationTable(found.statistics),
    plain(summary(found).join(' · ')),
    ...changes(state, source).map(plain),
    ...staleness(state, source),
    all,
  ].join('\n\n')
}

/** The same figures and all that must be known to read them, on a page. */
export function reportMarkdown(state: LensState, source: ReportSource): string {
  const found = figuresOf(state, source.log)
  const head = [`# ${plain(nameOf(state, source))}`, plain(source.handler)]
  const parts = tooltipParts(state, source)
  if (!found) return `${[...head, `**${plain(lensTitle(state, source))}**`, ...parts].join('\n\n')}\n`
  const pages = consolePages(state, source).map(([label, uri]) => link(label, uri))
  return `${[
    ...head,
    `**${plain(lensTitle(state, source))}**`,
    '## Durations',
    durationTable(found.statistics),
    '## Calls and cost',
    table(['', ''], figureRows(found)),
    '## How to read this',
    parts.map(part => `- ${part}`).join('\n'),
    ...(pages.length > 0 ? [pages.join(' · ')] : []),
  ].join('\n\n')}\n`
}

function durationTable({ p50Ms, p90Ms, p95Ms, p99Ms, maxMs, ...more }: Statistics): string {
  const cell = (value: number | undefined) => (value === undefined ? '' : formatMs(value))
  const { initP50Ms, initP99Ms, restoreP50Ms, restoreP99Ms } = more
  return table(
    ['', 'p50', 'p90', 'p95', 'p99', 'longest'],
    [
      ['duration', ...[p50Ms, p90Ms, p95Ms, p99Ms, maxMs].map(cell)],
      ...(initP50Ms === undefined ? [] : [['init', cell(initP50Ms), '', '', cell(initP99Ms), '']]),
      ...(restoreP50Ms === undefined ? [] : [['restore', cell(restoreP50Ms), '', '', cell(restoreP99Ms), '']]),
    ],
  )
}

function figureRows({ statistics, usdPerDay, logUsdPerDay }: Figures): string[][] {
  const { count, coldShare, errors, timeouts, outOfMemory, peakMemoryMb, usdPerMillion } = statistics
  const usd = (value: number | undefined) => (value === undefined ? 'unknown' : plain(formatUsd(value)))
  return [
    ['Calls', formatCount(count)],
    ['Calls that waited for an environment', formatPercent(coldShare)],
    ['Errors', formatCount(errors)],
    ['of them out of memory', formatCount(outOfMemory)],
    ['Timeouts', formatCount(timeouts)],
    ['Peak memory', formatMemory(peakMemoryMb)],
    ['A million calls', usd(usdPerMillion)],
    ['A day', usd(usdPerDay)],
    ...(logUsdPerDay === undefined ? [] : [['Writing the log, a day', usd(logUsdPerDay)]]),
  ]
}

function summary(found: Figures): string[] {
  const { coldShare, errors, timeouts, peakMemoryMb, usdPerMillion } = found.statistics
  return [
    `${formatPercent(coldShare)} cold`,
    usdPerMillion === undefined ? 'cost unknown' : `${formatUsd(usdPerMillion)} per 1M`,
    ...(found.usdPerDay === undefined ? [] : [`${formatUsd(found.usdPerDay)} a day`]),
    ...(found.logUsdPerDay === undefined ? [] : [`log ${formatUsd(found.logUsdPerDay)} a day`]),
    `${formatCount(errors + timeouts)} failed`,
    `peak ${formatMemory(peakMemoryMb)}`,
  ]
}

function changes(state: LensState, { now }: ReportSource): string[] {
  if (state.kind !== 'deployed' || !state.since) return []
  const words = changeWords(state.since, now)
  return words === undefined ? [] : [`${words}. ${sinceLine(state.since, now)}`]
}

/** Why the figures are not of now, or whose prices they have. */
function staleness(state: LensState, { prices }: ReportSource): string[] {
  if (state.kind !== 'deployed') return []
  if (state.problem) return [plain(`${state.problem.message} ${state.problem.remedy}`)]
  return [plain(priceLine(state, prices))]
}

/** The lines of the tooltip, without what a click on a lens does. */
function tooltipParts(state: LensState, source: ReportSource): string[] {
  return lensTooltip(state, source)
    .split('\n')
    .map(line => line.replace(/ ?Click [^.]*\.$/, ''))
    .filter(line => line !== '')
    .map(plain)
}

function sampleWords(state: LensState, { windowHours, memoryMb }: ReportSource): string {
  const found = figuresOf(state)
  const memory = state.kind === 'deployed' ? state.reading.memoryMb : memoryMb
  return `${formatCount(found?.statistics.count ?? 0)} calls at ${formatMemory(memory)}, last ${shortWindow(windowHours)}`
}

function nameOf(state: LensState, { handler }: ReportSource): string {
  if (state.kind === 'known') return `${handler} in the lab`
  if (state.kind !== 'deployed') return handler
  const { name, region } = state.reading.function
  return region === '' ? name : `${name} in ${region}`
}

function consolePages(state: LensState, { isOnAws }: ReportSource): HoverLinks {
  if (state.kind !== 'deployed' || !isOnAws) return []
  const pages = consoleLinks(state.reading.function)
  return [
    ['Function in the console', pages.function],
    ['Log in the console', pages.log],
  ]
}
