import { availableParallelism } from 'node:os'
import { killGroup } from './killGroup.ts'
import { PERIOD_MS } from './limiter.ts'
import { TaskClock } from './taskClock.ts'

/** With less than this left, another start is not worth its signals. */
const LEAST_MS = 0.1

/**
 * The CPU time of one process tree, handed out as a quota a period as the kernel's control groups do: what is used too
 * much is owed, what is not used is lost.
 */
export class CpuBucket {
  readonly #pid: number
  readonly #quotaMs: number
  readonly #clock: TaskClock
  /** Whether a call is at work. Between calls the tree is stopped and not looked at. */
  #isBusy = true
  #leftMs: number
  #refillAtMs: number
  #lookAtMs: number
  #isStopped = false

  constructor(pid: number, share: number, nowMs: number) {
    this.#pid = pid
    this.#quotaMs = share * PERIOD_MS
    this.#clock = new TaskClock(pid)
    this.#leftMs = this.#quotaMs
    this.#refillAtMs = nowMs + PERIOD_MS
    this.#lookAtMs = nowMs + this.#quotaMs
  }

  /** The next `step` lets a tree that has become busy go on. */
  setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy
    if (isBusy || this.#isStopped) return
    killGroup(this.#pid, 'SIGSTOP')
    this.#isStopped = true
    this.#spend(this.#clock.takeUsedMs())
  }

  /** Does what is due and returns when to be called again, in ms of `performance.now()`. */
  step(nowMs: number): number {
    if (nowMs >= this.#refillAtMs) this.#refill(nowMs)
    if (!this.#isBusy) return Number.POSITIVE_INFINITY
    if (this.#isStopped) {
      if (this.#leftMs < LEAST_MS) return this.#refillAtMs
      this.#go(nowMs)
    }
    if (nowMs >= this.#lookAtMs) this.#look(nowMs)
    return this.#isStopped ? this.#refillAtMs : this.#lookAtMs
  }

  close(): void {
    if (this.#isStopped) killGroup(this.#pid, 'SIGCONT')
    this.#clock.close()
  }

  #refill(nowMs: number): void {
    const periods = Math.floor((nowMs - this.#refillAtMs) / PERIOD_MS) + 1
    this.#refillAtMs += periods * PERIOD_MS
    this.#leftMs += periods * this.#quotaMs
    // While it runs, what it has used is not known before the next look.
    if (this.#isStopped) this.#spend(0)
  }

  /** What is above a quota was not used in its period, and is lost. */
  #spend(usedMs: number): void {
    this.#leftMs = Math.min(this.#quotaMs, this.#leftMs - usedMs)
  }

  #look(nowMs: number): void {
    const running = this.#clock.running()
    if (running === 0) {
      // Nothing to stop; what ran for a moment since the last look is accounted for.
      this.#spend(this.#clock.takeUsedMs())
      this.#lookAtMs = nowMs + Math.max(1, Math.min(this.#quotaMs, 2))
      return
    }
    // A running thread's time is brought up to date when it leaves the CPU: stop first, then read.
    killGroup(this.#pid, 'SIGSTOP')
    this.#isStopped = true
    this.#spend(this.#clock.takeUsedMs())
    if (this.#leftMs >= LEAST_MS) this.#go(nowMs, running)
  }

  #go(nowMs: number, running = 1): void {
    killGroup(this.#pid, 'SIGCONT')
    this.#isStopped = false
    this.#lookAtMs = nowMs + this.#leftMs / Math.min(running, availableParallelism())
  }
}
