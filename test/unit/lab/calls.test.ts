import assert from 'node:assert/strict'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { figure, isRunning, TestLab, until } from './testLab.ts'

describe('calls in the lab', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start({ concurrency: 10 })
  })
  after(() => lab.stop())

  const handler = (body: string) => ({ 'index.mjs': `export const handler = async (event, context) => { ${body} }` })

  it('reports a cold call and then a warm one', async () => {
    await lab.create('reported', handler('return event'))
    const cold = await lab.call('reported', { a: ['ä', 1] })
    assert.deepEqual(cold.payload, { a: ['ä', 1] })
    assert.equal(cold.error, undefined)
    assert.equal(cold.version, '$LATEST')
    assert.match(
      cold.log,
      /^INIT_START Runtime Version: nodejs24\.x by \S+ \d+\.\d+\.\d+\nSTART RequestId: ([\w-]{36}) Version: \$LATEST\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 1024 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t\n$/,
    )
    const billed = Math.ceil(figure(cold.report, 'Duration') + figure(cold.report, 'Init Duration'))
    assert.ok(Math.abs(figure(cold.report, 'Billed Duration') - billed) <= 1)
    if (process.platform === 'linux') assert.ok(figure(cold.report, 'Max Memory Used') > 20)
    const warm = await lab.call('reported')
    assert.equal(warm.report.has('Init Duration'), false)
    assert.equal(figure(warm.report, 'Billed Duration'), Math.ceil(figure(warm.report, 'Duration')))
  })

  it('gives the function a context and an environment like Lambda’s, and nothing of this machine’s', async () => {
    process.env['LAB_TEST_SECRET'] = 'secret'
    await lab.create(
      'context',
      handler('return { ...context, left: context.getRemainingTimeInMillis(), env: process.env }'),
      {
        Environment: { Variables: { OWN: 'mine' } },
      },
    )
    delete process.env['LAB_TEST_SECRET']
    const { payload, log } = await lab.call('context')
    const { env, left, ...context } = payload as Record<string, unknown> & { env: Record<string, string>; left: number }
    assert.equal(context['functionName'], 'context')
    assert.equal(context['memoryLimitInMB'], '1024')
    assert.equal(context['logGroupName'], '/aws/lambda/context')
    assert.match(String(context['logStreamName']), /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/)
    assert.ok(log.includes(String(context['awsRequestId'])))
    assert.ok(left > 1000 && left <= 3000)
    assert.equal(env['OWN'], 'mine')
    assert.equal(env['TZ'], ':UTC')
    const unknown = Object.keys(env).filter(
      name =>
        !/^(AWS_|LAMBDA_|_X_AMZN_TRACE_ID$|OWN$|PATH$|LANG$|TZ$|TMPDIR$|HOME$|_HANDLER$|ELECTRON_RUN_AS_NODE$)/.test(
          name,
        ),
    )
    assert.deepEqual(unknown, [])
    assert.ok(!JSON.stringify(env).includes(lab.lab.credentials.secretAccessKey))
    assert.ok(!('AWS_SECRET_ACCESS_KEY' in env) && !('AWS_ACCESS_KEY_ID' in env))
  })

  it('writes the function’s output to the log, one console call an event', async () => {
    await lab.create(
      'loud',
      handler("console.log('one\\ntwo', { a: 1 }); console.error('oh'); process.stdout.write('raw')"),
    )
    const { log, payload } = await lab.call('loud')
    assert.equal(payload, null)
    assert.match(log, /^\d{4}-\S+Z\t[\w-]{36}\tINFO\tone\rtwo \{ a: 1 \}$/m)
    assert.match(log, /\tERROR\toh$/m)
    assert.match(log, /^raw$/m)
    await lab.create('chatty', handler("for (let i = 0; i < 200; i++) console.log('x'.repeat(50)); return 1"))
    const chatty = await lab.call('chatty')
    assert.equal(Buffer.byteLength(chatty.log), 4096)
    assert.ok(chatty.report.has('Duration'))
  })

  it('has all that was written in a call in that call’s log: without line end, to stderr, by a child', async () => {
    const files = {
      'index.mjs': `
import { execFileSync } from 'node:child_process'
import { writeSync } from 'node:fs'
export const handler = async ({ n }) => {
  if (n === 0) execFileSync('/bin/sh', ['-c', 'echo child 0'], { stdio: ['ignore', 'inherit', 'inherit'] })
  writeSync(2, 'error ' + n + String.fromCharCode(10))
  process.stdout.write('unended ' + n)
}`,
    }
    await lab.create('written', files)
    for (let n = 0; n < 30; n++) {
      const { log } = await lab.call('written', { n })
      const own = log.split('\n').filter(line => /^(child|error|unended) /.test(line))
      const expected = [...(n === 0 ? ['child 0'] : []), `error ${n}`, `unended ${n}`]
      assert.deepEqual(own.toSorted(), expected)
    }
  })

  it('returns what a handler throws, and keeps the environment', async () => {
    await lab.create('throwing', handler("throw new RangeError('too far')"))
    const called = await lab.call('throwing')
    const payload = called.payload as { errorType: string; errorMessage: string; trace: string[] }
    assert.equal(called.error, 'Unhandled')
    assert.deepEqual(
      [payload.errorType, payload.errorMessage, payload.trace[0]],
      ['RangeError', 'too far', 'RangeError: too far'],
    )
    assert.equal(called.report.has('Status'), false)
    assert.equal((await lab.call('throwing')).report.has('Init Duration'), false)
    await lab.create(
      'raising',
      { 'index.py': 'def handler(event, context):\n  return event["missing"]' },
      { Runtime: 'python3.13' },
    )
    assert.equal(((await lab.call('raising')).payload as { errorType: string }).errorType, 'KeyError')
  })

  it('tells an exit, an uncaught exception and a promise that never settles, and starts anew', async () => {
    await lab.create('exiting', handler('process.exit(event.code)'))
    const exited = await lab.call('exiting', { code: 1 })
    const { errorType, errorMessage } = exited.payload as { errorType: string; errorMessage: string }
    assert.equal(errorType, 'Runtime.ExitError')
    assert.match(errorMessage, /^RequestId: \S+ Error: Runtime exited with error: exit status 1$/)
    assert.deepEqual([exited.report.get('Status'), exited.report.get('Error Type')], ['error', 'Runtime.ExitError'])
    assert.ok((await lab.call('exiting', { code: 2 })).report.has('Init Duration'))
    await lab.create('uncaught', handler("await new Promise(() => setTimeout(() => { throw new Error('late') }, 1))"))
    assert.equal(((await lab.call('uncaught')).payload as { errorMessage: string }).errorMessage, 'late')
    assert.ok((await lab.call('uncaught')).report.has('Init Duration'))
    await lab.create('hanging', handler('await new Promise(() => {})'))
    assert.equal(((await lab.call('hanging')).payload as { errorType: string }).errorType, 'Runtime.NodeJsExit')
  })

  it('ends a call that takes too long, an endless loop as well', async () => {
    await lab.create('endless', handler('console.log(process.pid); for (;;);'), { Timeout: 1 })
    const called = await lab.call('endless')
    assert.equal(called.error, 'Unhandled')
    assert.match(called.log, /Task timed out after 1\.00 seconds$/m)
    assert.equal(called.report.get('Status'), 'timeout')
    assert.equal(called.report.get('Duration'), '1000.00 ms')
    const pid = Number(/\tINFO\t(\d+)/.exec(called.log)?.[1])
    assert.ok(pid > 0)
    await until(() => !isRunning(pid), 'the endless process is gone')
  })

  it('tells what is wrong with a module that does not load', async () => {
    const broken: readonly (readonly [Record<string, string>, string])[] = [
      [{ 'index.js': 'exports.handler = (' }, 'Runtime.UserCodeSyntaxError'],
      [{ 'index.js': 'exports.other = async () => 1' }, 'Runtime.HandlerNotFound'],
      [{ 'index.js': "require('absent')" }, 'Runtime.ImportModuleError'],
      [{ 'other.js': '' }, 'Runtime.ImportModuleError'],
      [{ 'index.js': "throw new TypeError('at load')" }, 'TypeError'],
      [{ 'index.js': 'process.exit(3)' }, 'Runtime.ExitError'],
    ]
    for (const [index, [files, errorType]] of broken.entries()) {
      await lab.create(`broken${index}`, files)
      const called = await lab.call(`broken${index}`)
      assert.equal((called.payload as { errorType: string }).errorType, errorType)
      assert.equal(called.error, 'Unhandled')
      assert.equal(called.report.get('Error Type'), errorType)
      assert.match(called.log, /^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: invoke\tStatus: error/m)
    }
  })

  it('refuses payloads that are no JSON or too large', async () => {
    await lab.create('picky', handler('return event'))
    const call = (Payload: string) => lab.lambda.send(new InvokeCommand({ FunctionName: 'picky', Payload }))
    await assert.rejects(call('{'), { name: 'InvalidRequestContentException' })
    await assert.rejects(call(JSON.stringify('x'.repeat(6_291_456))), { name: 'RequestTooLargeException' })
    const large = await lab.call('picky', 'x'.repeat(6_000_000))
    assert.equal(String(large.payload).length, 6_000_000)
    await lab.create('oversized', handler("return 'x'.repeat(7_000_000)"))
    const oversized = await lab.call('oversized')
    assert.equal((oversized.payload as { errorType: string }).errorType, 'Function.ResponseSizeTooLarge')
  })

  it('answers DryRun and Event without waiting, and runs the latter', async () => {
    await lab.create('event', handler("return (await import('node:fs')).writeFileSync(event.path, 'ran')"))
    const { mkdtempSync, existsSync, rmSync } = await import('node:fs')
    const folder = mkdtempSync('/tmp/lambda-lens-test-')
    const Payload = JSON.stringify({ path: `${folder}/ran` })
    const send = (InvocationType: 'DryRun' | 'Event') =>
      lab.lambda.send(new InvokeCommand({ FunctionName: 'event', InvocationType, Payload }))
    assert.equal((await send('DryRun')).StatusCode, 204)
    assert.equal((await send('Event')).StatusCode, 202)
    await until(() => existsSync(`${folder}/ran`), 'the event was handled')
    rmSync(folder, { recursive: true })
  })

  it('runs calls at once in environments of their own, up to a limit', async () => {
    await lab.create('parallel', handler('await new Promise((go) => setTimeout(go, 300)); return process.pid'), {
      Timeout: 10,
    })
    const calls = await Promise.allSettled(Array.from({ length: 12 }, () => lab.call('parallel')))
    const pids = calls.flatMap(call => (call.status === 'fulfilled' ? [call.value.payload] : []))
    const refused = calls.flatMap(call => (call.status === 'rejected' ? [(call.reason as Error).name] : []))
    assert.equal(new Set(pids).size, 10)
    assert.deepEqual(refused, ['TooManyRequestsException', 'TooManyRequestsException'])
  })

  it('ends a function that uses more than its memory', async function () {
    if (process.platform !== 'linux') this.skip()
    await lab.create('greedy', handler('const kept = []; for (;;) kept.push(Buffer.alloc(4e6, 1))'), {
      Timeout: 10,
      MemorySize: 256,
    })
    const called = await lab.call('greedy')
    assert.equal((called.payload as { errorType: string }).errorType, 'Runtime.OutOfMemory')
    assert.equal(called.report.get('Error Type'), 'Runtime.OutOfMemory')
    assert.equal(called.report.get('Max Memory Used'), '256 MB')
  })

  it('says so when the machine has no interpreter for a runtime', async () => {
    const path = process.env['PATH']
    process.env['PATH'] = '/nowhere'
    const bare = await TestLab.start().finally(() => {
      process.env['PATH'] = path
    })
    try {
      await bare.create('python', { 'index.py': '' }, { Runtime: 'python3.13' })
      const called = await bare.call('python')
      const { errorType, errorMessage } = called.payload as { errorType: string; errorMessage: string }
      assert.equal(errorType, 'Runtime.InvalidEntrypoint')
      assert.match(errorMessage, /No Python 3 was found on this machine\. Install it/)
      await bare.create('node', handler('return 1'))
      assert.equal((await bare.call('node')).payload, 1)
    } finally {
      await bare.stop()
    }
  })
})
