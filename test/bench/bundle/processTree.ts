import { readdirSync, readFileSync } from 'node:fs'

interface ProcessFacts {
  readonly parent: number
  readonly cpuMs: number
  readonly rssMb: number
  readonly command: string
}

const tickMs = 10
const pageMb = 4096 / 2 ** 20

/** CPU time of this process and all below it, those included that have ended and were waited for. Linux only. */
export function treeCpuMs(): number {
  return [...tree().values()].reduce((sum, { cpuMs }) => sum + cpuMs, 0)
}

/** Memory of the processes below this one whose command line matches. */
export function childrenRssMb(command: RegExp): number {
  const below = [...tree()].filter(([pid, facts]) => pid !== process.pid && command.test(facts.command))
  return below.reduce((sum, [, { rssMb }]) => sum + rssMb, 0)
}

function tree(): ReadonlyMap<number, ProcessFacts> {
  const all = new Map<number, ProcessFacts>()
  for (const name of readdirSync('/proc')) {
    const facts = /^\d+$/.test(name) ? factsOf(name) : undefined
    if (facts) all.set(Number(name), facts)
  }
  const found = new Map<number, ProcessFacts>()
  const open = [process.pid]
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const facts = all.get(pid)
    if (facts) found.set(pid, facts)
    for (const [other, { parent }] of all) if (parent === pid) open.push(other)
  }
  return found
}

/** Undefined for one that has just ended. */
function factsOf(pid: string): ProcessFacts | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0)
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return { parent: Number(fields[1]), cpuMs: ticks * tickMs, rssMb: pages * pageMb, command }
  } catch {
    return undefined
  }
}
