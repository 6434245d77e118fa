import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { LensError } from '#common/errors.ts'
import { startLab } from '#lab/start.ts'
import { isRunning, labScript, TestLab, until } from './testLab.ts'

const spinning = {
  'index.mjs': `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
export const handler = async (event) => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'])
  if (!event.spin) return { pid: process.pid, child: child.pid, tmp: process.env.TMPDIR }
  writeFileSync(process.env.TMPDIR + '/spinning', '')
  for (;;);
}`,
}

/** Starts a call that never ends, and returns the processes at work. */
async function startSpinning(lab: TestLab): Promise<{ pid: number; child: number; tmp: string }> {
  await lab.create('spinning', spinning, { Timeout: 60 })
  const { payload } = await lab.call('spinning')
  const processes = payload as { pid: number; child: number; tmp: string }
  lab.call('spinning', { spin: true }).catch(() => {})
  await until(() => existsSync(`${processes.tmp}/spinning`), 'the call spins')
  return processes
}

describe('the process of the lab', () => {
  it('ends with its input, and leaves nothing', async () => {
    const lab = await TestLab.start()
    const { pid, child, tmp } = await startSpinning(lab)
    assert.ok(isRunning(pid) && isRunning(child) && existsSync(tmp))
    await lab.stop()
    assert.deepEqual(await lab.lab.exited, { code: 0, signal: null })
    await until(() => !isRunning(pid) && !isRunning(child), 'the function’s processes are gone')
    await until(() => !existsSync(tmp), 'the folder is gone')
    assertNoControlGroup(tmp)
  })

  it('leaves no orphans when it is killed', async () => {
    const lab = await TestLab.start()
    const { pid, child, tmp } = await startSpinning(lab)
    process.kill(lab.lab.pid, 'SIGKILL')
    assert.equal((await lab.lab.exited).signal, 'SIGKILL')
    await until(() => !isRunning(pid) && !isRunning(child), 'the function’s processes are gone')
    await until(() => !existsSync(tmp), 'the folder is gone')
    assertNoControlGroup(tmp)
    await lab.stop()
  })

  it('is cleaned up by the next lab when its guard is killed as well', async function () {
    if (process.platform !== 'linux') this.skip()
    const lab = await TestLab.start()
    const { pid, child, tmp } = await startSpinning(lab)
    const children = readFileSync(`/proc/${lab.lab.pid}/task/${lab.lab.pid}/children`, 'utf8').trim().split(' ')
    const guard = children.find(id => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('lambda-lens-lab-guard'))
    process.kill(Number(guard), 'SIGKILL')
    process.kill(lab.lab.pid, 'SIGKILL')
    await lab.lab.exited
    assert.ok(isRunning(pid) && existsSync(tmp))
    const next = await TestLab.start()
    await until(() => !isRunning(pid) && !isRunning(child), 'the function’s processes are gone')
    assert.ok(!existsSync(tmp))
    assertNoControlGroup(tmp)
    await next.stop()
    await lab.stop()
  })

  it('retires an environment that has had no call for a while', async () => {
    const lab = await TestLab.start({ retireSeconds: 0.3 })
    await lab.create('resting', { 'index.mjs': 'export const handler = async () => process.pid' })
    const pid = Number((await lab.call('resting')).payload)
    assert.ok(isRunning(pid))
    await until(() => !isRunning(pid), 'the process is gone')
    assert.ok((await lab.call('resting')).report.has('Init Duration'))
    await lab.stop()
  })

  it('leaves nothing behind after many calls', async function () {
    if (process.platform !== 'linux') this.skip()
    this.timeout(30_000)
    const lab = await TestLab.start()
    const body = 'if (event.exit) process.exit(1); return process.pid'
    await lab.create('often', { 'index.mjs': `export const handler = async event => { ${body} }` })
    const files = () => readdirSync(`/proc/${lab.lab.pid}/fd`).length
    await lab.call('often', { exit: true })
    await lab.call('often')
    const before = files()
    const pids = new Set<number>()
    for (let n = 0; n < 1000; n++) pids.add(Number((await lab.call('often')).payload))
    assert.equal(pids.size, 1)
    for (let n = 0; n < 10; n++) await lab.call('often', { exit: true })
    await lab.call('often')
    await until(() => files() <= before, 'the files are closed')
    await until(() => ![...pids].some(isRunning), 'the processes are gone')
    await lab.stop()
  })

  it('ends on SIGTERM', async () => {
    const lab = await startLab({ script: labScript })
    process.kill(lab.pid, 'SIGTERM')
    assert.deepEqual(await lab.exited, { code: 0, signal: null })
  })

  it('ends when its signal is aborted', async () => {
    const controller = new AbortController()
    const lab = await startLab({ script: labScript, signal: controller.signal })
    controller.abort()
    assert.equal((await lab.exited).code, 0)
    await assert.rejects(startLab({ script: labScript, signal: controller.signal }), { name: 'AbortError' })
  })

  it('says so when it does not start', async () => {
    await assert.rejects(startLab({ script: '/nowhere/lab.js' }), error => {
      assert.ok(error instanceof LensError)
      assert.equal(error.code, 'lab-not-started')
      return true
    })
    await assert.rejects(startLab({ script: labScript, execPath: '/nowhere/node' }), LensError)
  })

  it('tells of a port in use in one line, and exits with 2', async () => {
    const lab = await startLab({ script: labScript })
    const second = spawn(process.execPath, [labScript, '--port', new URL(lab.endpoint).port])
    let text = ''
    second.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    const code = await new Promise(resolve => second.once('close', resolve))
    assert.equal(code, 2)
    assert.match(text, /^Port \d+ is in use\. .*leave --port away.* \(lab-port-in-use\)\n$/)
    await lab.stop()
  })
})

function assertNoControlGroup(tmp: string): void {
  const labName = tmp.slice(tmpdir().length + 1).split('/')[0] ?? ''
  assert.match(labName, /^lambda-lens-lab-/)
  const found = ['cpu', 'memory'].flatMap(controller => {
    const folder = `/sys/fs/cgroup/${controller}`
    return existsSync(folder) ? readdirSync(folder).filter(name => name === labName) : []
  })
  assert.deepEqual(found, [])
}
