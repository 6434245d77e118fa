import assert from 'node:assert/strict'
import { request } from 'node:http'
import { availableParallelism } from 'node:os'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { LensError } from '#common/errors.ts'
import { predictionPath } from '#lab/prediction.ts'
import { predictInLab, type PredictionRequest } from '#lab/predictionClient.ts'
import { TestLab } from './testLab.ts'

const working = `
const { Worker, isMainThread, workerData } = require('node:worker_threads')
const spin = ms => { const before = process.threadCpuUsage?.() ?? process.cpuUsage(); for (;;) {
  const { user, system } = process.threadCpuUsage?.(before) ?? process.cpuUsage(before)
  if ((user + system) / 1000 >= ms) return
} }
if (!isMainThread) spin(workerData)
exports.handler = async ({ cpuMs = 0, waitMs = 0, threads = 0, fail }) => {
  console.log('seen')
  if (fail) throw new RangeError(fail)
  const started = Array.from({ length: threads }, () => new Worker(__filename, { workerData: cpuMs }))
  await Promise.all(started.map(worker => new Promise(done => worker.once('exit', done))))
  if (threads === 0) spin(cpuMs)
  await new Promise(done => setTimeout(done, waitMs))
  return 1
}`

describe('a prediction by the lab', () => {
  let lab: TestLab
  before(async function () {
    if (process.platform !== 'linux') this.skip()
    lab = await TestLab.start()
    await lab.create('working', { 'index.js': working }, { MemorySize: 512, Timeout: 30 })
  })
  after(() => lab?.stop())

  const predict = (event: object, more: Partial<PredictionRequest> = {}) => {
    const asked = { functionName: 'working', payload: JSON.stringify(event), sizes: [256, 512, 1769], ...more }
    return predictInLab(lab.lab, asked, new AbortController().signal)
  }

  it('has a cold and a warm curve from calls that are not throttled', async () => {
    const { calls, failure } = await predict({ cpuMs: 150 })
    assert.equal(failure, undefined)
    assert.deepEqual(
      calls.map(({ initMs }) => initMs !== undefined),
      [true, false],
    )
    for (const { sizes, cpuMs, peakMb } of calls) {
      assert.ok(cpuMs >= 145 && peakMb > 20, `${cpuMs} ms, ${peakMb} MB`)
      assert.deepEqual(
        sizes.map(({ memoryMb, isBeyondMachine }) => [memoryMb, isBeyondMachine]),
        [
          [256, false],
          [512, false],
          [1769, false],
        ],
      )
      const [small = 0, middle = 0] = sizes.map(({ durationMs }) => durationMs)
      // One period more or less: the last one is not waited for.
      assert.ok(Math.abs(small - cpuMs / (256 / 1769)) < 25, `${small} ms for ${cpuMs} ms of CPU at 256 MB`)
      assert.ok(Math.abs(middle - cpuMs / (512 / 1769)) < 25, `${middle} ms for ${cpuMs} ms of CPU at 512 MB`)
    }
  })

  it('leaves waiting as it is', async () => {
    const { calls } = await predict({ waitMs: 200 })
    for (const { durationMs } of calls.at(-1)?.sizes ?? []) assert.ok(durationMs > 190, `${durationMs} ms`)
  })

  it('marks what this machine has too few cores for, for calls of several threads', async () => {
    const beyondMb = Math.min(10_240, availableParallelism() * 1769 + 200)
    if (beyondMb === 10_240) return
    const marks = async (event: object) => {
      const { calls } = await predict(event, { sizes: [1769, beyondMb], calls: 1 })
      return calls.flatMap(({ sizes }) => sizes.map(({ isBeyondMachine }) => isBeyondMachine))
    }
    assert.deepEqual(await marks({ threads: 2, cpuMs: 150 }), [false, true])
    assert.deepEqual(await marks({ cpuMs: 150 }), [false, false])
  })

  it('leaves no trace in the function’s log', async () => {
    await predict({})
    const filter = new FilterLogEventsCommand({ logGroupName: '/aws/lambda/working' })
    await assert.rejects(lab.logs.send(filter), { name: 'ResourceNotFoundException' })
  })

  it('tells of a call that fails', async () => {
    const { calls, failure } = await predict({ fail: 'on purpose' })
    assert.deepEqual(calls, [])
    assert.match(failure?.payload ?? '', /RangeError.*on purpose/)
    assert.match(failure?.logTail ?? '', /\tINFO\tseen\n/)
  })

  it('is refused for what is no function, no size, or too many calls', async () => {
    const cases = [
      [{ functionName: 'absent' }, /Function not found/],
      [{ sizes: [] }, /memory sizes from 128 to 10240/],
      [{ sizes: [127] }, /memory sizes from 128 to 10240/],
      [{ calls: 21 }, /from 1 to 20/],
    ] as const
    for (const [more, message] of cases) {
      await assert.rejects(predict({}, more), error => {
        assert.ok(error instanceof LensError)
        assert.equal(error.code, 'prediction-refused')
        assert.match(error.message, message)
        return true
      })
    }
  })

  it('is for those who have the key', async () => {
    const status = await new Promise((resolve, reject) => {
      const url = new URL(predictionPath('working'), lab.lab.endpoint)
      const sent = request(url, { method: 'POST' }, answer => resolve(answer.resume().statusCode))
      sent.on('error', reject)
      sent.end('{"sizes":[256]}')
    })
    assert.equal(status, 403)
  })

  it('ends when it is aborted', async () => {
    const signal = AbortSignal.abort()
    const asked = { functionName: 'working', payload: '{}', sizes: [256] }
    await assert.rejects(predictInLab(lab.lab, asked, signal), { name: 'AbortError' })
  })
})
