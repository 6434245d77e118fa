import type { Trace } from '../traceCosts.ts'

/**
 * The self times that `python -X importtime` writes, in ms by module:
 * `import time: self [us] | cumulative | imported package`.
 */
export function importTimes(stderr: string): Trace['modules'] {
  const times = new Map<string, number>()
  for (const [, micros = '0', name = ''] of stderr.matchAll(/^import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)\s*$/gm)) {
    times.set(name, (times.get(name) ?? 0) + Number(micros) / 1000)
  }
  return [...times]
}
