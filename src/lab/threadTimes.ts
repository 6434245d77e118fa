import { closeSync, openSync, readSync } from 'node:fs'
import { processTree, tasksOf } from './procfs.ts'
import type { ThreadTimeline } from './predictCurve.ts'

/** New threads and processes are looked for this seldom (in looks): it takes longer than a look. */
const LOOKS_PER_WALK = 8

interface Thread {
  /** Undefined once the thread has ended. */
  file: number | undefined
  readonly cpuMs: number[]
  readonly waitedMs: number[]
}

/** CPU time and waiting for a core of all threads of a process tree, at each look. */
export class ThreadTimes {
  readonly #pid: number
  readonly #threads = new Map<string, Thread>()
  readonly #buffer = Buffer.alloc(128)
  #looks = 0

  constructor(pid: number) {
    this.#pid = pid
  }

  /** A thread that began later has zeros before; one that has ended keeps what it had. */
  get threads(): readonly ThreadTimeline[] {
    return [...this.#threads.values()].map(({ cpuMs, waitedMs }) => ({ cpuMs, waitedMs }))
  }

  look(): void {
    if (this.#looks % LOOKS_PER_WALK === 0) this.#walk()
    for (const thread of this.#threads.values()) {
      const [cpuMs, waitedMs] = this.#read(thread) ?? [thread.cpuMs.at(-1) ?? 0, thread.waitedMs.at(-1) ?? 0]
      thread.cpuMs.push(cpuMs)
      thread.waitedMs.push(waitedMs)
    }
    this.#looks++
  }

  close(): void {
    for (const { file } of this.#threads.values()) if (file !== undefined) closeSync(file)
  }

  #walk(): void {
    for (const pid of processTree(this.#pid)) {
      for (const id of tasksOf(pid)) {
        const path = `/proc/${pid}/task/${id}/schedstat`
        if (this.#threads.has(path)) continue
        try {
          const zeros = () => Array.from({ length: this.#looks }, () => 0)
          this.#threads.set(path, { file: openSync(path, 'r'), cpuMs: zeros(), waitedMs: zeros() })
        } catch {
          // Ended between listing and opening.
        }
      }
    }
  }

  #read(thread: Thread): [number, number] | undefined {
    if (thread.file === undefined) return undefined
    try {
      const bytes = readSync(thread.file, this.#buffer, 0, this.#buffer.length, 0)
      const [cpuNs = 0, waitedNs = 0] = this.#buffer.toString('latin1', 0, bytes).split(' ').map(Number)
      return [cpuNs / 1e6, waitedNs / 1e6]
    } catch {
      closeSync(thread.file)
      thread.file = undefined
      return undefined
    }
  }
}
