import { figuresOf } from './figures.ts'
import { type FunctionRow, reasonOf } from './functionRows.ts'
import type { LensTitleSource } from './lensText.ts'

const columns = [
  'function',
  'handler',
  'deployed as',
  'region',
  'memory MB',
  'calls',
  'p50 ms',
  'p90 ms',
  'p95 ms',
  'p99 ms',
  'longest ms',
  'init p50 ms',
  'init p99 ms',
  'cold share',
  'errors',
  'timeouts',
  'peak memory MB',
  'USD per million',
  'USD a day',
  'log USD a day',
  'remark',
] as const

/** A line a function, as spreadsheets read it (RFC 4180); what is unknown is empty, with the reason as the remark. */
export function functionsCsv(rows: readonly FunctionRow[], source: LensTitleSource): string {
  return [columns, ...rows.map(row => cellsOf(row, source))].map(cells => cells.map(quoted).join(',')).join('\r\n')
}

function cellsOf(row: FunctionRow, source: LensTitleSource): (string | number | undefined)[] {
  const { name, place, state, log } = row
  const found = figuresOf(state, log)
  const reading = state.kind === 'deployed' ? state.reading : undefined
  const own = found?.statistics
  const notes = reading?.notes.map(({ text }) => text).join(' ')
  return [
    name,
    place,
    reading?.function.name ?? (state.kind === 'unanswered' ? state.deployed.name : undefined),
    reading?.function.region ?? (state.kind === 'known' ? 'lab' : undefined),
    reading?.memoryMb,
    own?.count,
    own?.p50Ms,
    own?.p90Ms,
    own?.p95Ms,
    own?.p99Ms,
    own?.maxMs,
    own?.initP50Ms,
    own?.initP99Ms,
    own?.coldShare,
    own?.errors,
    own?.timeouts,
    own?.peakMemoryMb,
    own?.usdPerMillion,
    found?.usdPerDay,
    found?.logUsdPerDay,
    found ? notes : reasonOf(state, source),
  ]
}

/** A spreadsheet takes what begins with one of these for a formula. */
const formula = /^[=+\-@\t\r]/

function quoted(cell: string | number | undefined): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(Number(cell.toPrecision(12)))
  const safe = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
