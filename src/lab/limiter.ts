export type LimiterName = 'cgroup2' | 'cgroup1' | 'stop-loop' | 'none'

/** Gives environments their share of CPU and memory. */
export interface Limiter {
  readonly name: LimiterName
  /** Limits of one environment; `id` is unique among the lab's environments. */
  limit(id: string, memoryMb: number): EnvironmentLimits
  close(): void
}

/** Limits of one environment's process tree. */
export interface EnvironmentLimits {
  readonly memoryMb: number
  /** Takes the process in, with memory limited and CPU not: INIT runs at full speed. */
  admit(pid: number): void
  /** From now on CPU is limited. Calling it again changes nothing. */
  throttle(): void
  /** Whether a call or an INIT is at work; without one the processes are frozen, and nothing is watched. */
  setBusy(busy: boolean): void
  /** True when the process was killed for its memory. */
  isOutOfMemory(): boolean
  /** Ends what is left of the process tree. */
  close(): void
}

/** The CPU share of a size, in vCPU. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export function cpuShare(memoryMb: number): number {
  return memoryMb / 1769
}

/** Lambda hands out CPU time in periods of this length; a longer one gives other durations for short work. */
export const PERIOD_MS = 20
