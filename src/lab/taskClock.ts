import { closeSync, openSync, readSync } from 'node:fs'
import { processTree, tasksOf } from './procfs.ts'

interface Task {
  readonly schedstat: number
  readonly stat: number
  usedNs: number
  /** What schedstat said when the thread was last seen asleep: the same text means that it has not run since. */
  asleepAt: string
}

/** The tree is walked for new processes this seldom (in looks); threads are found at each look. */
const LOOKS_PER_WALK = 8

/** CPU time and state of all threads of a process tree, read from /proc through files that stay open. */
export class TaskClock {
  readonly #pid: number
  readonly #tasks = new Map<string, Task>()
  readonly #buffer = Buffer.alloc(1024)
  #pids: readonly number[]
  #looks = 0

  constructor(pid: number) {
    this.#pid = pid
    this.#pids = [pid]
    this.#refresh()
    // What was used before is not counted.
    this.takeUsedMs()
  }

  /** How many threads are running or ready to. */
  running(): number {
    let count = 0
    this.#refresh()
    for (const [path, task] of this.#tasks) {
      const times = this.#read(task.schedstat)
      if (times === undefined) this.#forget(path, task)
      else if (times !== task.asleepAt) {
        const stat = this.#read(task.stat) ?? ''
        if (stat[stat.lastIndexOf(')') + 2] === 'R') count++
        else task.asleepAt = times
      }
    }
    return count
  }

  /** CPU time since this was asked last, of the threads that `running` found; exact for those that do not run. */
  takeUsedMs(): number {
    let sumNs = 0
    for (const [path, task] of this.#tasks) {
      const times = this.#read(task.schedstat)
      if (times === undefined) {
        this.#forget(path, task)
        continue
      }
      const usedNs = Number(times.slice(0, times.indexOf(' ')))
      sumNs += usedNs - task.usedNs
      task.usedNs = usedNs
    }
    return sumNs / 1e6
  }

  close(): void {
    for (const [path, task] of this.#tasks) this.#forget(path, task)
  }

  #refresh(): void {
    if (this.#looks++ % LOOKS_PER_WALK === 0) this.#pids = processTree(this.#pid)
    for (const pid of this.#pids) {
      for (const id of tasksOf(pid)) {
        const path = `/proc/${pid}/task/${id}`
        if (!this.#tasks.has(path)) this.#open(path)
      }
    }
  }

  #open(path: string): void {
    try {
      const schedstat = openSync(`${path}/schedstat`, 'r')
      const stat = openSync(`${path}/stat`, 'r')
      this.#tasks.set(path, { schedstat, stat, usedNs: 0, asleepAt: '' })
    } catch {
      // Ended between listing and opening.
    }
  }

  #read(file: number): string | undefined {
    try {
      return this.#buffer.toString('latin1', 0, readSync(file, this.#buffer, 0, this.#buffer.length, 0)) || undefined
    } catch {
      return undefined
    }
  }

  #forget(path: string, task: Task): void {
    this.#tasks.delete(path)
    closeSync(task.schedstat)
    closeSync(task.stat)
  }
}
