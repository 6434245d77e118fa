import assert from 'node:assert/strict'
import { join } from 'node:path'
import { functionDirectory } from '#aws/functionDirectory.ts'
import { logReader } from '#aws/logReader.ts'
import { seededRandom } from '#common/random.ts'
import { FunctionDetails } from '#telemetry/functionDetails.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import { QueryRunner } from '#telemetry/queryRunner.ts'
import { unlimited } from '#telemetry/scanBudget.ts'
import { summarize } from '#telemetry/statistics.ts'
import { StatisticsReader } from '#telemetry/statisticsReader.ts'
import { StatisticsService } from '#telemetry/statisticsService.ts'
import { type LoggedEvent, type LoggedLab, startLoggedLab } from '../../support/loggedLab.ts'
import { initStartLine, type LoggedCall, logOf } from '../../support/logLines.ts'

const script = join(import.meta.dirname, '../../support/insightsLab.ts')
const hourMs = 3_600_000
const { signal } = new AbortController()

type TimedCall = LoggedCall & { readonly time: number }

/** So many calls of the last hours, one in a hundred cold, some failed. */
function someCalls(count: number, seed: number, now: number, more: Partial<LoggedCall> = {}): TimedCall[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, n) => {
    const durationMs = Math.round(Math.exp(4 + random()) * 100) / 100
    const initMs = n % 100 === 0 ? 400 + n / 100 : undefined
    const failure = n % 250 === 7 ? { status: 'timeout' as const } : n % 500 === 9 ? outOfMemory : {}
    return {
      durationMs,
      billedMs: Math.ceil(durationMs + (initMs ?? 0)),
      memoryMb: 512,
      maxMemoryUsedMb: 80 + (n % 20),
      status: 'success' as const,
      time: now - 2 * hourMs + Math.floor((n * 1.9 * hourMs) / count),
      ...(initMs === undefined ? {} : { initMs }),
      ...failure,
      ...more,
    }
  })
}

const outOfMemory = { status: 'error', errorType: 'Runtime.OutOfMemory' } as const

function service(lab: LoggedLab): StatisticsService {
  const ports = { directory: functionDirectory(lab.clients), logs: logReader(lab.clients), place: 'lab' as const }
  return new StatisticsService(new StatisticsReader(ports))
}

async function read(lab: LoggedLab, targets: readonly string[]): Promise<Map<string, FunctionStatistics>> {
  const asking = service(lab)
  const found = targets.map(async target => [target, await asking.statisticsOf(target, 24, signal)] as const)
  return new Map(await Promise.all(found))
}

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
  const absurd = { ...cold, durationMs: 7e6 }
  let lab: LoggedLab
  before(async () => {
    lab = await startLoggedLab(
      [
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
        ...logOf('/aws/lambda/ahead', 'text', Array(97).fill({ ...calls.few[1], time: now - hourMs })),
        { group: '/aws/lambda/quiet', stream: stream('a'), time: now - 3 * hourMs, message: 'START RequestId: 1' },
      ],
      { script },
    )
    for (const name of ['text', 'json', 'mixed', 'few', 'sizes', 'ahead', 'quiet', 'never']) await lab.create(name)
    await lab.create('warnings', { LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' } })
  })
  after(async () => await lab?.close())

  it('are those of the calls, of text, JSON and both in one group, by one query', async () => {
    const counts = new Map<string, number>()
    await countRequests(lab, counts)
    const found = await read(lab, ['text', 'json', 'mixed', 'few'])
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
    const { statistics } = (await read(lab, ['ahead'])).get('ahead') ?? assert.fail()
    assert.deepEqual([statistics?.count, statistics?.initialized], [100, 3])
    assert.ok(Math.abs((statistics?.waited ?? 0) - 1) < 1e-9)
    assert.ok(Math.abs((statistics?.coldShare ?? 0) - 0.01) < 1e-9)
  })

  it('are of the calls at the memory that the function has', async () => {
    const { statistics, notes } = (await read(lab, ['sizes'])).get('sizes') ?? assert.fail()
    assert.equal(statistics?.count, 5)
    assert.deepEqual(
      notes.map(({ code }) => code),
      ['window-clamped', 'other-sizes'],
    )
  })

  it('are none, each for its own reason', async () => {
    const found = await read(lab, ['quiet', 'never', 'warnings'])
    const codes = [...found.values()].map(({ statistics, notes }) => [statistics, notes[0]?.code])
    assert.deepEqual(codes, [
      [undefined, 'no-calls'],
      [undefined, 'no-log'],
      [undefined, 'reports-filtered'],
    ])
  })

  it('say of a function that is not there that it is not', async () => {
    await assert.rejects(service(lab).statisticsOf('nobody', 24, signal), { code: 'not-found' })
  })

  it('are split by time, and compared with the time before a deployment', async () => {
    const logs = logReader(lab.clients)
    const details = new FunctionDetails(logs, new QueryRunner(logs), unlimited, 'lab')
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

describe('statistics when something is wrong', function () {
  this.timeout(60_000)
  const now = Date.now()
  const calls = someCalls(1000, 5, now)
  const names = ['one', 'two']
  let lab: LoggedLab | undefined
  afterEach(async () => await lab?.close())

  /** The faults begin once the functions are there. */
  async function start(faults: string): Promise<LoggedLab> {
    const events = names.flatMap(name => logOf(`/aws/lambda/${name}`, 'text', calls))
    lab = await startLoggedLab(events, { script, faults })
    for (const name of names) await createWithFaults(lab, name)
    return lab
  }

  async function createWithFaults(faulty: LoggedLab, name: string): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const error = await faulty.create(name).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      const isThere = error instanceof Error && error.name === 'ResourceConflictException'
      if (error === undefined || isThere) return
      if (attempt > 20) throw error
    }
  }

  it('come as they are from a service that throttles and fails now and then', async () => {
    const found = await read(await start('throttle=0.2,server-error=0.1,seed=3'), names)
    for (const { statistics } of found.values()) assert.equal(statistics?.count, 1000)
  })

  it('are sampled, with the reason, where queries are denied', async () => {
    const found = await read(await start('deny=logs:StartQuery'), names)
    for (const { statistics, sampled, notes } of found.values()) {
      assert.deepEqual([statistics?.count, sampled], [1000, true])
      assert.match(notes.find(({ code }) => code === 'sampled')?.text ?? '', /logs:StartQuery/)
    }
  })

  it('name the missing action where nothing may be read', async () => {
    const denied = await start('deny=logs:*')
    await assert.rejects(read(denied, names), { code: 'access-denied', message: /logs:StartQuery/ })
  })

  it('come all the same where log groups may not be listed', async () => {
    const found = await read(await start('deny=logs:DescribeLogGroups'), names)
    for (const { statistics } of found.values()) assert.equal(statistics?.count, 1000)
  })

  it('tell how to sign in again when the token has expired', async () => {
    lab = await startLoggedLab([], { script, faults: 'expired-token=true' })
    await assert.rejects(read(lab, names), { code: 'credentials-expired' })
  })

  it('tell that nothing answers once the lab has stopped', async () => {
    const stopped = await start('seed=1')
    await stopped.lab.lab.stop()
    await assert.rejects(read(stopped, names), { code: 'unreachable' })
  })

  it('leave at once when nobody waits, though the service is slow', async () => {
    const slow = await start('latency-ms=400')
    const controller = new AbortController()
    const asked = service(slow).statisticsOf('one', 24, controller.signal)
    setImmediate(() => controller.abort())
    await assert.rejects(asked, { name: 'AbortError' })
  })
})
