import { isObject, jsonEvent, type JsonObject, textOf, timeOf } from './jsonReport.ts'

/** What Lambda writes about an environment, besides the reports of its calls. */
export type LogRecord =
  | { readonly kind: 'initStart'; readonly time?: number; readonly initialization?: string }
  | ({ readonly kind: 'initReport'; readonly initMs: number; readonly phase?: string } & Outcome)
  | ({ readonly kind: 'restoreReport'; readonly restoreMs: number } & Outcome)
  /** Older text reports have no status; this line says it. */
  | { readonly kind: 'timedOut'; readonly requestId: string; readonly afterMs: number }

interface Outcome {
  /** `success`, `error`, `timeout`; absent in a text line when all went well. */
  readonly status?: string
  readonly errorType?: string
}

/** Undefined for reports of calls, for lines of the function itself, and for lines that were cut. */
export function parseRecord(line: string): LogRecord | undefined {
  if (line.startsWith('{')) return line.includes('"platform.') ? jsonRecord(jsonEvent(line)) : undefined
  if (line.startsWith('INIT_START ')) return { kind: 'initStart' }
  if (line.startsWith('INIT_REPORT ')) return initReport(textFieldsOf(line))
  if (line.startsWith('RESTORE_REPORT ')) return restoreReport(textFieldsOf(line))
  const timedOut = /(?:^| )([\da-f-]{36}) Task timed out after ([\d.]+) seconds/.exec(line)
  if (!timedOut?.[1]) return undefined
  return { kind: 'timedOut', requestId: timedOut[1], afterMs: Number(timedOut[2]) * 1000 }
}

function textFieldsOf(line: string): ReadonlyMap<string, string> {
  const fields = line.slice(line.indexOf(' ') + 1).split(/[\t\n]/)
  return new Map(
    fields.map(field => [field.slice(0, field.indexOf(': ')), field.slice(field.indexOf(': ') + 2).trim()]),
  )
}

function initReport(fields: ReadonlyMap<string, string>): LogRecord | undefined {
  const initMs = textMs(fields.get('Init Duration'))
  const phase = fields.get('Phase')
  return initMs === undefined
    ? undefined
    : { kind: 'initReport', initMs, ...(phase === undefined ? {} : { phase }), ...textOutcome(fields) }
}

function restoreReport(fields: ReadonlyMap<string, string>): LogRecord | undefined {
  const restoreMs = textMs(fields.get('Restore Duration'))
  return restoreMs === undefined ? undefined : { kind: 'restoreReport', restoreMs, ...textOutcome(fields) }
}

function textOutcome(fields: ReadonlyMap<string, string>): Outcome {
  return outcome(fields.get('Status'), fields.get('Error Type'))
}

function outcome(status: string | undefined, errorType: string | undefined): Outcome {
  return { ...(status === undefined ? {} : { status }), ...(errorType === undefined ? {} : { errorType }) }
}

/** `431.22 ms`. */
function textMs(value: string | undefined): number | undefined {
  const digits = /^([\d.]+) ms$/.exec(value ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function jsonRecord(event: JsonObject | undefined): LogRecord | undefined {
  const record = event?.['record']
  if (event === undefined || !isObject(record)) return undefined
  const metrics = isObject(record['metrics']) ? record['metrics'] : {}
  const ms = typeof metrics['durationMs'] === 'number' ? metrics['durationMs'] : undefined
  const ended = outcome(textOf(record['status']), textOf(record['errorType']))
  switch (event['type']) {
    case 'platform.initStart': {
      const time = timeOf(textOf(event['time']))
      const initialization = textOf(record['initializationType'])
      const known = initialization === undefined ? {} : { initialization }
      return { kind: 'initStart', ...(time === undefined ? {} : { time }), ...known }
    }
    case 'platform.initReport': {
      const phase = textOf(record['phase'])
      const known = phase === undefined ? {} : { phase }
      return ms === undefined ? undefined : { kind: 'initReport', initMs: ms, ...known, ...ended }
    }
    case 'platform.restoreReport':
      return ms === undefined ? undefined : { kind: 'restoreReport', restoreMs: ms, ...ended }
    default:
      return undefined
  }
}
