import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gives this process, the lab and all that it will start the right of way over other work of the machine, where that is
 * allowed (Linux, root): what is measured are the lab's shares, not its neighbours. False where it is not.
 */
export function takeRightOfWay(labPid: number): boolean {
  try {
    for (const pid of [process.pid, labPid])
      for (const thread of readdirSync(`/proc/${pid}/task`))
        setPriority(Number(thread), constants.priority.PRIORITY_HIGHEST)
    for (const [file, most] of weights(labPid)) if (existsSync(file)) writeFileSync(file, most)
    return true
  } catch {
    return false
  }
}

/** To a function's process as well, where the kernel groups processes by session: then their priorities do not count. */
export function giveRightOfWay(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_HIGHEST))
  } catch {
    // Not on Linux, or not allowed: `takeRightOfWay` has told.
  }
}

/** A control group stands among other processes with its own weight, whatever the priority of those within. */
function weights(labPid: number): [string, string][] {
  const names = readdirSync(tmpdir()).filter(name => name.startsWith('lambda-lens-lab-'))
  const own = names.filter(name => firstLine(join(tmpdir(), name, 'lab')) === String(labPid))
  const folders = own.flatMap(name => (firstLine(join(tmpdir(), name, 'cgroups')) ?? '').split('\n'))
  return folders
    .filter(folder => folder !== '')
    .flatMap(folder => [
      [join(folder, 'cpu.shares'), '262144'],
      [join(folder, 'cpu.weight'), '10000'],
    ])
}

function firstLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n')[0]
  } catch {
    return undefined
  }
}
