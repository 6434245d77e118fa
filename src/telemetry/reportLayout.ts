import type { Invocation, InvocationStatus } from './invocation.ts'
import { isObject, type JsonObject, jsonFields, textOf, traceIdOf } from './jsonReport.ts'
import { isDuration, isMemory, isTraceId, type ReportFields, statusOf, type Writable } from './reportFields.ts'
import { textFields } from './textReport.ts'

/**
 * The order in which one kind of report has its fields. Lambda writes millions of lines in a handful of layouts, and a
 * regular expression made for one of them reads such a line several times as fast as splitting it or `JSON.parse`.
 */
export interface ReportLayout {
  readonly format: 'text' | 'json'
  /** Of the whole line: a line that matches has the same fields in the same order, none of them cut. */
  readonly pattern: RegExp
  /** Which group of the pattern a field is; 0, the whole line, for those that the line lacks. */
  readonly groups: Readonly<Record<LayoutField, number>>
  /** The pattern has it in letters: each status is a layout of its own. */
  readonly status: InvocationStatus
}

type LayoutField = Exclude<keyof ReportFields, 'status'>

const noGroups: ReportLayout['groups'] = {
  requestId: 0,
  time: 0,
  durationMs: 0,
  billedMs: 0,
  initMs: 0,
  restoreMs: 0,
  billedRestoreMs: 0,
  memoryMb: 0,
  maxMemoryUsedMb: 0,
  errorType: 0,
  xrayTraceId: 0,
}

const figure = '(\\d+(?:\\.\\d+)?)'
/** `2026-11-20T10:00:00.250Z`, as Lambda writes all its times. */
const isoTimePattern = '"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)"'

/** The layout of a text `REPORT` line; undefined for one that no other line would match. */
export function textLayout(line: string): ReportLayout | undefined {
  const found: LayoutField[] = []
  let status = 'success'
  const patterns = line.split(/([\t\n])/).map(piece => {
    const [, start = '', name = ''] = /^(REPORT )?(.+?): /.exec(piece) ?? []
    if (name === '') return escaped(piece)
    const known = textFields.get(name)
    if (known?.field === 'status') {
      status = piece.slice(`${start}${name}: `.length)
      return escaped(piece)
    }
    if (!known) return `${escaped(start + name)}: [^\\t\\n]*`
    found.push(known.field)
    return `${start}${name}: ${known.unit === undefined ? '([^\\t\\n]+)' : `${figure}${known.unit}`}`
  })
  return layout('text', patterns.join(''), found, status, line)
}

/** The layout of a `platform.report` line, which `event` was parsed from. */
export function jsonLayout(line: string, event: JsonObject): ReportLayout | undefined {
  const found: LayoutField[] = []
  let status = ''
  const pattern = patternOf(event, '')
  return layout('json', `${pattern}\\s*`, found, status, line)

  function patternOf(value: unknown, path: string): string {
    if (path === 'type') return '"platform\\.report"'
    if (Array.isArray(value)) return `\\[${value.map(item => patternOf(item, `${path}[]`)).join(',')}\\]`
    if (isObject(value))
      return `\\{${Object.entries(value)
        .map(member => memberPattern(member, path))
        .join(',')}\\}`
    const field = jsonFields.get(path)
    const pattern = field === 'time' ? isoTimePattern : scalarPattern(value)
    if (field === 'status') {
      status = textOf(value) ?? ''
      return `"${escaped(status)}"`
    }
    if (field === undefined) return pattern.replace('(', '(?:')
    found.push(field)
    return pattern
  }

  function memberPattern([name, value]: readonly [string, unknown], path: string): string {
    return `"${escaped(name)}":${patternOf(value, path === '' ? name : `${path}.${name}`)}`
  }
}

function scalarPattern(value: unknown): string {
  if (typeof value === 'number') return figure
  return typeof value === 'string' ? '"([^"\\\\]*)"' : '(true|false|null)'
}

/** Undefined when the pattern would not read the very line that it was made from: spaces, escapes, exponents. */
function layout(
  format: ReportLayout['format'],
  pattern: string,
  found: readonly LayoutField[],
  statusText: string,
  line: string,
): ReportLayout | undefined {
  const status = statusOf(statusText)
  const compiled = new RegExp(`^${pattern}$`)
  if (!status || !compiled.test(line) || new Set(found).size < found.length) return undefined
  const groups = { ...noGroups }
  for (const [index, field] of found.entries()) groups[field] = index + 1
  return { format, pattern: compiled, groups, status }
}

/** Reads a line of this layout. Undefined for a line of another one, null for a figure that cannot be. */
export function readLayout(
  { format, pattern, groups, status }: ReportLayout,
  line: string,
): Invocation | null | undefined {
  const match = pattern.exec(line)
  if (match === null) return undefined
  const durationMs = decimalOf(match[groups.durationMs])
  const billedMs = decimalOf(match[groups.billedMs])
  const memoryMb = decimalOf(match[groups.memoryMb])
  const maxMemoryUsedMb = decimalOf(match[groups.maxMemoryUsedMb])
  if (!isDuration(durationMs) || !isDuration(billedMs)) return null
  if (!isMemory(memoryMb) || !isMemory(maxMemoryUsedMb)) return null
  const requestId = match[groups.requestId] ?? ''
  const found: Writable<Invocation> = { requestId, durationMs, billedMs, memoryMb, maxMemoryUsedMb, status }
  if (groups.time > 0) found.time = isoTime(match[groups.time] ?? '')
  for (const field of optionalFigures) {
    if (groups[field] === 0) continue
    const figure = decimalOf(match[groups[field]])
    if (!isDuration(figure)) return null
    found[field] = figure
  }
  const errorType = match[groups.errorType]
  if (groups.errorType > 0 && errorType !== undefined) found.errorType = errorType
  if (groups.xrayTraceId > 0) {
    const id = match[groups.xrayTraceId]
    const traceId = format === 'text' ? id : traceIdOf(id)
    if (isTraceId(traceId)) found.xrayTraceId = traceId
  }
  return found
}

const optionalFigures = ['initMs', 'restoreMs', 'billedRestoreMs'] as const

const zero = '0'.charCodeAt(0)
const dot = '.'.charCodeAt(0)

/**
 * What the pattern `figure` matched, as a number, in half the time of `Number`. With fewer than 16 digits both sides of
 * the division are exact, so that it gives the number nearest to the text, as `Number` does.
 */
function decimalOf(text = ''): number {
  if (text.length > 15) return Number(text)
  let digits = 0
  let scale = 1
  let isFraction = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === dot) isFraction = true
    else {
      digits = digits * 10 + (code - zero)
      if (isFraction) scale *= 10
    }
  }
  return digits / scale
}

/** Of what `isoTimePattern` matched; `Date.parse`, which reads any form, would take as long as the rest of the line. */
function isoTime(text: string): number {
  const pair = (at: number) => (text.charCodeAt(at) - zero) * 10 + (text.charCodeAt(at + 1) - zero)
  const ms = pair(20) * 10 + (text.charCodeAt(22) - zero)
  return Date.UTC(pair(0) * 100 + pair(2), pair(5) - 1, pair(8), pair(11), pair(14), pair(17), ms)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
