import type { Invocation } from './invocation.ts'

/** Epoch milliseconds: `from` inclusive, `to` exclusive. */
export interface TimeWindow {
  readonly from: number
  readonly to: number
}

/** Where the records of past calls come from. */
export interface InvocationSource {
  /**
   * The function's invocations in the window, oldest first; empty when there is no log yet. Throws a `LensError` when
   * the log cannot be read, and an `AbortError` when the signal fires.
   */
  invocations(functionName: string, window: TimeWindow, signal: AbortSignal): Promise<readonly Invocation[]>
}
