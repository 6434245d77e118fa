export type InvocationStatus = 'success' | 'error' | 'timeout'

/** One call's record, as its REPORT line or `platform.report` told it. An absent figure was not in the log. */
export interface Invocation {
  readonly requestId: string
  /** Epoch milliseconds of the report, where the log event has a time. */
  readonly time?: number
  readonly durationMs: number
  readonly billedMs: number
  /** Only on a cold start. */
  readonly initMs?: number
  readonly restoreMs?: number
  readonly memoryMb: number
  /** High-water mark of the execution environment, not of this call alone. */
  readonly maxMemoryUsedMb: number
  readonly status: InvocationStatus
  readonly errorType?: string
  /** The version that was called, where the log stream names it. */
  readonly version?: string
}
