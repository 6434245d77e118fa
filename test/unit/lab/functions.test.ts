import assert from 'node:assert/strict'
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  paginateListVersionsByFunction,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { TestLab, zipOf } from './testLab.ts'

const answering = (text: string) => ({ 'index.mjs': `export const handler = async () => '${text}'` })

describe('functions of the lab', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  const configuration = (name: string, qualifier?: string) =>
    lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: qualifier }))
  const settled = (name: string) =>
    waitUntilFunctionUpdatedV2(
      { client: lab.lambda, maxWaitTime: 5, minDelay: 0.05, maxDelay: 0.05 },
      { FunctionName: name },
    )
  const fails = (promise: Promise<unknown>, name: string, status: number) =>
    assert.rejects(promise, (error: { name: string; $metadata: { httpStatusCode: number } }) => {
      assert.equal(error.name, name)
      assert.equal(error.$metadata.httpStatusCode, status)
      return true
    })

  it('keeps what CreateFunction says and sets what it does not', async () => {
    await lab.create('created', answering('hi'), {
      MemorySize: undefined,
      Description: 'says hi',
      Environment: { Variables: { A: '1' } },
    })
    const found = await configuration('created')
    assert.equal(found.State, 'Active')
    assert.equal(found.Version, '$LATEST')
    assert.equal(found.FunctionArn, 'arn:aws:lambda:us-east-1:000000000000:function:created')
    assert.equal(found.MemorySize, 128)
    assert.equal(found.Timeout, 3)
    assert.equal(found.Description, 'says hi')
    assert.deepEqual(found.Environment?.Variables, { A: '1' })
    assert.match(found.CodeSha256 ?? '', /^[\w+/]{43}=$/)
    assert.equal((await configuration(`${found.FunctionArn}:$LATEST`)).FunctionArn, `${found.FunctionArn}:$LATEST`)
    const whole = await lab.lambda.send(new GetFunctionCommand({ FunctionName: 'created' }))
    assert.equal(whole.Configuration?.Handler, 'index.handler')
    const list = await lab.lambda.send(new ListFunctionsCommand({}))
    assert.ok(list.Functions?.some(({ FunctionName }) => FunctionName === 'created'))
  })

  it('refuses what the service refuses', async () => {
    await lab.create('refusing', answering('hi'))
    const update = (input: object) =>
      lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'refusing', ...input }))
    await fails(configuration('nobody'), 'ResourceNotFoundException', 404)
    await fails(configuration('refusing', '7'), 'ResourceNotFoundException', 404)
    await fails(lab.create('refusing', answering('hi')), 'ResourceConflictException', 409)
    await fails(update({ MemorySize: 127 }), 'ValidationException', 400)
    await fails(update({ MemorySize: 10_241 }), 'ValidationException', 400)
    await fails(update({ Timeout: 901 }), 'ValidationException', 400)
    await fails(update({ Environment: { Variables: { AWS_REGION: 'x' } } }), 'InvalidParameterValueException', 400)
    await fails(update({ Runtime: 'java21' }), 'InvalidParameterValueException', 400)
    await fails(update({ RevisionId: 'another' }), 'PreconditionFailedException', 412)
    const noZip = { FunctionName: 'refusing', ZipFile: Buffer.from('no zip') }
    await fails(lab.lambda.send(new UpdateFunctionCodeCommand(noZip)), 'InvalidParameterValueException', 400)
    const outside = { FunctionName: 'refusing', ZipFile: zipOf({ '../outside.js': '' }) }
    await fails(lab.lambda.send(new UpdateFunctionCodeCommand(outside)), 'InvalidParameterValueException', 400)
    assert.equal((await configuration('refusing')).MemorySize, 1024)
  })

  it('takes one update at a time, and changes the revision with each and when it settles', async () => {
    await lab.create('updated', answering('hi'))
    const before = await configuration('updated')
    const update = { FunctionName: 'updated', MemorySize: 256, RevisionId: before.RevisionId }
    const during = await lab.lambda.send(new UpdateFunctionConfigurationCommand(update))
    assert.equal(during.LastUpdateStatus, 'InProgress')
    await fails(
      lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'updated', MemorySize: 512 })),
      'ResourceConflictException',
      409,
    )
    await fails(
      lab.lambda.send(new PublishVersionCommand({ FunctionName: 'updated' })),
      'ResourceConflictException',
      409,
    )
    await settled('updated')
    const after = await configuration('updated')
    assert.equal(after.MemorySize, 256)
    assert.equal(new Set([before.RevisionId, during.RevisionId, after.RevisionId]).size, 3)
  })

  it('calls new code after an update, in a new environment', async () => {
    await lab.create('replaced', answering('old'))
    assert.equal((await lab.call('replaced')).payload, 'old')
    assert.equal((await lab.call('replaced')).report.has('Init Duration'), false)
    await lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'replaced', ZipFile: zipOf(answering('new')) }))
    await settled('replaced')
    const called = await lab.call('replaced')
    assert.equal(called.payload, 'new')
    assert.ok(called.report.has('Init Duration'))
  })

  it('says what an update of the code would do without doing it', async () => {
    await lab.create('dry', answering('old'))
    const before = await configuration('dry')
    const update = (input: object) =>
      lab.lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName: 'dry',
          ZipFile: zipOf(answering('new')),
          DryRun: true,
          ...input,
        }),
      )
    const answer = await update({})
    assert.notEqual(answer.CodeSha256, before.CodeSha256)
    assert.deepEqual({ ...(await configuration('dry')), $metadata: undefined }, { ...before, $metadata: undefined })
    assert.equal((await lab.call('dry')).payload, 'old')
    await fails(update({ ZipFile: Buffer.from('no zip') }), 'InvalidParameterValueException', 400)
    await fails(update({ RevisionId: 'another' }), 'PreconditionFailedException', 412)
  })

  it('publishes a version together with creating and updating', async () => {
    await lab.create('together', answering('one'), { Publish: true })
    const made = await configuration('together', '1')
    assert.equal(made.Version, '1')
    const ZipFile = zipOf(answering('two'))
    const updated = await lab.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'together', ZipFile, Publish: true }),
    )
    assert.equal(updated.Version, '2')
    assert.equal(updated.FunctionArn, `${made.FunctionArn?.slice(0, -2)}:2`)
    await settled('together')
    assert.equal((await configuration('together', '2')).State, 'Active')
    const answers = [await lab.call('together:1'), await lab.call('together:2'), await lab.call('together')]
    assert.deepEqual(
      answers.map(({ payload }) => payload),
      ['one', 'two', 'two'],
    )
  })

  it('publishes versions that stay as they were', async () => {
    await lab.create('published', answering('one'))
    const publish = (input: object = {}) =>
      lab.lambda.send(new PublishVersionCommand({ FunctionName: 'published', ...input }))
    const first = await publish({ Description: 'first' })
    assert.equal(first.Version, '1')
    assert.equal(first.Description, 'first')
    assert.equal((await publish({ Description: 'again' })).Version, '1')
    await fails(publish({ CodeSha256: 'another' }), 'InvalidParameterValueException', 400)
    await lab.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'published', ZipFile: zipOf(answering('two')) }),
    )
    await settled('published')
    assert.equal((await publish()).Version, '2')
    const old = await lab.call('published', {}, { Qualifier: '1' })
    assert.deepEqual([old.payload, old.version], ['one', '1'])
    assert.match(old.log, /^START RequestId: \S+ Version: 1$/m)
    assert.equal((await lab.call('published:2')).payload, 'two')
    await lab.lambda.send(new DeleteFunctionCommand({ FunctionName: 'published', Qualifier: '2' }))
    await fails(lab.call('published', {}, { Qualifier: '2' }), 'ResourceNotFoundException', 404)
    const { Versions = [] } = await lab.lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'published' }))
    assert.deepEqual(
      Versions.map(({ Version }) => Version),
      ['$LATEST', '1'],
    )
  })

  it('lists versions in pages', async () => {
    await lab.create('paged', answering('hi'))
    for (const MemorySize of [256, 512, 768]) {
      await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'paged', MemorySize }))
      await settled('paged')
      await lab.lambda.send(new PublishVersionCommand({ FunctionName: 'paged' }))
    }
    const pages: (number | undefined)[][] = []
    for await (const { Versions = [] } of paginateListVersionsByFunction(
      { client: lab.lambda, pageSize: 3 },
      { FunctionName: 'paged' },
    ))
      pages.push(Versions.map(({ MemorySize }) => MemorySize))
    assert.deepEqual(pages, [[768, 256, 512], [768]])
  })

  it('forgets a deleted function', async () => {
    await lab.create('deleted', answering('hi'))
    await lab.lambda.send(new DeleteFunctionCommand({ FunctionName: 'deleted' }))
    await fails(lab.call('deleted'), 'ResourceNotFoundException', 404)
    await fails(
      lab.lambda.send(new DeleteFunctionCommand({ FunctionName: 'deleted' })),
      'ResourceNotFoundException',
      404,
    )
  })
})
