import assert from 'node:assert/strict'
import { functionDirectory } from '#aws/functionDirectory.ts'
import { logReader } from '#aws/logReader.ts'
import { FunctionDetails } from '#telemetry/functionDetails.ts'
import { summarize } from '#telemetry/statistics.ts'
import { readFrom, someCalls, statisticsService, type TimedCall } from '../../support/labStatistics.ts'
import { type LoggedEvent, type LoggedLab, startLoggedLab } from '../../support/loggedLab.ts'
import { initStartLine, logOf } from '../../support/logLines.ts'

const hourMs = 3_600_000
const { signal } = new AbortController()

/** What the SDK sent, by operation. */
function countRequests(lab: LoggedLab, counts: Map<string, number>): Promise<void> {
  return lab.clients.logs().then(logs =>
    logs.middlewareStack.add(
      (next, { commandName = '' }) =>
        async args => {
          counts.set(commandName, (counts.get(commandName) ?? 0) + 1)
          return await next(args)
        },
      { step: 'initialize' },
    ),
  )
}

describe('statistics from the lab, through the SDK clients', function () {
  this.timeout(60_000)
  const now = Date.now()
  const calls = { text: someCalls(4000, 1, now), json: someCalls(3000, 2, now), few: someCalls(5, 3, now) }
  const stream = (id: string) => `2026/11/20/[$LATEST]${id}`
  const init = (group: string, id: string, time: number, format: 'text' | 'json'): LoggedEvent => {
    return { group, stream: stream(id), time, message: initStartLine(format, time) }
  }
  const cold: TimedCall = {
    ...(calls.few[1] ?? assert.fail()),
    durationMs: 50,
    billedMs: 450,
    initMs: 400,
    time: now - hourMs,
  }
  const warm: TimedCall = { ...(calls.few[1] ?? assert.fail()), time: now - hourMs }
  const absurd = { ...cold, durationMs: 7e6 }
  let lab: LoggedLab
  before(async () => {
    lab = await startLoggedLab([
      ...logOf('/aws/lambda/text', 'text', calls.text),
      ...logOf('/aws/lambda/json', 'json', calls.json),
      ...logOf('/aws/lambda/mixed', 'text', calls.few),
      ...logOf('/aws/lambda/mixed', 'json', calls.json),
      ...logOf('/aws/lambda/few', 'text', calls.few),
      ...logOf('/aws/lambda/few', 'text', [absurd, { ...cold, durationMs: -1 }]),
      {
        group: '/aws/lambda/few',
        stream: stream('a'),
        time: now - hourMs,
        message: 'REPORT RequestId: 1\tDuration: 3',
      },
      ...logOf('/aws/lambda/sizes', 'text', calls.few),
      ...logOf('/aws/lambda/sizes', 'text', someCalls(50, 4, now, { memoryMb: 1024 })),
      init('/aws/lambda/ahead', 'idle', now - hourMs - 60_000, 'text'),
      ...logOf('/aws/lambda/ahead', 'text', [cold], stream('idle')),
      init('/aws/lambda/ahead', 'idle-json', now - hourMs - 60_000, 'json'),
      ...logOf('/aws/lambda/ahead', 'json', [cold], stream('idle-json')),
      init('/aws/lambda/ahead', 'waited', now - hourMs - 450, 'text'),
      ...logOf('/aws/lambda/ahead', 'text', [cold], stream('waited')),
      ...logOf(
        '/aws/lambda/ahead',
        'text',
        Array.from({ length: 97 }, () => warm),
      ),
      { group: '/aws/lambda/quiet', stream: stream('a'), time: now - 3 * hourMs, message: 'START RequestId: 1' },
    ])
    for (const name of ['text', 'json', 'mixed', 'few', 'sizes', 'ahead', 'quiet', 'never']) await lab.create(name)
    await lab.create('warnings', { LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' } })
  })
  after(async () => await lab?.close())

  it('are those of the calls, of text, JSON and both in one group, by one query', async () => {
    const counts = new Map<string, number>()
    await countRequests(lab, counts)
    const found = await readFrom(lab, ['text', 'json', 'mixed', 'few'])
    const expected = {
      text: calls.text,
      json: calls.json,
      mixed: [...calls.json, ...calls.few],
      few: calls.few,
    }
    for (const [name, of] of Object.entries(expected)) {
      const { statistics, sampled, scan } = found.get(name) ?? assert.fail()
      const all = summarize(
        of.map(call => ({ requestId: '', ...call })),
        { architecture: 'x86_64', region: 'us-east-1' },
      )
      assert.ok(statistics && all)
      assert.equal(sampled, false)
      assert.equal(scan?.functions, 4)
      for (const figure of Object.keys(all) as (keyof typeof all)[]) {
        const [is, ought] = [statistics[figure] ?? Number.NaN, all[figure] ?? Number.NaN]
        assert.ok(Math.abs(is - ought) <= 1e-6 * ought, `${name} ${figure}: ${is} is not ${ought}`)
      }
    }
    assert.equal(counts.get('StartQueryCommand'), 2, 'one for the figures, one for who waited')
  })

  it('count an environment that stood idle as initialized, and its first call as one that did not wait', async () => {
    const { statistics } = (await readFrom(lab, ['ahead'])).get('ahead') ?? assert.fail()
    assert.deepEqual([statistics?.count, statistics?.initialized], [100, 3])
    assert.ok(Math.abs((statistics?.waited ?? 0) - 1) < 1e-9)
    assert.ok(Math.abs((statistics?.coldShare ?? 0) - 0.01) < 1e-9)
  })

  it('are of the calls at the memory that the function has', async () => {
    const { statistics, notes } = (await readFrom(lab, ['sizes'])).get('sizes') ?? assert.fail()
    assert.equal(statistics?.count, 5)
    assert.deepEqual(
      notes.map(({ code }) => code),
      ['window-clamped', 'other-sizes'],
    )
  })

  it('are none, each for its own reason', async () => {
    const found = await readFrom(lab, ['quiet', 'never', 'warnings'])
    const codes = [...found.values()].map(({ statistics, notes }) => [statistics, notes[0]?.code])
    assert.deepEqual(codes, [
      [undefined, 'no-calls'],
      [undefined, 'no-log'],
      [undefined, 'reports-filtered'],
    ])
  })

  it('say of a function that is not there that it is not', async () => {
    await assert.rejects(statisticsService(lab).statisticsOf('nobody', 24, signal), { code: 'not-found' })
  })

  it('are split by time, and compared with the time before a deployment', async () => {
    const logs = logReader(lab.clients)
    const details = new FunctionDetails({ logs, place: 'lab' })
    const [deployed] = [...(await functionDirectory(lab.clients).describe(['text'], signal)).values()]
    if (!deployed || deployed instanceof Error) assert.fail(String(deployed))
    const bins = await details.bins(deployed, { from: now - 3 * hourMs, to: now }, 30, signal)
    assert.ok(bins.length >= 4)
    assert.equal(
      bins.reduce((sum, { statistics }) => sum + statistics.count, 0),
      4000,
    )
    const compared = await details.comparison(deployed, now - hourMs, hourMs, signal)
    assert.ok(compared && compared.before.count > 1000 && compared.after.count > 1000)
    assert.ok(!('p99Change' in compared), 'nothing has changed')
  })
})
