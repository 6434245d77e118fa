import { availableParallelism } from 'node:os'
import { giveRightOfWay } from './priority.ts'
import { figure, type TestLab } from '../../unit/lab/testLab.ts'
import { median, round, say, variation } from './figures.ts'

const sizes = [128, 256, 512, 1024, 1769, 3008]
const working = {
  'index.js': `
const { Worker, isMainThread, workerData } = require('node:worker_threads')
const spin = cpuMs => {
  const start = process.threadCpuUsage()
  const usedMs = () => { const { user, system } = process.threadCpuUsage(start); return (user + system) / 1000 }
  let x = 1
  while (usedMs() < cpuMs) for (let i = 0; i < 2000; i++) x = (x * 1103515245 + 12345) % 2147483648
  return x
}
if (!isMainThread) spin(workerData)
exports.handler = async ({ cpuMs = 0, waitMs = 0, threads = 1 }) => {
  const start = process.cpuUsage()
  const others = Array.from({ length: threads - 1 }, () => new Worker(__filename, { workerData: cpuMs }))
  const ended = Promise.all(others.map(worker => new Promise(done => worker.once('exit', done))))
  spin(cpuMs)
  await ended
  if (waitMs > 0) await new Promise(go => setTimeout(go, waitMs))
  const { user, system } = process.cpuUsage(start)
  return { cpuMs: (user + system) / 1000, pid: process.pid }
}`,
}

/** What one limiter does to work, to waiting, and to work of two threads. */
export async function measureFidelity(lab: TestLab, calls: number) {
  const { limiter } = lab.lab
  const cpu = []
  const waits: number[] = []
  for (const MemorySize of sizes) {
    say(`${limiter}: work and waiting at ${MemorySize} MB`)
    const name = `work${MemorySize}`
    await lab.create(name, working, { MemorySize, Timeout: 60 })
    // More than a burst of one period, and not so much that the smallest size takes minutes.
    const event = { cpuMs: MemorySize < 512 ? 60 : 100 }
    const share = limiter === 'none' ? 1 : Math.min(1, MemorySize / 1769)
    const { measured, ideal, ratios } = await run(lab, name, event, share, calls)
    const [durationMs, idealMs] = [round(median(measured)), round(median(ideal))]
    cpu.push({
      memoryMb: MemorySize,
      durationMs,
      idealMs,
      ratio: round(median(ratios)),
      error: round(median(ratios) - 1),
      cv: round(variation(ratios)),
    })
    const waited = []
    for (let n = 0; n < 5; n++) waited.push(figure((await lab.call(name, { waitMs: 200 })).report, 'Duration'))
    waits.push(median(waited))
  }
  const [least, most] = [Math.min(...waits), Math.max(...waits)]
  return {
    cpu,
    /** A function that waits 200 ms: the largest and the smallest of the sizes' medians. */
    waiting: { mostMs: round(most), leastMs: round(least), ratio: round(most / least) },
    gainAbove1769: await gains(lab, calls),
  }
}

/** How much faster than at 1,769 MB: one thread at 3,008, and two at as much memory as this machine has cores. */
async function gains(lab: TestLab, calls: number) {
  say(`${lab.lab.limiter}: one thread and two above 1769 MB`)
  const durationOf = async (memoryMb: number, threads: number) => {
    const name = `threads${threads}-${memoryMb}`
    await lab.create(name, working, { MemorySize: memoryMb, Timeout: 60 })
    return round(median((await run(lab, name, { cpuMs: 100, threads }, 1, calls)).measured))
  }
  const gains = []
  for (const threads of availableParallelism() > 1 ? [1, 2] : [1]) {
    const atOneCoreMs = await durationOf(1769, threads)
    for (const memoryMb of threads === 1 ? [3008] : [3008, 3538]) {
      const durationMs = await durationOf(memoryMb, threads)
      gains.push({ threads, memoryMb, durationMs, atOneCoreMs, ratio: round(atOneCoreMs / durationMs) })
    }
  }
  return gains
}

async function run(lab: TestLab, name: string, event: object, share: number, calls: number) {
  const [measured, ideal, ratios]: number[][] = [[], [], []]
  giveRightOfWay(((await lab.call(name, event)).payload as { readonly pid: number }).pid)
  for (let n = 0; n < calls; n++) {
    const { report, payload } = await lab.call(name, event)
    const durationMs = figure(report, 'Duration')
    const idealMs = (payload as { readonly cpuMs: number }).cpuMs / share
    measured?.push(durationMs)
    ideal?.push(idealMs)
    ratios?.push(durationMs / idealMs)
  }
  return { measured: measured ?? [], ideal: ideal ?? [], ratios: ratios ?? [] }
}
