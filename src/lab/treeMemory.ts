import { processTree, statusKb } from './procfs.ts'

/** The tree is walked for new processes this seldom: it takes longer than a short call. */
const WALK_EVERY_MS = 100

/** Memory of a process and its descendants. Linux only: 0 elsewhere. */
export class TreeMemory {
  readonly #pid: number
  #pids: readonly number[] = []
  #walkedAtMs = Number.NEGATIVE_INFINITY

  constructor(pid: number) {
    this.#pid = pid
  }

  /** The sum over all processes, of memory in use now (VmRSS) or at its height (VmHWM). */
  kb(field: 'VmRSS' | 'VmHWM'): number {
    if (process.platform !== 'linux') return 0
    const nowMs = performance.now()
    if (nowMs >= this.#walkedAtMs + WALK_EVERY_MS) {
      this.#pids = processTree(this.#pid)
      this.#walkedAtMs = nowMs
    }
    return this.#pids.reduce((sum, pid) => sum + statusKb(pid, field), 0)
  }
}
