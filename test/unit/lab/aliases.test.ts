import assert from 'node:assert/strict'
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListAliasesCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { figure, TestLab, until, zipOf } from './testLab.ts'

const answering = (text: string) => ({ 'index.mjs': `export const handler = async (event, context) => '${text}'` })

describe('aliases and concurrency in the lab', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  /** A function with the versions 1 and 2, which answer `one` and `two`. */
  async function createTwo(FunctionName: string): Promise<void> {
    await lab.create(FunctionName, answering('one'), { Publish: true })
    const ZipFile = zipOf(answering('two'))
    await lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Publish: true }))
    await waitUntilFunctionUpdatedV2(
      { client: lab.lambda, maxWaitTime: 5, minDelay: 0.05, maxDelay: 0.05 },
      { FunctionName },
    )
  }

  it('calls the version that an alias points to', async () => {
    await createTwo('aliased')
    const FunctionName = 'aliased'
    const alias = { FunctionName, Name: 'live' }
    const created = await lab.lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }))
    assert.match(created.AliasArn ?? '', /:function:aliased:live$/)
    const first = await lab.call('aliased', {}, { Qualifier: 'live' })
    assert.deepEqual([first.payload, first.version], ['one', '1'])
    await lab.lambda.send(new UpdateAliasCommand({ ...alias, FunctionVersion: '2', Description: 'now two' }))
    assert.equal((await lab.call('aliased:live')).payload, 'two')
    const found = await lab.lambda.send(new GetAliasCommand(alias))
    assert.deepEqual([found.FunctionVersion, found.Description], ['2', 'now two'])
    assert.notEqual(found.RevisionId, created.RevisionId)
    const { Aliases = [] } = await lab.lambda.send(new ListAliasesCommand({ FunctionName }))
    assert.deepEqual(
      Aliases.map(({ Name }) => Name),
      ['live'],
    )
    await lab.lambda.send(new DeleteAliasCommand(alias))
    await assert.rejects(lab.call('aliased:live'), { name: 'ResourceNotFoundException' })
  })

  it('splits the calls of an alias between two versions', async () => {
    await createTwo('split')
    const FunctionName = 'split'
    const weigh = (weights: Record<string, number>) =>
      lab.lambda.send(
        new UpdateAliasCommand({ FunctionName, Name: 'live', RoutingConfig: { AdditionalVersionWeights: weights } }),
      )
    const versions = async (calls: number) => {
      const found = new Set<string | undefined>()
      for (let n = 0; n < calls; n++) found.add((await lab.call('split:live')).version)
      return [...found].toSorted((a = '', b = '') => (a < b ? -1 : 1))
    }
    await lab.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }))
    await weigh({ '2': 1 })
    assert.deepEqual(await versions(3), ['2'])
    const remove = new DeleteFunctionCommand({ FunctionName, Qualifier: '2' })
    await assert.rejects(lab.lambda.send(remove), { name: 'ResourceConflictException' })
    await weigh({ '2': 0 })
    assert.deepEqual(await versions(3), ['1'])
    const { RoutingConfig } = await weigh({ '2': 0.5 })
    assert.deepEqual(RoutingConfig, { AdditionalVersionWeights: { '2': 0.5 } })
    // That one of them never comes has a chance of 1 in 2^39.
    assert.deepEqual(await versions(40), ['1', '2'])
    assert.equal((await weigh({})).RoutingConfig, undefined)
    assert.deepEqual(await versions(3), ['1'])
  })

  it('refuses what would leave an alias without a version', async () => {
    await createTwo('guarded')
    const FunctionName = 'guarded'
    const create = (input: object) =>
      lab.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1', ...input }))
    await create({})
    const remove = () => lab.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }))
    await assert.rejects(remove(), { name: 'ResourceConflictException' })
    await assert.rejects(create({}), { name: 'ResourceConflictException' })
    await assert.rejects(create({ Name: 'other', FunctionVersion: '9' }), { name: 'ResourceNotFoundException' })
    await assert.rejects(create({ Name: '7' }), { name: 'InvalidParameterValueException' })
    for (const weights of [{ '2': 1.5 }, { '1': 0.1, '2': 0.1 }, { $LATEST: 0.5 }]) {
      const RoutingConfig = { AdditionalVersionWeights: weights as Record<string, number> }
      await assert.rejects(create({ Name: 'split', RoutingConfig }), { name: 'InvalidParameterValueException' })
    }
    const RoutingConfig = { AdditionalVersionWeights: { '9': 0.5 } }
    await assert.rejects(create({ Name: 'split', RoutingConfig }), { name: 'ResourceNotFoundException' })
    await lab.lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }))
    await remove()
  })

  it('makes provisioned environments before there are calls', async () => {
    const files = {
      'index.mjs': 'export const handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE',
    }
    await lab.create('ready', files, { Publish: true })
    const target = { FunctionName: 'ready', Qualifier: '1' }
    const get = () => lab.lambda.send(new GetProvisionedConcurrencyConfigCommand(target))
    await assert.rejects(get(), { name: 'ProvisionedConcurrencyConfigNotFoundException' })
    const put = (input: object) =>
      lab.lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: 2, ...input }),
      )
    await assert.rejects(put({ Qualifier: '$LATEST' }), { name: 'InvalidParameterValueException' })
    assert.equal((await put({})).Status, 'IN_PROGRESS')
    await until(async () => (await get()).Status === 'READY', 'the environments are ready')
    assert.equal((await get()).AvailableProvisionedConcurrentExecutions, 2)
    const called = await lab.call('ready:1')
    assert.equal(called.payload, 'provisioned-concurrency')
    // The first call reports the INIT that it did not wait for.
    assert.ok(called.report.has('Init Duration'))
    const list = new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'ready' })
    const { ProvisionedConcurrencyConfigs = [] } = await lab.lambda.send(list)
    assert.match(ProvisionedConcurrencyConfigs[0]?.FunctionArn ?? '', /:ready:1$/)
    await lab.lambda.send(new DeleteProvisionedConcurrencyConfigCommand(target))
    await assert.rejects(get(), { name: 'ProvisionedConcurrencyConfigNotFoundException' })
    assert.equal((await lab.call('ready:1')).payload, 'on-demand')
  })

  it('gives INIT ahead of calls no more than the function’s share', async function () {
    if (lab.lab.limiter === 'none') this.skip()
    const used = '{ const { user, system } = process.cpuUsage(); return user + system }'
    const spin = `const used = () => ${used}; for (const before = used(); used() < before + 60_000;);`
    const files = { 'index.mjs': `{ ${spin} }; export const handler = async () => 1` }
    await lab.create('slow', files, { Publish: true, MemorySize: 128, Timeout: 30 })
    const target = { FunctionName: 'slow', Qualifier: '1' }
    await lab.lambda.send(new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: 1 }))
    const get = () => lab.lambda.send(new GetProvisionedConcurrencyConfigCommand(target))
    await until(async () => (await get()).Status === 'READY', 'the environment is ready')
    // 60 ms of CPU at 128 MB are 829 ms, and starting the interpreter comes on top.
    assert.ok(figure((await lab.call('slow:1')).report, 'Init Duration') > 800)
  })

  it('says when INIT ahead of calls fails', async () => {
    await lab.create('broken', { 'index.mjs': "throw new Error('at load')" }, { Publish: true })
    const target = { FunctionName: 'broken', Qualifier: '1' }
    await lab.lambda.send(new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: 1 }))
    const get = () => lab.lambda.send(new GetProvisionedConcurrencyConfigCommand(target))
    await until(async () => (await get()).Status === 'FAILED', 'it has failed')
  })

  it('throttles a function beyond its reserved concurrency', async () => {
    const FunctionName = 'reserved'
    const files = { 'index.mjs': 'export const handler = () => new Promise(go => setTimeout(go, 300))' }
    await lab.create(FunctionName, files, { Timeout: 10 })
    await lab.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 2 }))
    const found = await lab.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))
    assert.equal(found.ReservedConcurrentExecutions, 2)
    const calls = await Promise.allSettled([1, 2, 3].map(() => lab.call(FunctionName)))
    const reasons = calls.flatMap(call => (call.status === 'rejected' ? [call.reason.Reason] : []))
    assert.deepEqual(reasons, ['ReservedFunctionConcurrentInvocationLimitExceeded'])
    await lab.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
    await assert.rejects(lab.call(FunctionName), { name: 'TooManyRequestsException' })
    await lab.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
    assert.equal((await lab.call(FunctionName)).error, undefined)
  })
})
