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

    it('do not slow INIT down', async function () {
      if (lab.lab.limiter === 'none') this.skip()
      const spin =
        'const { user, system } = process.cpuUsage(); for (let now = { user, system }; now.user + now.system < user + system + 100_000;) now = process.cpuUsage()'
      const init = { 'index.mjs': `{ ${spin} }; export const handler = async () => { ${spin} }` }
      // At 7 % of a core: what else runs on this machine cannot slow INIT down as much.
      await lab.create('init', init, { MemorySize: 128, Timeout: 30 })
      const { report } = await lab.call('init')
      assert.ok(figure(report, 'Init Duration') * 2 < figure(report, 'Duration'))
    })
  })
}

function isStopped(pid: number): boolean {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('T')
}
