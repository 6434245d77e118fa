import type { ReportFields } from './reportFields.ts'

/** A field of the text line: what it is called in the line and here, and its unit, if it is a figure. */
export interface TextField {
  readonly field: Exclude<keyof ReportFields, 'time'>
  readonly unit?: ' ms' | ' MB'
}

export const textFields: ReadonlyMap<string, TextField> = new Map<string, TextField>([
  ['RequestId', { field: 'requestId' }],
  ['Duration', { field: 'durationMs', unit: ' ms' }],
  ['Billed Duration', { field: 'billedMs', unit: ' ms' }],
  ['Memory Size', { field: 'memoryMb', unit: ' MB' }],
  ['Max Memory Used', { field: 'maxMemoryUsedMb', unit: ' MB' }],
  ['Init Duration', { field: 'initMs', unit: ' ms' }],
  ['Restore Duration', { field: 'restoreMs', unit: ' ms' }],
  ['Billed Restore Duration', { field: 'billedRestoreMs', unit: ' ms' }],
  ['Status', { field: 'status' }],
  ['Error Type', { field: 'errorType' }],
  ['XRAY TraceId', { field: 'xrayTraceId' }],
])

export const textReportStart = 'REPORT RequestId: '
const word = 'REPORT '

/**
 * The fields of a text `REPORT` line, found by name in any order; X-Ray ids may stand on a second line. Undefined when
 * a piece of the line is no `name: value`, which only a cut line has. Text lines tell of timeouts and crashes but not
 * of ordinary exceptions, which are `success` here.
 */
export function textReport(line: string): ReportFields | undefined {
  const fields: Record<string, string | number> = { status: 'success' }
  for (const piece of line.slice(word.length).split(/[\t\n]/)) {
    const colon = piece.indexOf(': ')
    if (colon >= 0) {
      const known = textFields.get(piece.slice(0, colon))
      const value = piece.slice(colon + 2).trimEnd()
      if (known) fields[known.field] = known.unit === undefined ? value : textFigure(value, known.unit)
    } else if (piece.trim() !== '') return undefined
  }
  return fields
}

/** NaN when unit or digits are missing, which only a cut line has. */
function textFigure(value: string, unit: string): number {
  const digits = value.endsWith(unit) ? value.slice(0, -unit.length) : ''
  return digits === '' ? Number.NaN : Number(digits)
}
