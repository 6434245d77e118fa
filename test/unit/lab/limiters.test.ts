import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import type { LimiterName } from '#lab/limiter.ts'
import { LensError } from '#common/errors.ts'
import { figure, TestLab, until } from './testLab.ts'

const working = {
  'index.mjs': `
export const handler = async ({ ms }) => {
  const before = process.cpuUsage()
  const usedMs = () => { const { user, system } = process.cpuUsage(before); return (user + system) / 1000 }
  while (usedMs() < ms);
  return usedMs()
}`,
}

const ticking = {
  'index.mjs': `
let ticks = 0
setInterval(() => ticks++, 1)
export const handler = async () => ({ pid: process.pid, ticks })`,
}

/**
 * Uses 100 ms of CPU in INIT and in the call, and tells how often it was held back in each: what its control group
 * counts, and how often it was let go on after a stop.
 */
const heldBack = {
  'index.mjs': `
import { readFileSync } from 'node:fs'
let wentOn = 0
process.on('SIGCONT', () => wentOn++)
const lines = path => readFileSync(path, 'utf8').split('\\n')
const groups = lines('/proc/self/cgroup').map(line => line.split(':'))
const mounts = lines('/proc/self/mounts').map(line => line.split(' '))
const files = [
  [mounts.find(([, , type, options]) => type === 'cgroup' && options.split(',').includes('cpu')), 'cpu'],
  [mounts.find(([, , type]) => type === 'cgroup2'), ''],
].flatMap(([mount, controller]) => {
  const path = groups.find(([, controllers]) => controllers.split(',').includes(controller))?.[2]
  return mount && path ? [mount[1] + path + '/cpu.stat'] : []
})
const throttled = file => {
  try { return Number(/nr_throttled (\\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) } catch { return 0 }
}
const count = () => files.reduce((sum, file) => sum + throttled(file), wentOn)
const work = async () => {
  const before = process.cpuUsage()
  const used = () => { const { user, system } = process.cpuUsage(before); return user + system }
  while (used() < 100_000);
  // Signals are told by the event loop, at the latest in its next turn.
  for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate)
  return count()
}
const init = await work()
export const handler = async () => ({ init, call: (await work()) - init })`,
}

const limiters: readonly (LimiterName | undefined)[] = [undefined, 'stop-loop', 'none']

for (const limiter of limiters) {
  describe(`CPU shares by ${limiter ?? 'the limiter of this machine'}`, () => {
    let lab: TestLab
    before(async function () {
      lab = await TestLab.start(limiter ? { limiter } : {}).catch((error: unknown) => {
        if (limiter && error instanceof LensError) this.skip()
        throw error
      })
    })
    after(() => lab?.stop())

    it('give work no more than its part of the time', async function () {
      if (lab.lab.limiter === 'none') this.skip()
      for (const [MemorySize, ms] of [
        [128, 60],
        [512, 200],
      ] as const) {
        const name = `work${MemorySize}`
        await lab.create(name, working, { MemorySize, Timeout: 60 })
        for (let n = 0; n < 3; n++) {
          const { report, payload } = await lab.call(name, { ms })
          // Other work on this machine makes it only longer. The first period is not waited for, nor the last.
          const leastMs = 0.8 * (Number(payload) / (MemorySize / 1769)) - 40
          const durationMs = figure(report, 'Duration')
          assert.ok(durationMs >= leastMs, `${durationMs} ms at ${MemorySize} MB, at least ${leastMs} ms`)
        }
      }
    })

    it('freeze the function between calls', async function () {
      if (process.platform === 'win32') this.skip()
      for (const MemorySize of [256, 10_240]) {
        const name = `ticking${MemorySize}`
        await lab.create(name, ticking, { MemorySize })
        const first = (await lab.call(name)).payload as { pid: number; ticks: number }
        await until(() => isStopped(first.pid), 'the process is stopped')
        await new Promise(resolve => setTimeout(resolve, 200))
        const second = (await lab.call(name)).payload as { ticks: number }
        // The timer is due each millisecond; what came after the answer and before the freeze is a few.
        assert.ok(second.ticks - first.ticks < 100, `${second.ticks - first.ticks} ticks between calls`)
      }
    })

    it('hold back the call and not INIT', async function () {
      if (lab.lab.limiter === 'none') this.skip()
      await lab.create('held', heldBack, { MemorySize: 128, Timeout: 30 })
      const { init, call } = (await lab.call('held')).payload as Record<'init' | 'call', number>
      assert.equal(init, 0)
      assert.ok(call > 0)
    })
  })
}

function isStopped(pid: number): boolean {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('T')
}
