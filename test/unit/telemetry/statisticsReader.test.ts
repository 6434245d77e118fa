import assert from 'node:assert/strict'
import { withRegion } from '#pricing/priceList.ts'
import { prices } from '#pricing/prices.ts'
import { deployedFunction, FakeLogs, lensError, statisticsRow } from '../../support/fakeLogs.ts'
import { codes, group, known, named, now, read, rowsFor, window } from '../../support/readStatistics.ts'

describe('reading the statistics of many functions', () => {
  it('asks one query for fifty log groups, and gives each function its own row', async () => {
    const logs = new FakeLogs()
    logs.answer = rowsFor
    const outcomes = await read(logs, named(120))
    assert.deepEqual(
      logs.queries.map(({ groups }) => groups.length),
      [50, 50, 20],
    )
    assert.equal(outcomes.size, 120)
    const { statistics, sampled, scan } = known(outcomes.get('f77'))
    assert.deepEqual([statistics?.count, statistics?.p95Ms, statistics?.peakMemoryMb, sampled], [1000, 25.5, 90, false])
    assert.deepEqual(scan, { bytes: 1e6, functions: 50, usd: 0.000005 })
    assert.ok(Math.abs((statistics?.usdPerMillion ?? 0) - (0.5 * 0.012 * 16.6667 + 0.2)) < 1e-9)
  })

  it('asks 500 functions with ten queries, never more than ten open', async () => {
    const logs = new FakeLogs()
    logs.answer = async query => {
      await new Promise(setImmediate)
      return rowsFor(query)
    }
    await read(logs, named(500))
    assert.equal(logs.queries.length, 10)
    assert.ok(logs.mostOpen <= 10, String(logs.mostOpen))
  })

  it('counts the calls at the memory that the function has, and says how many others there were', async () => {
    const logs = new FakeLogs()
    logs.answer = () => [
      statisticsRow('f0', { memoryMb: '1024', calls: '5000' }),
      statisticsRow('f0'),
      statisticsRow('f1', { memoryMb: '1024' }),
      statisticsRow('f1', { memoryMb: '2048', calls: '3' }),
    ]
    const outcomes = await read(logs, named(2))
    assert.equal(known(outcomes.get('f0')).statistics?.count, 1000)
    assert.match(known(outcomes.get('f0')).notes[0]?.text ?? '', /5,000 more at other memory sizes than 512 MB/)
    assert.deepEqual([known(outcomes.get('f1')).memoryMb, known(outcomes.get('f1')).statistics?.count], [1024, 1000])
    assert.match(known(outcomes.get('f1')).notes[0]?.text ?? '', /at 1,024 MB, not at the memory/)
  })

  it('prices calls by the table that it is given, and not at all where the region is in none', async () => {
    const logs = new FakeLogs()
    logs.answer = rowsFor
    const abroad = [deployedFunction('f0', { region: 'moon-north-1' })]
    const unknown = known((await read(logs, abroad)).get('f0'))
    assert.ok(unknown.statistics && !('usdPerMillion' in unknown.statistics) && !('usd' in (unknown.scan ?? {})))
    const duration = { x86_64: [{ upToGbSeconds: Number.POSITIVE_INFINITY, usdPerGbSecond: 1 }] }
    const table = withRegion(prices, 'moon-north-1', '2027-01', { usdPerRequest: 0, duration })
    const refreshed = known((await read(logs, abroad, { prices: () => table })).get('f0'))
    assert.equal(refreshed.statistics?.usdPerMillion, 0.5 * 0.012 * 1e6)
  })

  it('says of a function without rows that it had no calls', async () => {
    const outcomes = await read(new FakeLogs(), named(1))
    assert.deepEqual(codes(outcomes.get('f0')), ['no-calls'])
    assert.equal(known(outcomes.get('f0')).statistics, undefined)
  })

  it('tells inits that nobody waited for from those that somebody did', async () => {
    const logs = new FakeLogs()
    logs.answer = ({ text }) =>
      text.includes('idleMs')
        ? [new Map(Object.entries({ '@log': '1:/aws/lambda/f0', told: '20', ahead: '15' }))]
        : [statisticsRow('f0', { inits: '40', initP50Ms: '431' }), statisticsRow('f1')]
    const outcomes = await read(logs, named(2))
    const { statistics } = known(outcomes.get('f0'))
    assert.deepEqual([statistics?.initialized, statistics?.waited, statistics?.coldShare], [40, 10, 0.01])
    assert.deepEqual(
      logs.queries.map(({ groups }) => groups.length),
      [2, 1],
      'only the groups with inits are asked',
    )
    assert.equal(known(outcomes.get('f1')).statistics?.coldShare, 0)
  })

  it('counts initialized environments where it is not told who waited', async () => {
    const logs = new FakeLogs()
    logs.answer = ({ text }) => {
      if (text.includes('idleMs')) throw lensError('query-failed')
      return [statisticsRow('f0', { inits: '40' })]
    }
    const { statistics } = known((await read(logs, named(1))).get('f0'))
    assert.deepEqual([statistics?.coldShare, statistics && 'waited' in statistics], [0.04, false])
  })

  it('groups queries by the words that a log group understands', async () => {
    const logs = new FakeLogs()
    const functions = [
      deployedFunction('a'),
      deployedFunction('b'),
      deployedFunction('rare'),
      deployedFunction('gone'),
      deployedFunction('snap', { hasSnapStart: true }),
    ]
    logs.groupsByName = new Map([
      group('/aws/lambda/a'),
      group('/aws/lambda/b'),
      group('/aws/lambda/rare', { class: 'infrequent' }),
      group('/aws/lambda/gone', { class: 'delivery' }),
      group('/aws/lambda/snap'),
    ])
    const outcomes = await read(logs, functions)
    assert.deepEqual(
      logs.queries.map(({ groups, text }) => [groups, text.includes('parse @message')]),
      [
        [['/aws/lambda/a', '/aws/lambda/b'], false],
        [['/aws/lambda/rare', '/aws/lambda/snap'], true],
      ],
    )
    assert.deepEqual(codes(outcomes.get('gone')), ['log-delivered'])
  })

  it('clamps ranges to creation and retention, and asks nothing where nothing can be', async () => {
    const logs = new FakeLogs()
    const hourMs = 3_600_000
    logs.groupsByName = new Map([
      group('/aws/lambda/old'),
      group('/aws/lambda/young', { createdAt: now - hourMs }),
      group('/aws/lambda/unborn', { createdAt: now + 1 }),
    ])
    const functions = ['old', 'young', 'unborn', 'never'].map(name => deployedFunction(name))
    const outcomes = await read(logs, functions)
    assert.deepEqual(known(outcomes.get('old')).window, window)
    assert.deepEqual(known(outcomes.get('young')).window, { from: now - hourMs, to: now })
    assert.ok(codes(outcomes.get('young')).includes('window-clamped'))
    assert.deepEqual(codes(outcomes.get('unborn')), ['no-calls'])
    assert.deepEqual(codes(outcomes.get('never')), ['no-log'])
    assert.deepEqual(
      logs.queries.map(({ groups }) => groups),
      [['/aws/lambda/old', '/aws/lambda/young']],
    )
  })

  it('asks groups of different retention apart, each as far as it reaches', async () => {
    const logs = new FakeLogs()
    logs.groupsByName = new Map([group('/aws/lambda/long'), group('/aws/lambda/short', { retentionDays: 1 / 24 })])
    await read(logs, [deployedFunction('long'), deployedFunction('short')])
    assert.deepEqual(
      logs.queries.map(query => [query.groups, query.window.from]),
      [
        [['/aws/lambda/long'], window.from],
        [['/aws/lambda/short'], now - 3_600_000],
      ],
    )
  })
})

describe('functions of other kinds and with other logs', () => {
  it('are refused in words of their own, or read with a note', async () => {
    const cases = [
      [{ kind: 'managed-instances' }, 'kind-not-read', false],
      [{ kind: 'web' }, 'kind-not-read', false],
      [{ logFormat: 'json', systemLogLevel: 'WARN' }, 'reports-filtered', false],
      [{ kind: 'durable' }, 'replays', true],
    ] as const
    for (const [settings, code, isRead] of cases) {
      const logs = new FakeLogs()
      logs.answer = rowsFor
      const outcome = (await read(logs, [deployedFunction('f0', settings)])).get('f0')
      assert.deepEqual(codes(outcome), [code])
      assert.equal(known(outcome).statistics !== undefined, isRead, code)
      assert.equal(logs.queries.length, isRead ? 1 : 0, code)
    }
  })

  it('read with tenants and without the level WARN as any other', async () => {
    const logs = new FakeLogs()
    logs.answer = rowsFor
    const functions = [
      deployedFunction('f0', { kind: 'tenant-isolated' }),
      deployedFunction('f1', { systemLogLevel: 'WARN' }),
      deployedFunction('f2', { logFormat: 'json', systemLogLevel: 'DEBUG' }),
    ]
    const outcomes = await read(logs, functions)
    for (const outcome of outcomes.values())
      assert.deepEqual([codes(outcome), known(outcome).statistics?.count], [[], 1000])
  })

  it('at the edge are read where us-east-1 served them', async () => {
    const logs = new FakeLogs()
    logs.groupsByName = new Map([group('/aws/lambda/us-east-1.f0')])
    logs.answer = ({ groups }) => groups.map(name => statisticsRow(name.replace('/aws/lambda/', '')))
    const outcome = (await read(logs, named(1))).get('f0')
    assert.deepEqual([codes(outcome), known(outcome).statistics?.count], [['edge'], 1000])
    const elsewhere = deployedFunction('f0', { region: 'eu-west-1' })
    assert.deepEqual(codes((await read(logs, [elsewhere])).get('f0')), ['no-log'])
  })

  it('that share a log group are told apart by their streams', async () => {
    const logs = new FakeLogs()
    const shared = { logGroup: 'shop' }
    logs.answer = () =>
      ['a', 'b', ''].map((functionName, index) =>
        statisticsRow('', { '@log': '1:shop', functionName, calls: String(100 * (index + 1)) }),
      )
    const outcomes = await read(logs, [deployedFunction('a', shared), deployedFunction('b', shared)])
    assert.equal(logs.queries.length, 1)
    assert.deepEqual(logs.queries[0]?.groups, ['shop'])
    assert.match(logs.queries[0]?.text ?? '', /by @log, functionName/)
    assert.equal(known(outcomes.get('a')).statistics?.count, 100)
    assert.equal(known(outcomes.get('b')).statistics?.count, 200)
  })

  it('of one version are asked for that version alone', async () => {
    const logs = new FakeLogs()
    logs.answer = rowsFor
    await read(logs, [deployedFunction('f0', { qualifier: 'live', version: '7' }), deployedFunction('f1')])
    assert.equal(logs.queries.length, 2)
    assert.match(logs.queries[0]?.text ?? '', /filter @logStream like "\[7\]"/)
    assert.doesNotMatch(logs.queries[1]?.text ?? '', /@logStream/)
  })
})
