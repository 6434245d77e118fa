import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import type { LimiterName } from '#lab/limiter.ts'
import { LensError } from '#common/errors.ts'
import { figure, TestLab, until } from './testLab.ts'

const working = {
  'index.mjs': `
export const handler = async ({ rounds }) => {
  const before = process.cpuUsage()
  let x = 1
  for (let i = 0; i < rounds; i++) x = (x * 1103515245 + 12345) % 2147483648
  const { user, system } = process.cpuUsage(before)
  return { x, cpuMs: (user + system) / 1000 }
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

    it('make work slower with less memory', async function () {
      if (lab.lab.limiter === 'none') this.skip()
      const medians = []
      for (const MemorySize of [128, 512, 1769]) {
        const name = `work${MemorySize}`
        await lab.create(name, working, { MemorySize, Timeout: 30 })
        await lab.call(name, { rounds: 1e6 })
        const durations = []
        for (let n = 0; n < 3; n++) durations.push(figure((await lab.call(name, { rounds: 1e6 })).report, 'Duration'))
        medians.push(durations.sort((a, b) => a - b)[1] ?? 0)
      }
      const [small = 0, middle = 0, large = 0] = medians
      assert.ok(small > 2 * middle, `128 MB ${small} ms, 512 MB ${middle} ms`)
      assert.ok(middle > large && small > 2 * large, `512 MB ${middle} ms, 1769 MB ${large} ms`)
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
      await lab.create('init', init, { MemorySize: 256, Timeout: 30 })
      const { report } = await lab.call('init')
      assert.ok(figure(report, 'Init Duration') * 2 < figure(report, 'Duration'))
    })
  })
}

function isStopped(pid: number): boolean {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('T')
}
