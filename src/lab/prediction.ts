/** What the lab answers to `POST /lab/2026-11-21/functions/NAME/prediction`. Times in ms, memory in MB. */
export interface Prediction {
  /** The first of them started the environment. */
  readonly calls: readonly PredictedCall[]
  /** The call that failed, which ends the prediction. */
  readonly failure?: { readonly functionError: string; readonly payload: string; readonly logTail: string }
}

/** One call that was not throttled, and how long it would take at each size. */
export interface PredictedCall {
  /** Of a call that started its environment. INIT has the full share at every size. */
  readonly initMs?: number
  readonly durationMs: number
  /** Of all threads. */
  readonly cpuMs: number
  /** How many threads work at once, on average over the time in which any does. */
  readonly parallelism: number
  /** High-water mark of the environment. */
  readonly peakMb: number
  readonly sizes: readonly PredictedSize[]
}

export interface PredictedSize {
  readonly memoryMb: number
  readonly durationMs: number
  /** The call has several threads, and the size more cores than this machine: it can be predicted only. */
  readonly isBeyondMachine: boolean
}

/** Path of a function's prediction, below the lab's endpoint. */
export function predictionPath(functionName: string): string {
  return `/lab/2026-11-21/functions/${encodeURIComponent(functionName)}/prediction`
}
