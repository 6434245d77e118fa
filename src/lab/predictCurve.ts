import { cpuShare, PERIOD_MS } from './limiter.ts'

/** What one thread had used at a moment of a call that was not throttled. */
export interface CpuSample {
  /** Since the call began. */
  readonly atMs: number
  /** CPU time, cumulative. */
  readonly cpuMs: number
}

export interface PredictedDuration {
  readonly memoryMb: number
  readonly durationMs: number
}

interface Interval {
  readonly wallMs: number
  cpuMs: number
}

/**
 * How long one call would take with each size, from samples of one unthrottled call (about one a ms, from its begin to
 * its end): each size's quota is replayed over the call's own pattern of work and waiting. For one thread; work of
 * several threads needs a timeline of each. Sizes of more than one vCPU change nothing for it.
 */
export function predictCurve(timeline: readonly CpuSample[], sizes: readonly number[]): PredictedDuration[] {
  const intervals = intervalsOf(timeline)
  return sizes.map(memoryMb => ({ memoryMb, durationMs: replay(intervals, cpuShare(memoryMb) * PERIOD_MS) }))
}

/** The kernel may account for CPU late: more than an interval can hold was used in the ones before. */
function intervalsOf(timeline: readonly CpuSample[]): Interval[] {
  const intervals = timeline.slice(1).map((sample, index): Interval => {
    const before = timeline[index] ?? sample
    return { wallMs: sample.atMs - before.atMs, cpuMs: sample.cpuMs - before.cpuMs }
  })
  let lateMs = 0
  for (const interval of intervals.toReversed()) {
    const cpuMs = interval.cpuMs + lateMs
    interval.cpuMs = Math.min(interval.wallMs, cpuMs)
    lateMs = cpuMs - interval.cpuMs
  }
  return intervals
}

/** Work spends the quota of its period; without any left it goes on in the next. What is left at the end is lost. */
function replay(intervals: readonly Interval[], quotaMs: number): number {
  let nowMs = 0
  let leftMs = quotaMs
  let periodEndMs = PERIOD_MS
  const advanceTo = (ms: number) => {
    nowMs = ms
    if (nowMs < periodEndMs) return
    periodEndMs += (Math.floor((nowMs - periodEndMs) / PERIOD_MS) + 1) * PERIOD_MS
    leftMs = quotaMs
  }
  for (const { wallMs, cpuMs } of intervals) {
    advanceTo(nowMs + wallMs - cpuMs)
    for (let openMs = cpuMs; openMs > 1e-9; ) {
      const runMs = Math.min(openMs, leftMs, periodEndMs - nowMs)
      openMs -= runMs
      leftMs -= runMs
      advanceTo(nowMs + runMs)
      if (openMs > 1e-9 && leftMs <= 1e-9) advanceTo(periodEndMs)
    }
  }
  return nowMs
}
