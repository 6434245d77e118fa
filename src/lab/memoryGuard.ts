import { killGroup } from './killGroup.ts'
import { processTree, statusKb } from './procfs.ts'

/** Between two looks at the memory in use: a process can take about 10 MB in this time. */
const LOOK_EVERY_MS = 10
/** New processes of the tree are looked for this seldom. */
const LOOKS_PER_WALK = 10

/** Kills a process tree that uses more than its memory, where no control group does. Does nothing but on Linux. */
export class MemoryGuard {
  readonly #limitKb: number
  #pid: number | undefined
  #pids: readonly number[] = []
  #looks = 0
  #timer: NodeJS.Timeout | undefined
  hasKilled = false

  constructor(memoryMb: number) {
    this.#limitKb = memoryMb * 1024
  }

  watch(pid: number): void {
    this.#pid = pid
    this.setBusy(true)
  }

  setBusy(busy: boolean): void {
    clearInterval(this.#timer)
    if (busy && process.platform === 'linux') this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  #look(): void {
    if (this.#pid === undefined) return
    if (this.#looks++ % LOOKS_PER_WALK === 0) this.#pids = processTree(this.#pid)
    const usedKb = this.#pids.reduce((sum, pid) => sum + statusKb(pid, 'VmRSS'), 0)
    if (usedKb <= this.#limitKb) return
    this.hasKilled = true
    this.setBusy(false)
    killGroup(this.#pid)
  }
}
