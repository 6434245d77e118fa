import type { FunctionVersion } from './labFunction.ts'
import { type LogLevel, passes } from './logging.ts'
import { billedMs, initReportLine, type ReportFailure, type ReportFigures, reportLine } from './report.ts'
import { type Trace, traceHeader } from './trace.ts'

export type InitializationType = 'on-demand' | 'provisioned-concurrency'
export type InitPhase = 'init' | 'invoke'

/** What the platform itself writes into a function's log. */
export interface PlatformLog {
  /** `runtime` names the runtime and what runs it here. */
  initStart(runtime: string, type: InitializationType): void
  /** Only for an INIT that failed. */
  initReport(initMs: number, phase: InitPhase, failure: ReportFailure): void
  start(requestId: string): void
  /** The process has ended during a call. */
  exited(errorType: string, text: string): void
  timedOut(requestId: string, text: string): void
  end(requestId: string): void
  report(figures: ReportFigures): void
}

/** In the format that the function's LoggingConfig asks for. */
export function platformLog(version: FunctionVersion, write: (line: string) => void): PlatformLog {
  const { logging } = version.settings
  if (logging.format === 'JSON') return jsonLog(version, logging.systemLevel, write)
  return {
    initStart: runtime => write(`INIT_START Runtime Version: ${runtime}`),
    initReport: (initMs, phase, failure) => write(initReportLine(initMs, phase, failure)),
    start: requestId => write(`START RequestId: ${requestId} Version: ${version.version}`),
    exited: (errorType, text) => write(`${text}\r${errorType}`),
    timedOut: (requestId, text) => write(`${new Date().toISOString()} ${requestId} ${text}\n`),
    end: requestId => write(`END RequestId: ${requestId}`),
    report: figures => write(reportLine(figures)),
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
function jsonLog(version: FunctionVersion, leastLevel: LogLevel, write: (line: string) => void): PlatformLog {
  const event = (level: LogLevel, type: string, record: object) => {
    if (passes(level, leastLevel))
      write(JSON.stringify({ time: new Date().toISOString(), type: `platform.${type}`, record }))
  }
  return {
    initStart(runtimeVersion, initializationType) {
      const { name: functionName, version: functionVersion } = version
      const record = { initializationType, phase: 'init', runtimeVersion, functionName, functionVersion }
      event('INFO', 'initStart', record)
    },
    initReport(initMs, phase, failure) {
      event('WARN', 'initReport', { phase, ...outcomeOf(failure), metrics: { durationMs: rounded(initMs) } })
    },
    start: requestId => event('INFO', 'start', { requestId, version: version.version }),
    // The report says so, with its status and error type.
    exited() {},
    timedOut() {},
    end() {},
    report(figures) {
      const { requestId, durationMs, initMs, memoryMb, peakMb, failure, trace } = figures
      const metrics = {
        durationMs: rounded(durationMs),
        billedDurationMs: billedMs(figures),
        memorySizeMB: memoryMb,
        maxMemoryUsedMB: peakMb,
        ...(initMs === undefined ? {} : { initDurationMs: rounded(initMs) }),
      }
      event(failure ? 'WARN' : 'INFO', 'report', { requestId, metrics, ...tracingOf(trace), ...outcomeOf(failure) })
    },
  }
}

function outcomeOf(failure: ReportFailure | undefined) {
  if (!failure) return { status: 'success' }
  const { status, errorType } = failure
  return errorType === undefined ? { status } : { status, errorType }
}

function tracingOf(trace: Trace) {
  if (!trace.isSampled) return {}
  return { tracing: { spanId: trace.segmentId, type: 'X-Amzn-Trace-Id', value: traceHeader(trace) } }
}

/** To the microsecond. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
