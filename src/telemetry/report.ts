import type { Invocation, InvocationStatus } from './invocation.ts'

/**
 * Reads a text `REPORT` line or a JSON `platform.report` record. Fields are found by their names, in any order. A line
 * of another kind, one that was cut in two, or one that lacks a figure that every report has, is undefined: a missing
 * sample, never a zero. A text line tells of timeouts and crashes but not of ordinary exceptions, which are `success`
 * here.
 */
export function parseReport(line: string): Invocation | undefined {
  if (line.startsWith('REPORT RequestId: ')) return parseText(line)
  if (line.startsWith('{') && line.includes('platform.report')) return parseJson(line)
  return undefined
}

/** All reports in a piece of log (of one request, if given), whose first and last line may be cut. */
export function reportsOf(text: string, requestId?: string): readonly Invocation[] {
  const reports: Invocation[] = []
  for (const line of text.split('\n')) {
    const report = parseReport(line)
    if (report !== undefined && (requestId === undefined || report.requestId === requestId)) reports.push(report)
  }
  return reports
}

const statuses: ReadonlyMap<string, InvocationStatus> = new Map([
  ['success', 'success'],
  ['error', 'error'],
  ['failure', 'error'],
  ['timeout', 'timeout'],
])

function parseText(line: string): Invocation | undefined {
  const fields = textFields(line)
  if (fields === undefined) return undefined
  const figure = (name: string, unit: string) => textFigure(fields.get(name), unit)
  return invocation({
    requestId: fields.get('RequestId'),
    durationMs: figure('Duration', ' ms'),
    billedMs: figure('Billed Duration', ' ms'),
    initMs: figure('Init Duration', ' ms'),
    restoreMs: figure('Restore Duration', ' ms'),
    memoryMb: figure('Memory Size', ' MB'),
    maxMemoryUsedMb: figure('Max Memory Used', ' MB'),
    status: fields.get('Status') ?? 'success',
    errorType: fields.get('Error Type'),
  })
}

/** Undefined when a piece is no `name: value`, which only a cut line has. X-Ray ids may be on a second line: unread. */
function textFields(line: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>()
  const end = line.indexOf('\n')
  for (const piece of line.slice('REPORT '.length, end < 0 ? undefined : end).split('\t')) {
    const colon = piece.indexOf(': ')
    if (colon >= 0) fields.set(piece.slice(0, colon), piece.slice(colon + 2).trimEnd())
    else if (piece.trim() !== '') return undefined
  }
  return fields
}

/** Absent when the field is; NaN when its unit or digits are missing, which only a cut line has. */
function textFigure(value: string | undefined, unit: string): number | undefined {
  if (value === undefined) return undefined
  const digits = value.endsWith(unit) ? value.slice(0, -unit.length) : ''
  return digits === '' ? Number.NaN : Number(digits)
}

function parseJson(line: string): Invocation | undefined {
  const event = jsonValue(line)
  if (!isObject(event) || event['type'] !== 'platform.report') return undefined
  const { record } = event
  if (!isObject(record)) return undefined
  const { metrics } = record
  if (!isObject(metrics)) return undefined
  return invocation({
    time: typeof event['time'] === 'string' ? Date.parse(event['time']) : undefined,
    requestId: record['requestId'],
    durationMs: metrics['durationMs'],
    billedMs: metrics['billedDurationMs'],
    initMs: metrics['initDurationMs'],
    restoreMs: metrics['restoreDurationMs'],
    memoryMb: metrics['memorySizeMB'],
    maxMemoryUsedMb: metrics['maxMemoryUsedMB'],
    status: record['status'],
    errorType: record['errorType'],
  })
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

type Unchecked = { readonly [Name in keyof Invocation]?: unknown }

/** Undefined unless every needed figure is there, and every figure that is there is a number that can be. */
function invocation(fields: Unchecked): Invocation | undefined {
  const { requestId, durationMs, billedMs, memoryMb, maxMemoryUsedMb, initMs, restoreMs, time, errorType } = fields
  const status = typeof fields.status === 'string' ? statuses.get(fields.status) : undefined
  if (typeof requestId !== 'string' || requestId === '' || status === undefined) return undefined
  if (!isFigure(durationMs) || !isFigure(billedMs)) return undefined
  if (!isFigure(memoryMb) || !isFigure(maxMemoryUsedMb)) return undefined
  if (!isFigureOrAbsent(initMs) || !isFigureOrAbsent(restoreMs)) return undefined
  const found: Writable<Invocation> = { requestId, durationMs, billedMs, memoryMb, maxMemoryUsedMb, status }
  if (isFigure(time)) found.time = time
  if (initMs !== undefined) found.initMs = initMs
  if (restoreMs !== undefined) found.restoreMs = restoreMs
  if (typeof errorType === 'string') found.errorType = errorType
  return found
}

function isFigure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isFigureOrAbsent(value: unknown): value is number | undefined {
  return value === undefined || isFigure(value)
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
