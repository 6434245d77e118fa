import { basename } from 'node:path'
import { LensError } from '#common/errors.ts'
import { findCgroup1 } from './cgroup1.ts'
import { findCgroup2 } from './cgroup2.ts'
import { type ControlGroupLayout, ControlGroups, foldersOf } from './controlGroups.ts'
import type { Limiter, LimiterName } from './limiter.ts'
import type { RunFolder } from './runFolder.ts'
import { StopLoop } from './stopLoop.ts'
import { Unlimited } from './unlimited.ts'

const NAMES: readonly LimiterName[] = ['cgroup2', 'cgroup1', 'stop-loop', 'none']

/**
 * The best limiter of this machine, or the one that `wanted` names. Throws a `LensError` when that one does not work
 * here. `entry` is the script to run as a worker.
 */
export async function chooseLimiter(wanted: string | undefined, folder: RunFolder, entry: string): Promise<Limiter> {
  const isLinux = process.platform === 'linux'
  const names = wanted === undefined ? NAMES : NAMES.filter(name => name === wanted)
  for (const name of names) {
    const layout = isLinux ? controlGroups(name, basename(folder.root)) : undefined
    if (layout) {
      folder.setControlGroups(foldersOf(layout))
      return new ControlGroups(layout)
    }
    if (name === 'stop-loop' && isLinux) return StopLoop.start(entry)
    if (name === 'none') return new Unlimited()
  }
  const message = `The limiter ${wanted} cannot be used on this machine.`
  throw new LensError('lab-limiter', message, `Leave --limiter away, or choose of ${NAMES.join(', ')}.`)
}

function controlGroups(name: LimiterName, labName: string): ControlGroupLayout | undefined {
  if (name === 'cgroup2') return findCgroup2(labName)
  return name === 'cgroup1' ? findCgroup1(labName) : undefined
}
