import assert from 'node:assert/strict'
import type { LogEvent } from '#telemetry/logReader.ts'
import { sampleCalls } from '#telemetry/sampling.ts'
import { deployedFunction, FakeLogs } from '../../support/fakeLogs.ts'
import { initStartLine, jsonReportLine, type LoggedCall, textReportLine } from '../../support/logLines.ts'

const window = { from: 0, to: 80_000 }
const { signal } = new AbortController()

function call(durationMs: number, more: Partial<LoggedCall> = {}): LoggedCall {
  return { durationMs, billedMs: Math.ceil(durationMs), memoryMb: 512, maxMemoryUsedMb: 90, status: 'success', ...more }
}

let ids = 0
function event(time: number, message: string, stream = '2026/11/20/[$LATEST]a'): LogEvent {
  ids += 1
  return { id: String(ids), time, message, stream }
}

function member(more: Parameters<typeof deployedFunction>[1] = {}) {
  const deployed = deployedFunction('f', more)
  return { function: deployed, group: { name: deployed.logGroup, class: 'standard' as const }, window, notes: [] }
}

function logsOf(...events: readonly LogEvent[]): FakeLogs {
  const logs = new FakeLogs()
  logs.page_ = () => ({ events })
  return logs
}

describe('a sample of calls', () => {
  it('is whole when all fits on one page, of text and JSON mixed', async () => {
    const logs = logsOf(
      event(10, textReportLine(call(1))),
      event(20, 'START RequestId: 1'),
      event(30, jsonReportLine(call(2))),
    )
    const { calls, isWhole } = await sampleCalls(logs, member(), signal)
    assert.deepEqual(
      calls.map(({ durationMs, time, version }) => [durationMs, time, version]),
      [
        [1, 10, '$LATEST'],
        [2, 30, '$LATEST'],
      ],
    )
    assert.ok(isWhole)
    assert.equal(logs.pages.length, 1)
  })

  it('counts an event once, though pages repeat', async () => {
    const repeated = event(10, textReportLine(call(1)))
    const logs = new FakeLogs()
    logs.page_ = () => ({ events: [repeated], next: 'the same again' })
    const { calls, isWhole } = await sampleCalls(logs, member(), signal)
    assert.equal(calls.length, 1)
    assert.ok(!isWhole)
    assert.ok(logs.pages.length <= 8)
  })

  it('counts all calls of one request id: a retry has the id of the call that failed', async () => {
    const one = { requestId: '8f507cfc-5a6b-4f9e-a8b3-1f3c2a3f5d11' }
    const logs = logsOf(...Array.from({ length: 5000 }, (_, n) => event(n, textReportLine(call(n % 7, one)))))
    assert.equal((await sampleCalls(logs, member(), signal)).calls.length, 5000)
  })

  it('is spread over the window when there are too many, with a bound on pages', async () => {
    const logs = new FakeLogs()
    logs.page_ = (_, __, from) => ({ events: [event(from + 1, textReportLine(call(from)))], next: 'more' })
    const { calls, isWhole } = await sampleCalls(logs, member(), signal)
    const starts = calls.map(({ durationMs }) => durationMs)
    assert.equal(logs.pages.length, 8)
    assert.ok(!isWhole)
    assert.ok(Math.max(...starts) > 65_000 && Math.min(...starts) === 0, String(starts))
  })

  it('tells environments that stood idle after their init from those that a call waited for', async () => {
    const cold = (time: number, stream: string, initAt: number, format: 'text' | 'json') => {
      const line = format === 'text' ? textReportLine : jsonReportLine
      return [
        event(initAt, initStartLine(format, initAt), stream),
        event(time, line(call(50, { initMs: 400 })), stream),
        event(time + 100, line(call(50)), stream),
      ]
    }
    const logs = logsOf(
      ...cold(1450, '2026/11/20/[$LATEST]waited', 1000, 'text'),
      ...cold(61_450, '2026/11/20/[$LATEST]idle', 1000, 'text'),
      ...cold(1452, '2026/11/20/[$LATEST]json', 1000, 'json'),
      event(900, textReportLine(call(50, { initMs: 400 })), '2026/11/20/[$LATEST]cut'),
    )
    const { told, ahead } = await sampleCalls(logs, member(), signal)
    assert.deepEqual([told, ahead], [3, 1])
  })

  it('takes a provisioned environment for one that nobody waited for', async () => {
    const init = initStartLine('json', 1000).replace('on-demand', 'provisioned-concurrency')
    const logs = logsOf(event(1000, init), event(1450, jsonReportLine(call(50, { initMs: 400 }))))
    const { told, ahead } = await sampleCalls(logs, member(), signal)
    assert.deepEqual([told, ahead], [1, 1])
  })

  it('knows timeouts of older logs, whose reports have no status', async () => {
    const requestId = '8f507cfc-5a6b-4f9e-a8b3-1f3c2a3f5d11'
    const said = event(3000, `2026-11-20T10:00:03Z ${requestId} Task timed out after 3.00 seconds\n`)
    const old = await sampleCalls(
      logsOf(said, event(3001, textReportLine(call(3000, { requestId })))),
      member(),
      signal,
    )
    assert.equal(old.calls[0]?.status, 'timeout')
    const timeout = event(3001, textReportLine(call(3000, { requestId, status: 'timeout' })))
    const retry = event(9000, textReportLine(call(20, { requestId })))
    const now = await sampleCalls(logsOf(said, timeout, retry), member(), signal)
    assert.deepEqual(
      now.calls.map(({ status }) => status),
      ['timeout', 'success'],
    )
  })

  it('takes from a shared group the streams that name the function, or no function', async () => {
    const events = [
      event(1, textReportLine(call(1)), '2026/11/20/f[$LATEST]a'),
      event(2, textReportLine(call(2)), '2026/11/20/other[$LATEST]b'),
    ]
    const shared = { logGroup: 'shop' }
    const named = await sampleCalls(logsOf(...events), member(shared), signal)
    assert.deepEqual([named.calls.map(({ durationMs }) => durationMs), named.isShared], [[1], false])
    const nameless = event(3, textReportLine(call(3)), '2026/11/20/[$LATEST]c')
    const mixed = await sampleCalls(logsOf(...events, nameless), member(shared), signal)
    assert.deepEqual([mixed.calls.length, mixed.isShared], [2, true])
  })

  it('of one version leaves out the others', async () => {
    const logs = logsOf(
      event(1, textReportLine(call(1)), '2026/11/20/[7]a'),
      event(2, textReportLine(call(2)), '2026/11/20/[$LATEST]b'),
    )
    const { calls } = await sampleCalls(logs, member({ qualifier: 'live', version: '7' }), signal)
    assert.deepEqual(
      calls.map(({ durationMs }) => durationMs),
      [1],
    )
  })
})
