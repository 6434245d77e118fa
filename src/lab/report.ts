import type { Trace } from './trace.ts'

/** The platform's own log lines, shaped as the real service's. */

export interface ReportFailure {
  readonly status: 'error' | 'timeout'
  readonly errorType?: string
  /** The handler's own exception, which a text report does not tell. */
  readonly isOrdinary?: boolean
}

export interface ReportFigures {
  readonly requestId: string
  readonly durationMs: number
  /** Only on a cold start. */
  readonly initMs?: number
  readonly memoryMb: number
  readonly peakMb: number
  readonly failure?: ReportFailure
  /** Told only when it is sampled. */
  readonly trace: Trace
}

/** INIT is billed as well, on all managed runtimes. */
export function billedMs({ durationMs, initMs = 0 }: ReportFigures): number {
  return Math.ceil(durationMs + initMs)
}

export function reportLine(figures: ReportFigures): string {
  const { requestId, durationMs, initMs, memoryMb, peakMb, failure, trace } = figures
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs(figures)} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${peakMb} MB`,
  ]
  if (initMs !== undefined) fields.push(`Init Duration: ${initMs.toFixed(2)} ms`)
  const report = `${[...fields, ...failureFields(failure)].join('\t')}\t`
  if (!trace.isSampled) return report
  return `${report}\nXRAY TraceId: ${trace.traceId}\tSegmentId: ${trace.segmentId}\tSampled: true\t`
}

export function initReportLine(initMs: number, phase: 'init' | 'invoke', failure: ReportFailure): string {
  const fields = [`INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms`, `Phase: ${phase}`, ...failureFields(failure)]
  return `${fields.join('\t')}\t`
}

function failureFields(failure: ReportFailure | undefined): string[] {
  if (!failure || failure.isOrdinary) return []
  const status = `Status: ${failure.status}`
  return failure.errorType === undefined ? [status] : [status, `Error Type: ${failure.errorType}`]
}
