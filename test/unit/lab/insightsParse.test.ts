import assert from 'node:assert/strict'
import { GetQueryResultsCommand, StartQueryCommand, StopQueryCommand } from '@aws-sdk/client-cloudwatch-logs'
import { type LoggedLab, startLoggedLab } from '../../support/loggedLab.ts'
import { until } from './testLab.ts'

const group = '/shared/orders'
const startMs = Date.now() - 60_000
const events = [
  ['2026/11/21/orders[$LATEST]0a', 'took 12.5 ms for GET\n'],
  ['2026/11/21/orders[3]0b', 'took 7 ms for put\n'],
  ['2026/11/21/prices[3]0c', 'took long\n'],
] as const

describe('Logs Insights of the lab: parse and functions', () => {
  let logged: LoggedLab
  before(async () => {
    const found = events.map(([stream, message], n) => ({ group, stream, time: startMs + n * 1000, message }))
    logged = await startLoggedLab(found)
  })
  after(() => logged.close())

  const start = (queryString: string) => {
    const [startTime, endTime] = [Math.floor(startMs / 1000) - 10, Math.ceil(Date.now() / 1000)]
    return logged.lab.logs.send(new StartQueryCommand({ logGroupName: group, startTime, endTime, queryString }))
  }
  async function ask(queryString: string) {
    const { queryId } = await start(queryString)
    const get = () => logged.lab.logs.send(new GetQueryResultsCommand({ queryId }))
    await until(async () => (await get()).status === 'Complete', queryString)
    const { results = [] } = await get()
    return results.map(fields =>
      Object.fromEntries(fields.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
    )
  }

  it('reads groups of regular expressions, and leaves fields away where there is no match', async () => {
    const pattern = 'parse @message /took (?<ms>[0-9.]+) ms for (?<verb>\\w+)/'
    assert.deepEqual(await ask(`${pattern} | sort @timestamp | display ms, verb`), [
      { ms: '12.5', verb: 'GET' },
      { ms: '7', verb: 'put' },
      {},
    ])
    assert.deepEqual(await ask(`${pattern} | filter ms > 10 | stats count(*) as calls, max(ms) as most`), [
      { calls: '1', most: '12.5' },
    ])
    assert.deepEqual(await ask('parse @message /(?i)for (?P<verb>get)/ | filter ispresent(verb) | display verb'), [
      { verb: 'GET' },
    ])
    assert.deepEqual(await ask('parse @message /took (\\d+)/ as whole | sort @timestamp | limit 1 | display whole'), [
      { whole: '12' },
    ])
  })

  it('reads texts with stars', async () => {
    const stream = 'parse @logStream "*/*/*/*[*]*" as y, m, d, function, version, id'
    assert.deepEqual(await ask(`${stream} | stats count(*) as n by function, version | sort function, version`), [
      { function: 'orders', version: '$LATEST', n: '1' },
      { function: 'orders', version: '3', n: '1' },
      { function: 'prices', version: '3', n: '1' },
    ])
    assert.deepEqual(await ask(`${stream} | filter id = "0c" | parse "took *" as rest | display d, rest`), [
      { d: '21', rest: 'long' },
    ])
  })

  it('refuses patterns that do not fit their names', async () => {
    const queries = [
      'parse @message "*-*" as one',
      'parse @message "none" as one',
      'parse @message /took (\\d+)/',
      'parse @message /(\\d+)/ as a, b',
      'parse @message /(/ as a',
      'parse @message ms',
    ]
    for (const query of queries) await assert.rejects(start(query), { name: 'MalformedQueryException' }, query)
  })

  it('counts what is true, and knows the first and the last in time', async () => {
    const columns = [
      'sum(@message like /ms/) as timed',
      'earliest(@message) as first',
      'latest(@logStream) as last',
      'sum(strcontains(@message, "long")) as long',
    ]
    assert.deepEqual(await ask(`stats ${columns.join(', ')}`), [
      { timed: '2', first: events[0][1], last: events[2][0], long: '1' },
    ])
  })

  it('computes with texts, numbers and times', async () => {
    const columns = {
      'greatest(2, "10", 3)': '10',
      'least(2, "10", 3)': '2',
      'substr("lambda", 2, 3)': 'mbd',
      'substr("lambda", 4)': 'da',
      'replace("a.b.c", ".", "$&")': 'a$&b$&c',
      'trim(" x ")': 'x',
      'toMillis(@timestamp)': String(startMs),
      'toMillis(datefloor(@timestamp, 1h))': String(startMs - (startMs % 3_600_000)),
      '@message like /took/ and 1 = 1': '1',
    }
    const named = Object.keys(columns).map((text, index) => `${text} as c${index}`)
    const [row] = await ask(`filter @message like "GET" | display ${named.join(', ')}`)
    assert.deepEqual(Object.values(row ?? {}), Object.values(columns))
  })
})

describe('Logs Insights of the lab over a large log', () => {
  it('lets other requests be answered while it works', async function () {
    this.timeout(60_000)
    const time = Date.now() - 3_600_000
    const many = Array.from({ length: 100_000 }, (_, n) => {
      const stream = `2026/11/21/[$LATEST]${String(n % 50).padStart(32, '0')}`
      const requestId = `8f5d2c7e-0000-4000-8000-${String(n).padStart(12, '0')}`
      const message =
        n % 4 === 0
          ? `REPORT RequestId: ${requestId}\tDuration: ${n % 100}.50 ms\tBilled Duration: ${(n % 100) + 1} ms\tMemory Size: 512 MB\tMax Memory Used: 70 MB\t\n`
          : `2026-11-21T10:00:00.000Z\t${requestId}\tINFO\tline ${n}\n`
      return { group, stream, time: time + n, message }
    })
    const logged = await startLoggedLab(many)
    try {
      const [startTime, endTime] = [Math.floor(time / 1000), Math.floor(Date.now() / 1000)]
      const queryString =
        'filter @type = "REPORT" | stats count(*) as calls, pct(@duration, 50) as p50, max(@billedDuration) as most by bin(1h)'
      const { logs } = logged.lab
      const { queryId } = await logs.send(
        new StartQueryCommand({ logGroupName: group, startTime, endTime, queryString }),
      )
      const get = () => logs.send(new GetQueryResultsCommand({ queryId }))
      // A query that held the lab up would be complete by then.
      assert.equal((await get()).status, 'Running')
      const { queryId: other } = await logs.send(
        new StartQueryCommand({ logGroupName: group, startTime, endTime, queryString }),
      )
      await logs.send(new StopQueryCommand({ queryId: other }))
      assert.equal((await logs.send(new GetQueryResultsCommand({ queryId: other }))).status, 'Cancelled')
      await until(async () => (await get()).status === 'Complete', 'the query', 30)
      const { results = [], statistics } = await get()
      const calls = results.map(row => Number(row.find(({ field }) => field === 'calls')?.value))
      assert.equal(
        calls.reduce((sum, count) => sum + count, 0),
        25_000,
      )
      assert.deepEqual([statistics?.recordsScanned, statistics?.recordsMatched], [100_000, 25_000])
    } finally {
      await logged.close()
    }
  })
})
