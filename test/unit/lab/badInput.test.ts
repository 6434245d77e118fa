import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { figure, TestLab } from './testLab.ts'

describe('bad input to the lab', () => {
  let lab: TestLab
  const data = mkdtempSync(join(tmpdir(), 'lambda-lens-test-'))
  before(async () => {
    lab = await TestLab.start({ dataFolder: data })
  })
  after(async () => {
    await lab.stop()
    rmSync(data, { recursive: true })
  })

  const node = (body: string) => ({ 'index.mjs': `export const handler = async event => { ${body} }` })
  const python = (body: string) => ({ 'index.py': `def handler(event, context):\n  ${body}` })

  it('names what is wrong with a handler string', async () => {
    const cases = [
      ['nodejs24.x', 'index', 'Runtime.MalformedHandlerName'],
      ['nodejs24.x', 'index.', 'Runtime.MalformedHandlerName'],
      ['nodejs24.x', 'absent.handler', 'Runtime.ImportModuleError'],
      ['nodejs24.x', 'index.absent', 'Runtime.HandlerNotFound'],
      ['python3.13', 'index', 'Runtime.MalformedHandlerName'],
      ['python3.13', 'absent.handler', 'Runtime.ImportModuleError'],
      ['python3.13', 'index.absent', 'Runtime.HandlerNotFound'],
    ] as const
    for (const [index, [Runtime, Handler, expected]] of cases.entries()) {
      await lab.create(`handler${index}`, { ...node('return 1'), ...python('return 1') }, { Runtime, Handler })
      const { payload, error, report } = await lab.call(`handler${index}`)
      assert.deepEqual([(payload as { errorType: string }).errorType, error], [expected, 'Unhandled'], Handler)
      assert.equal(report.get('Error Type'), expected)
    }
  })

  it('tells of a Python module that does not load', async () => {
    const cases = [
      ['raise KeyError("at load")', 'KeyError'],
      ['def handler(:', 'Runtime.UserCodeSyntaxError'],
      ['import absent', 'Runtime.ImportModuleError'],
      ['import os; os._exit(3)', 'Runtime.ExitError'],
    ] as const
    for (const [index, [text, expected]] of cases.entries()) {
      await lab.create(`module${index}`, { 'index.py': text }, { Runtime: 'python3.13' })
      assert.equal(((await lab.call(`module${index}`)).payload as { errorType: string }).errorType, expected, text)
    }
  })

  it('repeats an INIT without end inside the call, until the call’s time is over', async function () {
    this.timeout(30_000)
    await lab.create('stuck', { 'index.mjs': 'for (;;);' }, { Timeout: 1 })
    const { payload, log, report } = await lab.call('stuck')
    assert.match(log, /^INIT_REPORT Init Duration: 10\d\d\d\.\d\d ms\tPhase: init\tStatus: timeout\t$/m)
    assert.match(log, /^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: invoke\tStatus: timeout\t$/m)
    assert.match((payload as { errorMessage: string }).errorMessage, /Task timed out after 1\.00 seconds$/)
    assert.deepEqual([report.get('Status'), report.get('Duration')], ['timeout', '1000.00 ms'])
  })

  it('says that an answer is no JSON', async () => {
    const cases = [
      ['nodejs24.x', node('const a = {}; a.a = a; return a'), 'Runtime.JSONStringifyError'],
      ['nodejs24.x', node('return 1n'), 'Runtime.JSONStringifyError'],
      ['python3.13', python('return {1, 2}'), 'Runtime.MarshalError'],
    ] as const
    for (const [index, [Runtime, files, expected]] of cases.entries()) {
      await lab.create(`answer${index}`, files, { Runtime })
      const { payload, error } = await lab.call(`answer${index}`)
      assert.deepEqual([(payload as { errorType: string }).errorType, error], [expected, 'Unhandled'])
      assert.equal((await lab.call(`answer${index}`)).report.has('Init Duration'), false)
    }
  })

  it('refuses an answer of 10 MB and goes on', async () => {
    const cases = [
      ['nodejs24.x', node("return 'x'.repeat(event.bytes)")],
      ['python3.13', python('return "x" * event["bytes"]')],
    ] as const
    for (const [Runtime, files] of cases) {
      const name = `large-${Runtime.slice(0, 4)}`
      await lab.create(name, files, { Runtime })
      const { payload, error } = await lab.call(name, { bytes: 10_000_000 })
      const { errorType, errorMessage } = payload as { errorType: string; errorMessage: string }
      assert.deepEqual([errorType, error], ['Function.ResponseSizeTooLarge', 'Unhandled'])
      assert.match(errorMessage, /exceeded maximum allowed payload size \(6291556 bytes\)/)
      assert.equal(String((await lab.call(name, { bytes: 6_000_000 })).payload).length, 6_000_000)
    }
  })

  it('refuses an event over 1 MB when nobody waits for the answer', async () => {
    await lab.create('event', node('return 1'))
    const send = (bytes: number) => {
      const Payload = JSON.stringify('x'.repeat(bytes))
      return lab.lambda.send(new InvokeCommand({ FunctionName: 'event', InvocationType: 'Event', Payload }))
    }
    await assert.rejects(send(1_048_577), { name: 'RequestTooLargeException' })
    assert.equal((await send(1_000_000)).StatusCode, 202)
  })

  it('keeps 100 MB of log within its bounds, on disk and in memory', async function () {
    this.timeout(60_000)
    const lines = "const line = 'x'.repeat(999); for (let n = 0; n < 100_000; n++) console.log(line)"
    await lab.create('noisy', node(lines), { Timeout: 60, MemorySize: 1769 })
    const before = residentMb(lab.lab.pid)
    const { log, report } = await lab.call('noisy')
    assert.equal(Buffer.byteLength(log), 4096)
    assert.ok(figure(report, 'Duration') > 0)
    const { logGroups = [] } = await lab.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/noisy' }),
    )
    const stored = logGroups[0]?.storedBytes ?? 0
    assert.ok(stored > 20_000_000 && stored <= 32 * 1024 * 1024, `${stored} bytes in memory`)
    const onDisk = readdirSync(data).reduce((sum, name) => sum + statSync(join(data, name)).size, 0)
    assert.ok(onDisk > 8_000_000 && onDisk < 20_000_000, `${onDisk} bytes on disk`)
    if (before > 0) assert.ok(residentMb(lab.lab.pid) - before < 250, `${residentMb(lab.lab.pid)} MB, before ${before}`)
  })
})

/** 0 where it cannot be read. */
function residentMb(pid: number): number {
  if (process.platform !== 'linux') return 0
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}
