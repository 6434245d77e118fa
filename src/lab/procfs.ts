import { readdirSync, readFileSync } from 'node:fs'

/** The process and all its descendants that live; empty when it does not. Linux only. */
export function processTree(pid: number): number[] {
  const found: number[] = []
  const open = [pid]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const tasks = tasksOf(next)
    if (tasks.length > 0) found.push(next)
    for (const task of tasks) {
      const children = read(`/proc/${next}/task/${task}/children`)?.trim()
      if (children) open.push(...children.split(' ').map(Number))
    }
  }
  return found
}

/** Thread ids of a process; empty when it has ended. */
export function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** A figure of /proc/PID/status that is in kB, or 0 when the process has ended. */
export function statusKb(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const status = read(`/proc/${pid}/status`)
  return Number(status?.match(new RegExp(`^${field}:\\s+(\\d+)`, 'm'))?.[1] ?? 0)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
