import assert from 'node:assert/strict'
import { createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import { cloneName } from '#tuning/clone.ts'
import { recoverUnfinished } from '#tuning/recovery.ts'
import { sizeResults } from '#tuning/sizeResult.ts'
import { sweep, type SweepProgress } from '#tuning/sweep.ts'
import type { CloneWay } from '#tuning/way.ts'
import { useSweepLab } from '../../support/sweepLab.ts'
import { tapWire, type Wire } from '../../support/wireFaults.ts'

const greeting = 'exports.handler = async () => process.env.GREETING'
const { signal: never } = new AbortController()
const clone: CloneWay = { kind: 'clone' }

describe('a sweep on a clone', function () {
  this.timeout(60_000)
  const current = useSweepLab()

  it('measures each size, never changes or calls the function, and leaves no copy', async () => {
    const { lab, plan } = current()
    await lab.deploy('original', greeting, { environment: { GREETING: 'Hello' } })
    const before = await lab.control.read('original', never)
    const { outcome, wire } = await overWire(await plan('original', { way: clone }))
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true], String(outcome.error))
    const results = sizeResults(await plan('original'), outcome, true)
    assert.deepEqual(
      results.map(({ estimate }) => estimate?.n),
      [2, 2, 2],
    )
    assert.deepEqual(await lab.control.read('original', never), before, 'its revision too')
    assert.deepEqual(await functionNames(), ['original'])
    const ofOriginal = wire.requests.filter(
      ({ input }) => 'FunctionName' in input && String(input.FunctionName).endsWith('original'),
    )
    const reading = new Set(['GetFunction', 'GetFunctionConfiguration'])
    assert.deepEqual(new Set(ofOriginal.map(({ operation }) => operation)), reading)
    const logs = await lab.clients.logs()
    const { logGroups } = await logs.describeLogGroups({})
    assert.deepEqual(
      logGroups?.map(group => group.logGroupName),
      ['/aws/lambda/original'],
    )
  })

  it('tunes the code of an alias', async () => {
    const { lab, run } = current()
    await lab.deploy('aliased', greeting, { memoryMb: 1024 })
    const lambda = await lab.clients.lambda()
    await lambda.publishVersion({ FunctionName: 'aliased' })
    await lambda.createAlias({ FunctionName: 'aliased', Name: 'live', FunctionVersion: '1' })
    await lab.deploy('aliased', 'exports.handler = async () => { throw new Error("not released") }')
    assert.match(String((await run('aliased', { way: clone })).error), /not released/)
    const outcome = await run('aliased', { way: { kind: 'clone', qualifier: 'live' } })
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true], String(outcome.error))
  })

  it('is made on the other architecture, at its price', async () => {
    const { lab, plan } = current()
    await lab.deploy('ported', greeting)
    const created: unknown[] = []
    const { wire, outcome, prepared } = await overWire(
      await plan('ported', { way: { ...clone, architecture: 'arm64' } }),
    )
    assert.equal(prepared.pricing.architecture, 'arm64')
    assert.match(prepared.touches.join(' '), /on arm64 .* Native modules and layers must be built for arm64/)
    for (const { operation, input } of wire.requests) {
      if (operation === 'CreateFunction' && 'Architectures' in input) created.push(input.Architectures)
    }
    assert.deepEqual(created, [['arm64']])
    assert.equal(outcome.ended, 'complete')
  })

  it('says what it may stumble over', async () => {
    const { lab, plan } = current()
    await lab.deploy('planned', greeting)
    const { touches } = await plan('planned', { way: clone })
    for (const risk of [/never changes nor calls/, /iam:PassRole/, /key of its environment/, /reads its own name/]) {
      assert.match(touches.join(' '), risk)
    }
  })

  for (const moment of ['Copying', 'Trying', 'Publishing', 'Calling', 'Deleting']) {
    it(`is cancelled while ${moment.toLowerCase()}, and leaves no copy`, async () => {
      const { lab, run } = current()
      const name = `cancelled-${moment}`
      await lab.deploy(name, greeting)
      const controller = new AbortController()
      const stop = ({ activity }: SweepProgress) => {
        if (activity.startsWith(moment)) setImmediate(() => controller.abort())
      }
      const outcome = await run(name, { way: clone, sizes: [256] }, stop, controller.signal)
      assert.equal(outcome.ended, moment === 'Deleting' ? 'complete' : 'cancelled')
      assert.equal(outcome.restored, true)
      assert.deepEqual(await functionNames(name), [name])
      assert.deepEqual(await lab.journal.unfinished(), [])
    })
  }

  it('is deleted by the next start when its process was killed', async () => {
    const { lab } = current()
    await lab.deploy('killed', greeting)
    const { arn: functionArn } = await lab.control.read('killed', never)
    const entry = await lab.journal.begin({ way: 'clone', functionArn })
    const description = `Lambda Lens sweep ${entry.sweepId}`
    const copy = { source: functionArn, name: cloneName(entry), description, beforeCreate: async () => {} }
    await lab.control.copy(copy, never)
    lab.journal.leave(entry)
    assert.equal((await functionNames('killed')).length, 2)
    const [recovered] = await recoverUnfinished(lab.journal, lab.control, () => true, never)
    assert.match(recovered?.message ?? '', /Its copy is deleted; the function itself was not touched/)
    assert.deepEqual(await functionNames('killed'), ['killed'])
  })

  it('never deletes a function that it did not make, whatever its name', async () => {
    const { lab } = current()
    await lab.deploy('mine', greeting)
    await assert.rejects(lab.control.deleteCopy('mine', 'Lambda Lens sweep 1', never), { code: 'not-a-copy' })
    assert.deepEqual(await functionNames('mine'), ['mine'])
    await lab.control.deleteCopy('nobody', 'Lambda Lens sweep 1', never)
  })

  it('leaves no copy, with a fault at any of its requests', async () => {
    const { lab, plan } = current()
    await lab.deploy('faulty', greeting)
    const prepared = await plan('faulty', { way: clone, sizes: [512], warmCalls: 1 })
    const { wire } = await overWire(prepared)
    for (const at of wire.requests.keys()) {
      const fault = at % 2 === 0 ? 'lost-answer' : 'server-error'
      const { outcome } = await overWire(prepared, index => (index === at ? fault : undefined))
      const where = `${fault} at ${wire.requests[at]?.operation}: ${String(outcome.error)}`
      assert.deepEqual([outcome.ended, outcome.restored], ['complete', true], where)
      assert.deepEqual(await functionNames('faulty'), ['faulty'], where)
    }
  })

  async function overWire(prepared: Awaited<ReturnType<ReturnType<typeof current>['plan']>>, decide?: Wire['decide']) {
    const { lab } = current()
    const clients = createClients(lab.lab)
    try {
      const wire = await tapWire(clients)
      if (decide) wire.decide = decide
      const ports = { ...lab, control: lambdaControl(clients), invoker: lambdaInvoker(clients) }
      return { prepared, wire, outcome: await sweep(prepared, ports, () => {}, never) }
    } finally {
      clients.destroy()
    }
  }

  /** Of all functions, or those whose names begin alike. */
  async function functionNames(prefix = 'original'): Promise<readonly string[]> {
    const lambda = await current().lab.clients.lambda()
    const { Functions = [] } = await lambda.listFunctions({})
    return Functions.flatMap(({ FunctionName = '' }) => (FunctionName.startsWith(prefix) ? [FunctionName] : []))
  }
})
