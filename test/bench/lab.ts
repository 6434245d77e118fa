import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { loadavg } from 'node:os'
import { LensError } from '#common/errors.ts'
import type { LimiterName } from '#lab/limiter.ts'
import { figure, TestLab } from '../unit/lab/testLab.ts'

/**
 * How true the lab is: `node test/bench/lab.ts [--json] [--calls 15]`. Durations are compared with the CPU time that
 * the same call used, divided by its share: so other work on the machine shifts both alike, as far as it can.
 */
const { values } = parseArgs({ options: { json: { type: 'boolean' }, calls: { type: 'string', default: '15' } } })
const calls = Number(values.calls)

const sizes = [128, 256, 512, 1024, 1769, 3008]
const working = {
  'index.mjs': `
export const handler = async ({ cpuMs = 0, waitMs = 0 }) => {
  const start = process.cpuUsage()
  const usedMs = () => { const { user, system } = process.cpuUsage(start); return (user + system) / 1000 }
  let x = 1
  while (usedMs() < cpuMs) for (let i = 0; i < 2000; i++) x = (x * 1103515245 + 12345) % 2147483648
  if (waitMs > 0) await new Promise(go => setTimeout(go, waitMs))
  return { x, cpuMs: usedMs() }
}`,
}

interface Fidelity {
  readonly memoryMb: number
  /** Median of duration ÷ (CPU time ÷ share), less 1. */
  readonly error: number
  /** Standard deviation of that ratio ÷ its mean. */
  readonly cv: number
}

/** Without a limiter every share is one vCPU: what its figures differ from zero by is the machine's other work. */
const limiters: LimiterName[] = ['none', 'cgroup2', 'cgroup1', 'stop-loop']
const results = []
for (const limiter of limiters) {
  const lab = await TestLab.start({ limiter }).catch((error: unknown) => {
    if (error instanceof LensError) return undefined
    throw error
  })
  if (!lab) {
    results.push({ limiter, isAvailable: false })
    continue
  }
  try {
    results.push({ limiter, isAvailable: true, ...(await measure(lab)) })
  } finally {
    await lab.stop()
  }
}
const document = {
  node: process.version,
  calls,
  loadAverage: loadavg().map(load => Number(load.toFixed(2))),
  note: 'The limiter none is the control: its errors are those of a loaded machine, not of a limiter.',
  limiters: results,
}
process.stdout.write(values.json ? `${JSON.stringify(document, undefined, 2)}\n` : `${describe(document)}\n`)

async function measure(lab: TestLab) {
  const cpu: Fidelity[] = []
  const waits: number[] = []
  for (const MemorySize of sizes) {
    const name = `work${MemorySize}`
    await lab.create(name, working, { MemorySize, Timeout: 60 })
    // More than a burst of one period, and not so much that the smallest size takes minutes.
    const event = { cpuMs: MemorySize < 512 ? 60 : 100 }
    await lab.call(name, event)
    const ratios = []
    for (let n = 0; n < calls; n++) {
      const { report, payload } = await lab.call(name, event)
      const { cpuMs } = payload as { readonly cpuMs: number }
      const share = lab.lab.limiter === 'none' ? 1 : Math.min(1, MemorySize / 1769)
      ratios.push(figure(report, 'Duration') / (cpuMs / share))
    }
    cpu.push({ memoryMb: MemorySize, error: round(median(ratios) - 1), cv: round(variation(ratios)) })
    const waited = []
    for (let n = 0; n < 3; n++) waited.push(figure((await lab.call(name, { waitMs: 200 })).report, 'Duration'))
    waits.push(median(waited))
  }
  // Of the caller's time: HTTP, signatures and the Runtime API.
  const overheads = []
  for (let n = 0; n < 4 * calls; n++) {
    const started = performance.now()
    const { report } = await lab.call('work3008')
    overheads.push(performance.now() - started - figure(report, 'Duration'))
  }
  return {
    cpu,
    /** Of a function that waits 200 ms: the largest of the sizes' medians ÷ the smallest, less 1. */
    waitChange: round(Math.max(...waits) / Math.min(...waits) - 1),
    warmOverheadMs: round(median(overheads)),
    ...(await measureColdStart(lab)),
  }
}

/** INIT of an empty handler against the bare interpreter, in turns. */
async function measureColdStart(lab: TestLab) {
  const inits: number[] = []
  const bare: number[] = []
  for (let n = 0; n < calls; n++) {
    const name = `empty${n}`
    await lab.create(name, { 'index.js': 'exports.handler = async () => 1' })
    const { report, log } = await lab.call(name)
    inits.push(figure(report, 'Init Duration'))
    const path = / by (\S+) /.exec(log)?.[1] ?? process.execPath
    const started = performance.now()
    spawnSync(path, ['-e', '0'], { env: {} })
    bare.push(performance.now() - started)
  }
  const [initMs, bareMs] = [median(inits), median(bare)]
  return { coldStartMs: round(initMs), bareNodeMs: round(bareMs), coldStartRatio: round(initMs / bareMs) }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const above = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? above : (above + (sorted[middle - 1] ?? above)) / 2
}

function variation(numbers: readonly number[]): number {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  return Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length) / mean
}

function round(number: number): number {
  return Number(number.toFixed(4))
}

function describe({ limiters, note, loadAverage }: typeof document): string {
  const lines = limiters.map(result => {
    if (!('cpu' in result)) return `${result.limiter}: not on this machine`
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`
    const cpu = result.cpu.map(({ memoryMb, error, cv }) => `  ${memoryMb} MB: ${percent(error)}, CV ${percent(cv)}`)
    const rest = `  waiting ${percent(result.waitChange)}, warm overhead ${result.warmOverheadMs} ms, cold start ${result.coldStartRatio} × node -e 0`
    return [result.limiter, ...cpu, rest].join('\n')
  })
  return [...lines, `load ${loadAverage.join(' ')}. ${note}`].join('\n')
}
