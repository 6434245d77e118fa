import { html, type TemplateResult } from 'lit'
import { formatCount, formatMemory, formatMs, formatUsd } from '#common/format.ts'
import type { TuneFigures, TuneSize, TuneState } from '#protocol/tune.ts'
import { changeFigures, changesAgainst, changeWords } from './changes.ts'
import { currentSize, rolesOf, roleText } from './roles.ts'
import { statusWords } from './sizeFacts.ts'

interface Column {
  readonly name: string
  /** What the heading means, where it does not say it itself. */
  readonly hint?: string
  readonly key: string
  readonly value: (figures: TuneFigures) => number | undefined
  readonly format: (value: number) => string
}

const columns: readonly Column[] = [
  { name: 'p50', key: 'p50Ms', value: f => f.p50Ms, format: formatMs },
  { name: 'USD / 1M', key: 'usdPerMillion', value: f => f.usdPerMillion, format: formatUsd },
  { name: '± 95 %', hint: 'Half the 95 % interval', key: 'usdHalf', value: halfInterval, format: formatUsd },
]

/** Columns after the change against the current size. Cold starts and errors stand there only if there were any. */
const moreColumns: readonly Column[] = [
  { name: 'p95', key: 'p95Ms', value: f => f.p95Ms, format: formatMs },
  { name: 'p99', key: 'p99Ms', value: f => f.p99Ms, format: formatMs },
  { name: 'Cold p50', hint: 'Init and first call', key: 'coldP50Ms', value: f => f.coldP50Ms, format: formatMs },
  { name: 'Billed', hint: 'Mean billed duration', key: 'billedMeanMs', value: f => f.billedMeanMs, format: formatMs },
  { name: 'Calls', hint: 'Warm calls', key: 'n', value: f => f.n, format: formatCount },
  { name: 'Errors', key: 'errors', value: f => f.errors, format: formatCount },
  { name: 'Peak memory', key: 'peakMemoryMb', value: f => f.peakMemoryMb, format: formatMemory },
]

function halfInterval({ usdLow, usdHigh }: TuneFigures): number | undefined {
  return usdLow === undefined || usdHigh === undefined ? undefined : (usdHigh - usdLow) / 2
}

/** All sizes and all figures; the chart for those who cannot see it. `focusMb` is marked in both. */
export function sizeTable(state: TuneState, focusMb: number | undefined): TemplateResult {
  const more = moreColumns.filter(
    ({ key, value }) =>
      (key !== 'coldP50Ms' && key !== 'errors') ||
      state.sizes.some(({ figures }) => figures && (value(figures) ?? 0) > 0),
  )
  return html`<div class="scroll" role="region" aria-label="Table of all sizes" tabindex="0">
    <table class="figures">
      <caption class="unseen">All sizes with their figures</caption>
      <thead><tr>
        <th scope="col">Memory</th>
        ${columns.map(heading)}
        <th scope="col" title="Change of duration p50 and of cost against the current size">p50 · cost against now</th>
        ${more.map(heading)}
      </tr></thead>
      <tbody>${state.sizes.map(size => row(state, size, more, focusMb))}</tbody>
    </table>
  </div>`
}

function heading({ name, hint }: Column): TemplateResult {
  return html`<th scope="col" title=${hint ?? name}>${name}</th>`
}

function row(state: TuneState, size: TuneSize, more: readonly Column[], focusMb: number | undefined): TemplateResult {
  const { memoryMb, figures, status } = size
  const kinds = [...rolesOf(state, memoryMb), status, memoryMb === focusMb ? 'focus' : ''].join(' ')
  return html`<tr class=${kinds} data-memory=${memoryMb} data-testid="row-${memoryMb}" data-value=${status}>
    <th scope="row">${formatMemory(memoryMb)} <span class="role">${roleText(state, memoryMb)}</span></th>
    ${
      figures === undefined
        ? reasonCell(state, size, columns.length + 1 + more.length)
        : [
            columns.map(column => cell(column, figures)),
            changeCell(state, memoryMb, figures),
            more.map(column => cell(column, figures)),
          ]
    }
  </tr>`
}

function cell({ key, value, format }: Column, figures: TuneFigures): TemplateResult {
  const number = value(figures)
  return html`<td data-col=${key} data-value=${number ?? ''}>${number === undefined ? '–' : format(number)}</td>`
}

function changeCell(state: TuneState, memoryMb: number, figures: TuneFigures): TemplateResult {
  if (memoryMb === state.target.currentMemoryMb) return html`<td data-col="change"></td>`
  const changes = changesAgainst(currentSize(state)?.figures, figures)
  if (changes === undefined) return html`<td data-col="change">–</td>`
  return html`<td data-col="change" title=${changeWords(changes)}>${changeFigures(changes)}</td>`
}

function reasonCell(state: TuneState, size: TuneSize, span: number): TemplateResult {
  const words = size.reason === undefined ? statusWords(state, size) : `${statusWords(state, size)}: ${size.reason}`
  return html`<td class="reason" colspan=${span} data-col="reason"><span>${words}</span></td>`
}
