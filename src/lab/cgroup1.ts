import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ControlGroupLayout } from './controlGroups.ts'
import { removeControlGroup } from './runFolder.ts'

/** Version 1 of control groups, if this process may use its cpu controller; undefined otherwise. */
export function findCgroup1(labName: string): ControlGroupLayout | undefined {
  const cpu = ownFolder('cpu')
  if (cpu === undefined) return undefined
  const memory = ownFolder('memory')
  const layout = layoutOf(join(cpu, labName), memory === undefined ? undefined : join(memory, labName))
  try {
    mkdirSync(layout.cpuFolder)
    layout.writeQuota(layout.cpuFolder, -1, 20_000)
  } catch {
    removeControlGroup(layout.cpuFolder)
    return undefined
  }
  try {
    if (layout.memoryFolder !== undefined) mkdirSync(layout.memoryFolder)
    return layout
  } catch {
    return layoutOf(layout.cpuFolder, undefined)
  }
}

function layoutOf(cpuFolder: string, memoryFolder: string | undefined): ControlGroupLayout {
  return {
    name: 'cgroup1',
    cpuFolder,
    ...(memoryFolder === undefined ? {} : { memoryFolder }),
    killsFile: 'memory.oom_control',
    writeQuota(folder, quotaUs, periodUs) {
      writeFileSync(join(folder, 'cpu.cfs_period_us'), String(periodUs))
      writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quotaUs))
    },
    writeMemory(folder, bytes) {
      writeFileSync(join(folder, 'memory.limit_in_bytes'), String(bytes))
    },
  }
}

/** The folder of this process in a controller's hierarchy. */
function ownFolder(controller: string): string | undefined {
  const mounts = readLines('/proc/self/mounts').map(line => line.split(' '))
  const mount = mounts.find(([, , type, options]) => type === 'cgroup' && options?.split(',').includes(controller))?.[1]
  const groups = readLines('/proc/self/cgroup').map(line => line.split(':'))
  const path = groups.find(([, controllers]) => controllers?.split(',').includes(controller))?.[2]
  return mount === undefined || path === undefined ? undefined : join(mount, path)
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}
