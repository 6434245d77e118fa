import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** What tells a process from a later one with the same number; undefined when there is no such process. */
export function processStartTime(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = readText(`/proc/${pid}/stat`)
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = readText('/proc/sys/kernel/random/boot_id')?.trim()
    return fields === undefined ? undefined : `${boot}/${fields[19]}`
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

/** In which space process numbers count: a container that shares the temporary folder has another one. */
export function processSpace(): string {
  return process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : process.platform
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
