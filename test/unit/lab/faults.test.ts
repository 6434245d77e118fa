import assert from 'node:assert/strict'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetFunctionCommand, GetFunctionConfigurationCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import { LensError } from '#common/errors.ts'
import { TestLab, until, zipOf } from './testLab.ts'

const answering = { 'index.mjs': 'export const handler = async () => 1' }

describe('faults of the lab', () => {
  const labs: TestLab[] = []
  const start = async (faults: string) => {
    const lab = await TestLab.start({ faults })
    labs.push(lab)
    return lab
  }
  afterEach(async () => {
    for (const lab of labs.splice(0)) await lab.stop()
  })
  const get = (lab: TestLab) =>
    lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'absent' })).then(
      () => 'found',
      (error: unknown) => (error as Error).name,
    )

  it('throttle and fail a share of the requests, the same ones with the same seed', async () => {
    const outcomes = async () => {
      const lab = await start('throttle=0.3,server-error=0.3,seed=7')
      const names = []
      for (let n = 0; n < 40; n++) names.push(await get(lab))
      return names
    }
    const first = await outcomes()
    assert.deepEqual(await outcomes(), first)
    const count = (name: string) => first.filter(found => found === name).length
    assert.ok(count('TooManyRequestsException') >= 4)
    assert.ok(count('ServiceException') >= 4)
    assert.ok(count('ResourceNotFoundException') >= 10)
  })

  it('deny actions', async () => {
    const lab = await start('deny=lambda:InvokeFunction,deny=logs:*')
    await lab.create('denied', answering)
    await assert.rejects(lab.call('denied'), { name: 'AccessDeniedException' })
    const filter = new FilterLogEventsCommand({ logGroupName: 'any' })
    await assert.rejects(lab.logs.send(filter), { name: 'AccessDeniedException' })
    await lab.lambda.send(new GetFunctionCommand({ FunctionName: 'denied' }))
  })

  it('let the token expire', async () => {
    assert.equal(await get(await start('expired-token=true')), 'ExpiredTokenException')
  })

  it('slow down requests and updates', async () => {
    const lab = await start('latency-ms=100,slow-update-ms=300')
    const started = performance.now()
    await get(lab)
    assert.ok(performance.now() - started >= 100)
    await lab.create('slow', answering)
    assert.ok(performance.now() - started >= 500)
  })

  it('fail updates, and leave what is called as it was', async () => {
    const lab = await start('update-failure=1')
    await lab.create('stuck', answering)
    const FunctionName = 'stuck'
    const ZipFile = zipOf({ 'index.mjs': 'export const handler = async () => 2' })
    await lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))
    const status = async () =>
      (await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).LastUpdateStatus
    await until(async () => (await status()) === 'Failed', 'the update has failed')
    assert.equal((await lab.call('stuck')).payload, 1)
  })

  it('kill environments during calls', async () => {
    const lab = await start('death=1')
    await lab.create('dying', answering)
    const { errorType } = (await lab.call('dying')).payload as { errorType: string }
    assert.equal(errorType, 'Runtime.ExitError')
  })

  it('are refused when they are not understood', async () => {
    for (const faults of ['nonsense=1', 'throttle=2', 'latency-ms=soon'])
      await assert.rejects(start(faults), error => error instanceof LensError && /lab-faults/.test(error.message))
  })
})

describe('a lab without requests', () => {
  it('ends after idling, if it is told to', async () => {
    const lab = await TestLab.start({ idleSeconds: 0.3 })
    assert.deepEqual(await lab.lab.exited, { code: 0, signal: null })
    await lab.stop()
  })
})
