import type { Value } from './functions.ts'

const REQUEST_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
/** Insights counts 1 MB of Lambda's reports as 1,000,000. */
const MB = 1_000_000
/** Name in a REPORT line → field, and the field's units in one of the line's. */
const REPORT_FIELDS: Readonly<Record<string, readonly [string, number]>> = {
  Duration: ['@duration', 1],
  'Billed Duration': ['@billedDuration', 1],
  'Memory Size': ['@memorySize', MB],
  'Max Memory Used': ['@maxMemoryUsed', MB],
  'Init Duration': ['@initDuration', 1],
}

/** The fields of a log message, as Insights finds them in a function's log. */
export function discoverFields(message: string): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>()
  if (message.startsWith('{')) flatten(parse(message), '', fields)
  else discoverText(message, fields)
  return fields
}

function discoverText(message: string, fields: Map<string, Value>): void {
  const type = /^(START|END|REPORT|INIT_START|INIT_REPORT)\b/.exec(message)?.[1]
  if (type !== undefined) fields.set('@type', type)
  const requestId = REQUEST_ID.exec(message)?.[0]
  if (requestId !== undefined) fields.set('@requestId', requestId)
  if (type !== 'REPORT') return
  for (const part of message.split(/[\t\n]+/)) {
    const [name = '', text = ''] = part.split(': ', 2)
    if (name === 'XRAY TraceId') fields.set('@xrayTraceId', text)
    if (name === 'SegmentId') fields.set('@xraySegmentId', text)
    const [field, factor = 1] = REPORT_FIELDS[name] ?? []
    if (field !== undefined) fields.set(field, Number.parseFloat(text) * factor)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `{ a: { b: [1] } }` → `a.b.0`. */
function flatten(value: unknown, name: string, fields: Map<string, Value>): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) flatten(member, name === '' ? key : `${name}.${key}`, fields)
  } else if (name !== '' && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')) {
    fields.set(name, typeof value === 'boolean' ? Number(value) : value)
  }
}
