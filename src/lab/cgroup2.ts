import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ControlGroupLayout } from './controlGroups.ts'
import { removeControlGroup } from './runFolder.ts'

/**
 * Version 2 of control groups, if some group above this process is delegated to its user with the cpu controller
 * (systemd does so below `user@UID.service`); undefined otherwise. The lab's group is a sibling of the group that this
 * process is in, since a group with processes cannot have limited groups within.
 */
export function findCgroup2(labName: string, mount = mountPoint(), own = ownPath()): ControlGroupLayout | undefined {
  if (mount === undefined || own === undefined) return undefined
  const top = dirname(mount)
  for (let parent = join(mount, own); parent !== top; parent = dirname(parent)) {
    const folder = join(parent, labName)
    if (enable(parent) && create(folder) && enable(folder) && canMoveInto(folder)) return layoutOf(folder)
    removeControlGroup(folder)
  }
  return undefined
}

function layoutOf(folder: string): ControlGroupLayout {
  return {
    name: 'cgroup2',
    cpuFolder: folder,
    ...(controllers(folder, 'cgroup.subtree_control').includes('memory') ? { memoryFolder: folder } : {}),
    killsFile: 'memory.events',
    writeQuota(group, quotaUs, periodUs) {
      writeFileSync(join(group, 'cpu.max'), `${quotaUs < 0 ? 'max' : quotaUs} ${periodUs}`)
    },
    writeMemory(group, bytes) {
      writeFileSync(join(group, 'memory.max'), String(bytes))
      // Lambda has no swap.
      tryWrite(join(group, 'memory.swap.max'), '0')
    },
  }
}

/** Passes the cpu controller, and memory where it can, on to the groups within. */
function enable(folder: string): boolean {
  const isOn = () => controllers(folder, 'cgroup.subtree_control').includes('cpu')
  if (!controllers(folder, 'cgroup.controllers').includes('cpu')) return false
  if (!isOn()) tryWrite(join(folder, 'cgroup.subtree_control'), '+cpu')
  if (isOn()) tryWrite(join(folder, 'cgroup.subtree_control'), '+memory')
  return isOn()
}

function create(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

/** Moving needs rights on the nearest common group as well, which only a try tells. */
function canMoveInto(folder: string): boolean {
  const probe = join(folder, 'probe')
  if (!create(probe)) return false
  const moved = spawnSync('/bin/sh', ['-c', 'echo $$ > "$0/cgroup.procs"', probe], { stdio: 'ignore' }).status === 0
  removeControlGroup(probe)
  return moved
}

function controllers(folder: string, file: 'cgroup.controllers' | 'cgroup.subtree_control'): string[] {
  return (read(join(folder, file)) ?? '').trim().split(' ')
}

function mountPoint(): string | undefined {
  const mounts = (read('/proc/self/mounts') ?? '').split('\n').map(line => line.split(' '))
  return mounts.find(([, , type]) => type === 'cgroup2')?.[1]
}

function ownPath(): string | undefined {
  return /^0::(.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1]
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function tryWrite(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch {
    // Not delegated; the caller looks at what is there.
  }
}
