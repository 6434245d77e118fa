import { isObject, type JsonObject, jsonFields, traceIdOf } from './jsonReport.ts'
import type { ReportFields } from './reportFields.ts'
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
  readonly groups: Readonly<Record<keyof ReportFields, number>>
}

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
  status: 0,
  errorType: 0,
  xrayTraceId: 0,
}

const figure = '(\\d+(?:\\.\\d+)?)'
/** `2026-11-20T10:00:00.250Z`, as Lambda writes all its times. */
const isoTimePattern = '"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)"'

/** The layout of a text `REPORT` line; undefined for one that no other line would match. */
export function textLayout(line: string): ReportLayout | undefined {
  const found: (keyof ReportFields)[] = []
  const patterns = line.split(/([\t\n])/).map(piece => {
    const [, start = '', name = ''] = /^(REPORT )?(.+?): /.exec(piece) ?? []
    if (name === '') return escaped(piece)
    const known = textFields.get(name)
    if (!known) return `${escaped(start + name)}: [^\\t\\n]*`
    found.push(known.field)
    return `${start}${name}: ${known.unit === undefined ? '([^\\t\\n]+)' : `${figure}${known.unit}`}`
  })
  return layout('text', patterns.join(''), found, line)
}

/** The layout of a `platform.report` line, which `event` was parsed from. */
export function jsonLayout(line: string, event: JsonObject): ReportLayout | undefined {
  const found: (keyof ReportFields)[] = []
  return layout('json', `${patternOf(event, '')}\\s*`, found, line)

  function patternOf(value: unknown, path: string): string {
    if (path === 'type') return '"platform\\.report"'
    if (Array.isArray(value)) return `\\[${value.map(item => patternOf(item, `${path}[]`)).join(',')}\\]`
    if (isObject(value))
      return `\\{${Object.entries(value)
        .map(member => memberPattern(member, path))
        .join(',')}\\}`
    const field = jsonFields.get(path)
    const pattern = field === 'time' ? isoTimePattern : scalarPattern(value)
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
  found: readonly (keyof ReportFields)[],
  line: string,
): ReportLayout | undefined {
  const compiled = new RegExp(`^${pattern}$`)
  if (!compiled.test(line) || new Set(found).size < found.length) return undefined
  const groups = { ...noGroups }
  for (const [index, field] of found.entries()) groups[field] = index + 1
  return { format, pattern: compiled, groups }
}

/** The fields of a line of this layout; undefined for a line of another one. */
export function readLayout({ format, pattern, groups }: ReportLayout, line: string): ReportFields | undefined {
  const match = pattern.exec(line)
  if (match === null) return undefined
  const isText = format === 'text'
  return {
    requestId: textAt(match, groups.requestId),
    time: groups.time === 0 ? undefined : isoTime(match[groups.time]),
    durationMs: figureAt(match, groups.durationMs),
    billedMs: figureAt(match, groups.billedMs),
    initMs: figureAt(match, groups.initMs),
    restoreMs: figureAt(match, groups.restoreMs),
    billedRestoreMs: figureAt(match, groups.billedRestoreMs),
    memoryMb: figureAt(match, groups.memoryMb),
    maxMemoryUsedMb: figureAt(match, groups.maxMemoryUsedMb),
    status: groups.status === 0 && isText ? 'success' : textAt(match, groups.status),
    errorType: textAt(match, groups.errorType),
    xrayTraceId: isText ? textAt(match, groups.xrayTraceId) : traceIdOf(textAt(match, groups.xrayTraceId)),
  }
}

function textAt(match: RegExpExecArray, group: number): string | undefined {
  return group === 0 ? undefined : match[group]
}

function figureAt(match: RegExpExecArray, group: number): number | undefined {
  const text = group === 0 ? undefined : match[group]
  return text === undefined ? undefined : decimalOf(text)
}

const zero = '0'.charCodeAt(0)
const dot = '.'.charCodeAt(0)

/**
 * What the pattern `figure` matched, as a number, in half the time of `Number`. With fewer than 16 digits both sides of
 * the division are exact, so that it gives the number nearest to the text, as `Number` does.
 */
function decimalOf(text: string): number {
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
function isoTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const pair = (at: number) => (text.charCodeAt(at) - zero) * 10 + (text.charCodeAt(at + 1) - zero)
  const ms = pair(20) * 10 + (text.charCodeAt(22) - zero)
  return Date.UTC(pair(0) * 100 + pair(2), pair(5) - 1, pair(8), pair(11), pair(14), pair(17), ms)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
