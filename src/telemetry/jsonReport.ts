import type { ReportFields } from './reportFields.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** Where a `platform.report` event has its fields. */
export const jsonFields: ReadonlyMap<string, keyof ReportFields> = new Map<string, keyof ReportFields>([
  ['time', 'time'],
  ['record.requestId', 'requestId'],
  ['record.status', 'status'],
  ['record.errorType', 'errorType'],
  ['record.metrics.durationMs', 'durationMs'],
  ['record.metrics.billedDurationMs', 'billedMs'],
  ['record.metrics.memorySizeMB', 'memoryMb'],
  ['record.metrics.maxMemoryUsedMB', 'maxMemoryUsedMb'],
  ['record.metrics.initDurationMs', 'initMs'],
  ['record.metrics.restoreDurationMs', 'restoreMs'],
  ['record.metrics.billedRestoreDurationMs', 'billedRestoreMs'],
  ['record.tracing.value', 'xrayTraceId'],
])

/** The object that a line of JSON is; undefined for a line that was cut, and for anything else. */
export function jsonEvent(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * The fields of a `platform.report` event; undefined for other events.
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export function jsonReport(event: JsonObject): ReportFields | undefined {
  if (event['type'] !== 'platform.report') return undefined
  const fields: Record<string, string | number | undefined> = {}
  for (const [path, field] of jsonFields) {
    const value = valueAt(event, path)
    if (value !== undefined) fields[field] = jsonField(field, value)
  }
  return fields
}

/** What the field's value in the record means; NaN for a figure that is none. */
function jsonField(field: keyof ReportFields, value: unknown): string | number | undefined {
  const text = textOf(value)
  switch (field) {
    case 'requestId':
    case 'status':
    case 'errorType':
      return text
    case 'time':
      return timeOf(text)
    case 'xrayTraceId':
      return traceIdOf(text)
    default:
      return typeof value === 'number' ? value : Number.NaN
  }
}

/** Epoch milliseconds; undefined for what is no time. */
export function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

/** `Root=1-5e34a614-10bdf06ec4cb0ba110bdf06e;Parent=…;Sampled=1` → its root. */
export function traceIdOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /(?:^|;)Root=([^;]+)/.exec(header)?.[1]
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null
}

function valueAt(event: JsonObject, path: string): unknown {
  let value: unknown = event
  for (const name of path.split('.')) value = isObject(value) ? value[name] : undefined
  return value
}
