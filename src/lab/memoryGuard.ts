import { killGroup } from './killGroup.ts'
import { TreeMemory } from './treeMemory.ts'

/** Between two looks at the memory in use: a process can take about 10 MB in this time. */
const LOOK_EVERY_MS = 10

/** Kills a process tree that uses more than its memory, where no control group does. Does nothing but on Linux. */
export class MemoryGuard {
  readonly #limitKb: number
  #pid: number | undefined
  #memory: TreeMemory | undefined
  #timer: NodeJS.Timeout | undefined
  hasKilled = false

  constructor(memoryMb: number) {
    this.#limitKb = memoryMb * 1024
  }

  watch(pid: number): void {
    this.#pid = pid
    this.#memory = new TreeMemory(pid)
    this.setBusy(true)
  }

  setBusy(busy: boolean): void {
    clearInterval(this.#timer)
    if (busy && process.platform === 'linux') this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  #look(): void {
    if (this.#pid === undefined || !this.#memory || this.#memory.kb('VmRSS') <= this.#limitKb) return
    this.hasKilled = true
    this.setBusy(false)
    killGroup(this.#pid)
  }
}
