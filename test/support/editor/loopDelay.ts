import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'

/** The longest that this thread, the extension host's, was blocked while `work` ran, in milliseconds. */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 5 })
  histogram.enable()
  await work()
  histogram.disable()
  return histogram.max / 1e6
}

/** Nothing happens. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await delay(10)
}
