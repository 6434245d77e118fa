import { cpuShare, PERIOD_MS } from './limiter.ts'

/** What the threads of one call had used, over its time. */
export interface CpuTimeline {
  /** Since the call began, ascending: its begin, its end, and about each ms between. */
  readonly atMs: readonly number[]
  readonly threads: readonly ThreadTimeline[]
}

/** Of one thread, cumulative, at each moment of the timeline. */
export interface ThreadTimeline {
  readonly cpuMs: readonly number[]
  /** Ready to run, while the machine's cores were taken by others. */
  readonly waitedMs: readonly number[]
}

export interface PredictedDuration {
  readonly memoryMb: number
  readonly durationMs: number
}

interface Step {
  /** Nobody could run: a timer, the network, the disk. */
  readonly idleMs: number
  /** The work of all threads. */
  readonly cpuMs: number
  /** How many of them work at once. */
  readonly threads: number
}

/** Lambda shows two cores to functions of less than two cores' worth of memory. */
const LEAST_CORES = 2

/**
 * How long one call would take with each size, from the timeline of one that was not throttled: each size's quota is
 * replayed over the call's own pattern of work and waiting. When the quota is used up all threads stop, so between two
 * moments they go on together. What a thread waited for this machine's cores it need not wait for on others.
 */
export function predictCurve(timeline: CpuTimeline, sizes: readonly number[]): PredictedDuration[] {
  const steps = stepsOf(timeline)
  return sizes.map(memoryMb => ({ memoryMb, durationMs: replay(steps, cpuShare(memoryMb)) }))
}

/** Of the time in which any thread works: how many do so on average. 1 for a call of one thread, or without work. */
export function parallelism(timeline: CpuTimeline): number {
  const steps = stepsOf(timeline)
  const cpuMs = steps.reduce((sum, step) => sum + step.cpuMs, 0)
  const busyMs = steps.reduce((sum, step) => sum + step.cpuMs / step.threads, 0)
  return busyMs === 0 ? 1 : cpuMs / busyMs
}

function stepsOf({ atMs, threads }: CpuTimeline): Step[] {
  const wallMs = increments(atMs)
  const work = threads.map(({ cpuMs, waitedMs }) => {
    const runs = pushedBack(increments(cpuMs), wallMs)
    const room = wallMs.map((wall, index) => wall - (runs[index] ?? 0))
    return { runs, waits: pushedBack(increments(waitedMs), room) }
  })
  return wallMs.map((wall, index) => {
    let [cpuMs, readyMs, longestMs] = [0, 0, 0]
    for (const { runs, waits } of work) {
      const [runMs = 0, waitMs = 0] = [runs[index], waits[index]]
      cpuMs += runMs
      // A thread that waits for a core would run beside the others.
      readyMs += runMs + waitMs
      longestMs = Math.max(longestMs, runMs + waitMs)
    }
    return { idleMs: wall - longestMs, cpuMs, threads: longestMs === 0 ? 1 : readyMs / longestMs }
  })
}

function increments(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - (values[index] ?? value))
}

/** The kernel accounts for time late: more than fits between two moments was used before them. */
function pushedBack(amounts: readonly number[], room: readonly number[]): number[] {
  const result = [...amounts]
  let lateMs = 0
  for (let index = result.length - 1; index >= 0; index--) {
    const amount = (result[index] ?? 0) + lateMs
    const fitting = Math.min(amount, room[index] ?? 0)
    result[index] = fitting
    lateMs = amount - fitting
  }
  return result
}

/** Work spends the quota of its period; without any left it goes on in the next. What is left at the end is lost. */
function replay(steps: readonly Step[], share: number): number {
  const cores = Math.max(LEAST_CORES, Math.ceil(share))
  const quotaMs = share * PERIOD_MS
  let nowMs = 0
  let leftMs = quotaMs
  let periodEndMs = PERIOD_MS
  const advanceTo = (ms: number) => {
    nowMs = ms
    if (nowMs < periodEndMs) return
    periodEndMs += (Math.floor((nowMs - periodEndMs) / PERIOD_MS) + 1) * PERIOD_MS
    leftMs = quotaMs
  }
  for (const { idleMs, cpuMs, threads } of steps) {
    advanceTo(nowMs + idleMs)
    // Of CPU time in a ms.
    const rate = Math.min(threads, cores)
    for (let openMs = cpuMs; openMs > 1e-9; ) {
      const spentMs = Math.min(openMs, leftMs, (periodEndMs - nowMs) * rate)
      openMs -= spentMs
      leftMs -= spentMs
      advanceTo(nowMs + spentMs / rate)
      if (openMs > 1e-9 && leftMs <= 1e-9) advanceTo(periodEndMs)
    }
  }
  return nowMs
}
