import { randomUUID } from 'node:crypto'
import type { Invocation } from '#telemetry/invocation.ts'
import type { LoggedEvent } from './loggedLab.ts'

export type LoggedCall = Omit<Invocation, 'requestId'> & { readonly requestId?: string }

/** A call's text `REPORT` line. */
export function textReportLine(call: LoggedCall): string {
  const { requestId = randomUUID(), durationMs, billedMs, memoryMb, maxMemoryUsedMb, initMs, status, errorType } = call
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${maxMemoryUsedMb} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(status === 'success' ? [] : [`Status: ${status}`]),
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
  ]
  return `${fields.join('\t')}\t\n`
}

/** A call's `platform.report` record. */
export function jsonReportLine(call: LoggedCall): string {
  const { requestId = randomUUID(), time, status, errorType, initMs } = call
  const metrics = {
    durationMs: call.durationMs,
    billedDurationMs: call.billedMs,
    memorySizeMB: call.memoryMb,
    maxMemoryUsedMB: call.maxMemoryUsedMb,
    ...(initMs === undefined ? {} : { initDurationMs: initMs }),
  }
  const record = { requestId, metrics, status, ...(errorType === undefined ? {} : { errorType }) }
  return `${JSON.stringify({ time: new Date(time ?? 0).toISOString(), type: 'platform.report', record })}\n`
}

export function initStartLine(format: 'text' | 'json', time: number): string {
  if (format === 'text') return 'INIT_START Runtime Version: nodejs:24.v1\tRuntime Version ARN: arn:aws:lambda\n'
  const record = { initializationType: 'on-demand', phase: 'init' }
  return `${JSON.stringify({ time: new Date(time).toISOString(), type: 'platform.initStart', record })}\n`
}

/** Events of the calls, all in one stream of one log group. */
export function logOf(
  group: string,
  format: 'text' | 'json',
  calls: readonly (LoggedCall & { readonly time: number })[],
  stream = '2026/11/20/[$LATEST]0123456789abcdef0123456789abcdef',
): LoggedEvent[] {
  const line = format === 'text' ? textReportLine : jsonReportLine
  return calls.map(call => ({ group, stream, time: call.time, message: line(call) }))
}
