import assert from 'node:assert/strict'
import { FunctionDetails } from '#telemetry/functionDetails.ts'
import type { LogEvent } from '#telemetry/logReader.ts'
import { type ScanBudget, unlimited } from '#telemetry/scanBudget.ts'
import { deployedFunction, FakeLogs, lensError, statisticsRow } from '../../support/fakeLogs.ts'
import { textReportLine } from '../../support/logLines.ts'

const { signal } = new AbortController()
const hourMs = 3_600_000
const now = Date.parse('2026-11-21T12:00:00Z')
const window = { from: now - 24 * hourMs, to: now }
const deployed = deployedFunction('f')

function details(logs: FakeLogs, budget: ScanBudget = unlimited): FunctionDetails {
  return new FunctionDetails({ logs, budget, now: () => now })
}

function event(time: number, durationMs: number, version = '7'): LogEvent {
  const call = {
    durationMs,
    billedMs: Math.ceil(durationMs),
    memoryMb: 512,
    maxMemoryUsedMb: 90,
    status: 'success',
  } as const
  return { id: `${time} ${durationMs}`, stream: `2026/11/20/[${version}]a`, time, message: textReportLine(call) }
}

const denied = () => {
  throw lensError('access-denied')
}

describe('the details of one function', () => {
  it('by time are one query, oldest first', async () => {
    const logs = new FakeLogs()
    logs.answer = () => [
      statisticsRow('f', { binStart: '2026-11-21 11:00:00.000', calls: '7' }),
      statisticsRow('f', { binStart: '2026-11-21 10:00:00.000', calls: '5' }),
    ]
    const bins = await details(logs).bins(deployed, window, 60, signal)
    assert.deepEqual(
      bins.map(({ key, statistics }) => [new Date(key).toISOString(), statistics.count]),
      [
        ['2026-11-21T10:00:00.000Z', 5],
        ['2026-11-21T11:00:00.000Z', 7],
      ],
    )
    assert.equal(logs.queries.length, 1)
    assert.match(logs.queries[0]?.text ?? '', /bin\(60m\)/)
  })

  it('by version are one query, most calls first', async () => {
    const logs = new FakeLogs()
    logs.answer = () => [statisticsRow('f', { version: '3', calls: '2' }), statisticsRow('f', { version: '4' })]
    const versions = await details(logs).versions(deployed, window, signal)
    assert.deepEqual(
      versions.map(({ key, statistics }) => [key, statistics.count]),
      [
        ['4', 1000],
        ['3', 2],
      ],
    )
  })

  it('are made of single events where queries are denied', async () => {
    const logs = new FakeLogs()
    logs.answer = denied
    const eleven = now - hourMs
    logs.page_ = () => ({ events: [event(eleven, 10), event(eleven + 1, 20), event(eleven - 1, 30, '8')] })
    const bins = await details(logs).bins(deployed, window, 60, signal)
    assert.deepEqual(
      bins.map(({ key, statistics }) => [key, statistics.count, statistics.maxMs]),
      [
        [eleven - hourMs, 1, 30],
        [eleven, 2, 20],
      ],
    )
    const versions = await details(logs).versions(deployed, window, signal)
    assert.deepEqual(
      versions.map(({ key, statistics }) => [key, statistics.count]),
      [
        ['7', 2],
        ['8', 1],
      ],
    )
  })

  it('are refused with the reason where there is no log or no budget', async () => {
    const logs = new FakeLogs()
    logs.groupsByName = new Map()
    await assert.rejects(details(logs).versions(deployed, window, signal), { code: 'no-log' })
    const broke: ScanBudget = { ...unlimited, limitUsd: 0.5, allows: async () => false }
    await assert.rejects(details(new FakeLogs(), broke).versions(deployed, window, signal), { code: 'over-budget' })
  })
})

describe('a function since its last deployment', () => {
  const deployedAt = now - 3 * hourMs

  it('is compared with the same span before it, by two queries', async () => {
    const logs = new FakeLogs()
    logs.answer = ({ text }) =>
      text.includes('above')
        ? [new Map(Object.entries({ '@log': '1:/aws/lambda/f', calls: '1000', p99Ms: '36.3', above: '60' }))]
        : [statisticsRow('f')]
    const found = await details(logs).comparison(deployed, deployedAt, 24 * hourMs, signal)
    assert.ok(Math.abs((found?.p99Change ?? 0) - 0.21) < 1e-9)
    assert.deepEqual(
      logs.queries.map(query => query.window),
      [
        { from: deployedAt - 3 * hourMs, to: deployedAt },
        { from: deployedAt, to: now },
      ],
    )
    assert.match(logs.queries[1]?.text ?? '', /filter memoryMb = 512\n.*durationMs - 30/)
  })

  it('is not compared without calls on both sides', async () => {
    const logs = new FakeLogs()
    assert.equal(await details(logs).comparison(deployed, deployedAt, 24 * hourMs, signal), undefined)
    logs.answer = ({ text }) => (text.includes('above') ? [] : [statisticsRow('f')])
    assert.equal(await details(logs).comparison(deployed, deployedAt, 24 * hourMs, signal), undefined)
  })

  it('is compared by single events where queries are denied', async () => {
    const logs = new FakeLogs()
    logs.answer = denied
    logs.page_ = (_, __, from) => ({
      events: Array.from({ length: 400 }, (_, n) => event(from + n, (n % 100) * (from < deployedAt ? 1 : 2))),
    })
    const found = await details(logs).comparison(deployed, deployedAt, 24 * hourMs, signal)
    assert.deepEqual([found?.before.count, found?.after.count], [400, 400])
    assert.ok((found?.p99Change ?? 0) > 0.9, String(found?.p99Change))
  })
})
