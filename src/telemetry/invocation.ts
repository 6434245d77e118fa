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
  /** Of a SnapStart function, only where a snapshot was restored for the call. */
  readonly restoreMs?: number
  /** Part of `billedMs` already. */
  readonly billedRestoreMs?: number
  readonly memoryMb: number
  /** High-water mark of the execution environment, not of this call alone. */
  readonly maxMemoryUsedMb: number
  readonly status: InvocationStatus
  readonly errorType?: string
  /** `1-5e34a614-10bdf06ec4cb0ba110bdf06e`, of a traced call. */
  readonly xrayTraceId?: string
  /** The version that was called, where the log stream names it. */
  readonly version?: string
}

/** More than any function may run: 5,400 s on Managed Instances, and an init before it. A longer one is no duration. */
export const longestMs = 6_000_000
/** What the API knows, for Managed Instances; 10,240 elsewhere. */
export const largestMemoryMb = 32_768

/**
 * Whether the environment ended for want of memory. Lambda says so by the error type; where it only saw the process
 * killed (`Runtime.ExitError`), memory that was used to the last megabyte tells it.
 */
export function ranOutOfMemory({ errorType, maxMemoryUsedMb, memoryMb }: Invocation): boolean {
  return errorType === 'Runtime.OutOfMemory' || (errorType === 'Runtime.ExitError' && maxMemoryUsedMb >= memoryMb)
}
