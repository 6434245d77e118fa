import assert from 'node:assert/strict'
import type { ScanBudget } from '#telemetry/scanBudget.ts'
import { FakeLogs, lensError, statisticsRow } from '../../support/fakeLogs.ts'
import { codes, dayMs, errorOf, group, known, named, now, read, rowsFor } from '../../support/readStatistics.ts'

describe('reading statistics when something is refused', () => {
  it('bisects a failing batch: only the group that fails goes without', async () => {
    for (const code of ['not-found', 'query-range', 'query-failed']) {
      const logs = new FakeLogs()
      logs.answer = query => {
        if (query.groups.includes('/aws/lambda/f33')) throw lensError(code)
        return rowsFor(query)
      }
      const outcomes = await read(logs, named(50))
      const told = [...outcomes.values()].filter(outcome => known(outcome).statistics !== undefined)
      assert.equal(told.length, 49, code)
      assert.equal(codes(outcomes.get('f33'))[0], code === 'not-found' ? 'no-log' : 'no-calls', code)
      assert.ok(logs.queries.length <= 2 * Math.ceil(Math.log2(50)) + 1, `${code}: ${logs.queries.length} queries`)
    }
  })

  it('finds the one group that may not be queried', async () => {
    const logs = new FakeLogs()
    logs.answer = query => {
      if (query.groups.includes('/aws/lambda/f33')) throw lensError('access-denied')
      return rowsFor(query)
    }
    const outcomes = await read(logs, named(50))
    assert.deepEqual(
      [...outcomes].filter(([, outcome]) => known(outcome).sampled).map(([name]) => name),
      ['f33'],
    )
  })

  it('reads event by event where queries are denied, after few attempts', async () => {
    const logs = new FakeLogs()
    logs.answer = () => {
      throw lensError('access-denied')
    }
    const outcomes = await read(logs, named(50))
    assert.ok([...outcomes.values()].every(outcome => known(outcome).sampled))
    assert.ok(logs.queries.length <= 5, String(logs.queries.length))
    assert.match(known(outcomes.get('f0')).notes.at(-1)?.text ?? '', /logs:StartQuery/)
    assert.equal(logs.pages.length, 50)
  })

  it('names the query in the error when reading event by event is denied as well', async () => {
    const logs = new FakeLogs()
    logs.answer = () => {
      throw lensError('access-denied')
    }
    logs.page_ = () => {
      throw lensError('access-denied')
    }
    assert.deepEqual(errorOf((await read(logs, named(1))).get('f0')), lensError('access-denied'))
  })

  it('gives every function the error that is about none of them, without asking more', async () => {
    for (const code of ['unreachable', 'credentials-expired']) {
      const logs = new FakeLogs()
      logs.answer = () => {
        throw lensError(code)
      }
      const outcomes = await read(logs, named(3))
      for (const outcome of outcomes.values()) assert.deepEqual(errorOf(outcome), lensError(code))
      assert.equal(logs.queries.length, 1)
    }
  })

  it('asks the queries all the same where log groups may not be looked up', async () => {
    const logs = new FakeLogs()
    logs.groups = async () => {
      throw lensError('access-denied')
    }
    logs.answer = rowsFor
    assert.equal(known((await read(logs, named(1))).get('f0')).statistics?.count, 1000)
  })

  it('stops asking when the budget of the day is used up, and says so', async () => {
    const logs = new FakeLogs()
    const spent: number[] = []
    const budget: ScanBudget = {
      limitUsd: 0.01,
      allows: async () => spent.length < 1,
      spend: async usd => void spent.push(usd),
      spentUsd: async () => 0,
    }
    logs.answer = rowsFor
    const first = await read(logs, named(1), { budget })
    assert.equal(known(first.get('f0')).statistics?.count, 1000)
    assert.deepEqual(spent, [0.000005])
    const second = await read(logs, named(1), { budget })
    assert.deepEqual(codes(second.get('f0')), ['over-budget'])
    assert.match(known(second.get('f0')).notes[0]?.text ?? '', /\$0\.01/)
    assert.equal(logs.queries.length, 1)
  })

  it('judges a query before it is asked by what the groups hold', async () => {
    const logs = new FakeLogs()
    logs.groupsByName = new Map([group('/aws/lambda/f0', { createdAt: now - 10 * dayMs, storedBytes: 500e9 })])
    const asked: number[] = []
    const budget: ScanBudget = {
      limitUsd: 0.1,
      allows: async usd => {
        asked.push(usd)
        return usd < 0.1
      },
      spend: async () => {},
      spentUsd: async () => 0,
    }
    const outcomes = await read(logs, named(1), { budget })
    assert.deepEqual(codes(outcomes.get('f0')), ['over-budget'])
    assert.deepEqual(asked, [0.25], 'a tenth of 500 GB at half a cent')
  })

  it('counts what is being asked at the same time', async () => {
    const logs = new FakeLogs()
    const functions = named(120)
    const groups = functions.map(({ logGroup }) => group(logGroup, { createdAt: now - dayMs, storedBytes: 1e9 }))
    logs.groupsByName = new Map(groups)
    const budget: ScanBudget = {
      limitUsd: 0.3,
      allows: async usd => usd <= 0.3,
      spend: async () => {},
      spentUsd: async () => 0,
    }
    const outcomes = await read(logs, functions, { budget })
    const refused = [...outcomes.values()].filter(outcome => codes(outcome).includes('over-budget'))
    assert.deepEqual([logs.queries.length, refused.length], [1, 70], 'half a cent a function: one query fits')
  })

  it('stops the query when nobody waits any more, not before', async () => {
    const logs = new FakeLogs()
    const [one, two] = [new AbortController(), new AbortController()]
    logs.answer = () => {
      one.abort()
      return [statisticsRow('f1')]
    }
    const signals = new Map([
      ['f0', one.signal],
      ['f1', two.signal],
    ])
    const outcomes = await read(logs, named(2), { signals })
    assert.equal(known(outcomes.get('f1')).statistics?.count, 1000)
    logs.answer = () => {
      two.abort()
      return []
    }
    const stopped = await read(logs, named(2), { signals })
    await new Promise(setImmediate)
    assert.equal((errorOf(stopped.get('f1')) as Error).name, 'AbortError')
    assert.deepEqual(logs.stopped, ['2'])
  })
})
