/** Fires once all of the signals have: when nobody waits any more. `release` lets go of them. */
export function whenAllAborted(signals: readonly AbortSignal[]): { signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const look = () => {
    if (signals.every(signal => signal.aborted)) controller.abort(signals[0]?.reason)
  }
  for (const signal of signals) signal.addEventListener('abort', look)
  look()
  return {
    signal: controller.signal,
    release() {
      for (const signal of signals) signal.removeEventListener('abort', look)
    },
  }
}
