import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killGroup } from './killGroup.ts'
import { processSpace, processStartTime } from '#common/processIdentity.ts'

const PREFIX = 'lambda-lens-lab-'

/**
 * A lab's temporary folder. It also tells who would clean up after a lab that was killed what there is to clean:
 * `groups/PID` for each process group, `cgroups` with the control groups' folders. Each process is named together with
 * its start time, so that a number that was given again is never taken for the old process.
 */
export class RunFolder {
  readonly root: string

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), PREFIX))
    for (const name of ['groups', 'tmp', 'code', 'layers']) mkdirSync(join(this.root, name))
    writeFileSync(join(this.root, 'lab'), `${process.pid}\n${processStartTime(process.pid)}\n${processSpace()}`)
  }

  path(name: 'code' | 'tmp' | 'layers'): string {
    return join(this.root, name)
  }

  async make(...names: string[]): Promise<string> {
    const path = join(this.root, ...names)
    await mkdir(path, { recursive: true })
    return path
  }

  setControlGroups(folders: readonly string[]): void {
    writeFileSync(join(this.root, 'cgroups'), folders.join('\n'))
  }

  addGroup(pid: number): void {
    writeFileSync(join(this.root, 'groups', String(pid)), processStartTime(pid) ?? '')
  }

  /** Also removes the environment's temporary folder. */
  removeGroup(pid: number, tmp: string): void {
    rmSync(join(this.root, 'groups', String(pid)), { force: true })
    rmSync(tmp, { recursive: true, force: true })
  }

  /** Cleans up when this process dies, however it dies: a shell waits for the end of its input, then runs `sweep`. */
  guard(entry: string): void {
    if (process.platform === 'win32') return
    // Built-ins only: PATH may be empty, and then the guard would end, and sweep, at once.
    const script = 'while read -r _; do :; done; [ -d "$4" ] && exec "$1" "$2" "$3" "$4"'
    const args = ['-c', script, 'lambda-lens-lab-guard', process.execPath, entry, '--sweep', this.root]
    const guard = spawn('/bin/sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' })
    guard.on('error', () => {})
    guard.unref()
  }

  remove(): void {
    sweep(this.root)
  }
}

/** Removes what labs have left that are no longer alive (a guard can be killed as well). */
export function sweepDeadLabs(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const root = join(tmpdir(), name)
    const [pid, start, space] = (readText(join(root, 'lab')) ?? '').split('\n')
    if (pid && space === processSpace() && start !== processStartTime(Number(pid))) sweep(root)
  }
}

/** Kills the processes and removes the control groups and the folder of a lab. */
export function sweep(root: string): void {
  for (const name of listFolder(join(root, 'groups'))) {
    const start = readText(join(root, 'groups', name))
    if (start && start === processStartTime(Number(name))) killGroup(Number(name))
  }
  for (const folder of (readText(join(root, 'cgroups')) ?? '').split('\n')) {
    if (folder !== '') removeControlGroup(folder)
  }
  rmSync(root, { recursive: true, force: true, maxRetries: 3 })
}

/** Kills what is in a control group and below, then removes it. The kernel needs a moment to let go of the dead. */
export function removeControlGroup(folder: string): void {
  for (const name of listFolder(folder, true)) removeControlGroup(join(folder, name))
  for (let attempt = 0; attempt < 50; attempt++) {
    for (const pid of (readText(join(folder, 'cgroup.procs')) ?? '').split('\n')) {
      if (Number(pid) > 0) killOne(Number(pid))
    }
    try {
      rmdirSync(folder)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY') return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4)
    }
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Already gone.
  }
}

function listFolder(folder: string, onlyFolders = false): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter(entry => !onlyFolders || entry.isDirectory()).map(entry => entry.name)
  } catch {
    return []
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
