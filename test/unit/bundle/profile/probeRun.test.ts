import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { runProbe } from '#bundle/profile/probeRun.ts'
import { signal } from '../bundleProject.ts'

const start = (script: string) => ({ command: process.execPath, args: ['-e', script], cwd: '/', environment: {} })

describe('a process to measure', () => {
  it('tells much', async () => {
    const script =
      "const b = Buffer.alloc(3e6, 97); let n = 0; while (n < b.length) n += require('fs').writeSync(3, b, n)"
    assert.equal((await runProbe(start(script), signal)).told.length, 3e6)
  })

  it('is ended when it takes too long', async () => {
    await assert.rejects(runProbe(start('while (true) {}'), signal, 50), { code: 'init-timeout' })
  })

  it('is ended with what it has started', async () => {
    const script = `
      const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])
      require('fs').writeSync(3, String(pid))
      process.exit()`
    const { told } = await runProbe(start(script), signal)
    while (isRunning(Number(told))) await new Promise(resolve => setImmediate(resolve))
  })

  it('may not start', async () => {
    await assert.rejects(runProbe({ ...start(''), command: '/no/such/node' }, signal), { code: 'no-interpreter' })
  })
})

/** Not one that has ended and that nobody has asked how. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
