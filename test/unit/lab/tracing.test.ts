import assert from 'node:assert/strict'
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { newTrace, traceHeader } from '#lab/trace.ts'
import { reportsOf } from '#telemetry/report.ts'
import { TestLab } from './testLab.ts'

const telling = { 'index.js': 'exports.handler = async () => process.env._X_AMZN_TRACE_ID' }
const header = /^Root=(1-[0-9a-f]{8}-[0-9a-f]{24});Parent=([0-9a-f]{16});Sampled=([01])$/

describe('tracing in the lab', () => {
  let lab: TestLab
  before(async () => {
    lab = await TestLab.start()
  })
  after(() => lab.stop())

  it('gives the ids to the function and to its report when it is active', async () => {
    await lab.create('active', telling, { TracingConfig: { Mode: 'Active' } })
    const first = await lab.call('active')
    const [, traceId, segmentId, sampled] = header.exec(String(first.payload)) ?? []
    assert.equal(sampled, '1')
    const [line = '', xray] = first.log.slice(first.log.indexOf('REPORT ')).split('\n')
    assert.match(line, /\tInit Duration: \S+ ms\t$/)
    assert.equal(xray, `XRAY TraceId: ${traceId}\tSegmentId: ${segmentId}\tSampled: true\t`)
    assert.deepEqual(
      reportsOf(first.log).map(({ xrayTraceId }) => xrayTraceId),
      [traceId],
    )
    assert.notEqual(header.exec(String((await lab.call('active')).payload))?.[1], traceId)
    const { TracingConfig } = await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'active' }))
    assert.deepEqual(TracingConfig, { Mode: 'Active' })
  })

  it('leaves the report alone when it is not', async () => {
    await lab.create('passive', telling)
    const { payload, log } = await lab.call('passive')
    assert.equal(header.exec(String(payload))?.[3], '0')
    assert.ok(!log.includes('XRAY'))
  })

  it('writes them into JSON reports and gives them to Python', async () => {
    const code = { 'index.py': 'import os\ndef handler(event, context):\n  return os.environ["_X_AMZN_TRACE_ID"]' }
    const LoggingConfig = { LogFormat: 'JSON' } as const
    await lab.create('json', code, { Runtime: 'python3.13', TracingConfig: { Mode: 'Active' }, LoggingConfig })
    const { payload, log } = await lab.call('json')
    const report = log.split('\n').find(line => line.includes('platform.report')) ?? ''
    const { tracing } = JSON.parse(report).record as { tracing: { spanId: string; type: string; value: string } }
    const [, , segmentId] = header.exec(String(payload)) ?? []
    assert.deepEqual(tracing, { spanId: segmentId, type: 'X-Amzn-Trace-Id', value: payload })
  })

  it('refuses another mode', async () => {
    const TracingConfig = { Mode: 'Often' as 'Active' }
    const update = new UpdateFunctionConfigurationCommand({ FunctionName: 'passive', TracingConfig })
    await assert.rejects(lab.lambda.send(update), { name: 'ValidationException' })
  })

  it('goes on with the caller’s trace and decision', () => {
    const root = '1-67a2ad5f-10bdf06ec4cb0ba110bdf06e'
    const cases = [
      [`Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`, 'PassThrough', true],
      [`Root=${root};Parent=53995c3f42cd8ad8;Sampled=0`, 'Active', false],
      [`Self=1-1-1; Root=${root}`, 'Active', true],
      [`Root=${root};Sampled=?`, 'PassThrough', false],
    ] as const
    for (const [callers, mode, isSampled] of cases) {
      const trace = newTrace(callers, mode, 0)
      assert.deepEqual([trace.traceId, trace.isSampled], [root, isSampled])
      assert.match(traceHeader(trace), header)
    }
    assert.match(newTrace(undefined, 'Active', Date.UTC(2026, 10, 21)).traceId, /^1-6b00df00-/)
  })
})
