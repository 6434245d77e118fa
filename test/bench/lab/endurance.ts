import { readdirSync, readFileSync } from 'node:fs'
import { type TestLab } from '../../unit/lab/testLab.ts'
import { round, say } from './figures.ts'

const answering = {
  'index.js':
    'exports.handler = async ({ waitMs = 0 }) => { await new Promise(go => setTimeout(go, waitMs)); return process.pid }',
}

/** What a thousand calls leave behind in the lab, and what other thousands do after the first. Linux only. */
export async function measureThousandCalls(lab: TestLab) {
  say('Four times a thousand calls')
  await lab.create('often', answering, { MemorySize: 1769 })
  const pids = new Set<unknown>()
  const call = async (count: number) => {
    for (let n = 0; n < count; n++) pids.add((await lab.call('often')).payload)
    return stateOf(lab.lab.pid)
  }
  await call(50)
  // The heap grows until it is worth collecting: only what each further thousand adds would be a leak.
  const states = [await call(0), await call(1000), await call(1000), await call(1000), await call(1000)]
  const [before, first, , , last] = states
  return {
    calls: 4000,
    environments: pids.size,
    processes: { after: last?.processes, before: before?.processes },
    files: { after: last?.files, before: before?.files },
    residentMb: states.map(state => round(state.residentMb)),
    residentRatio: round((last?.residentMb ?? 0) / (first?.residentMb ?? 1)),
  }
}

/** So many calls at work at once, for so long. */
export async function measureConcurrency(lab: TestLab, concurrency: number, seconds: number) {
  say(`${concurrency} calls at once for ${seconds} s`)
  await lab.create('held', answering, { MemorySize: 1769, Timeout: 60 })
  const endMs = performance.now() + seconds * 1000
  const pids = new Set<unknown>()
  const errors: string[] = []
  let [calls, atWork, most] = [0, 0, 0]
  const caller = async () => {
    while (performance.now() < endMs) {
      most = Math.max(most, ++atWork)
      try {
        const { payload, error } = await lab.call('held', { waitMs: 1000 })
        if (error === undefined) pids.add(payload)
        else errors.push(error)
      } catch (error) {
        errors.push(error instanceof Error ? error.name : String(error))
      }
      atWork--
      calls++
    }
  }
  await Promise.all(Array.from({ length: concurrency }, caller))
  return {
    concurrency,
    most,
    seconds,
    calls,
    environments: pids.size,
    errors: errors.length,
    kinds: [...new Set(errors)],
  }
}

function stateOf(pid: number) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap(task =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter(child => child !== ''),
  )
  const resident = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  const files = readdirSync(`/proc/${pid}/fd`).length
  return { processes: children.length, files, residentMb: Number(resident) / 1024 }
}
