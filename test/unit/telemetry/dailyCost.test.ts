import assert from 'node:assert/strict'
import { withRegion } from '#pricing/priceList.ts'
import { prices } from '#pricing/prices.ts'
import { perDay, usdPerDay } from '#telemetry/dailyCost.ts'
import { LogVolumes } from '#telemetry/logVolumes.ts'
import type { MetricQuestion } from '#telemetry/metricSource.ts'
import { repriced } from '#telemetry/repriced.ts'
import { unlimited } from '#telemetry/scanBudget.ts'
import { deployedFunction } from '../../support/fakeLogs.ts'
import { reading, statistics } from '../../support/lensStates.ts'

const hourMs = 3_600_000

describe('the cost of a day', () => {
  it('is that of the window, at its pace', () => {
    const figures = { ...statistics, count: 1000, usdPerMillion: 2 }
    const read = (hours: number) => reading({ statistics: figures, window: { from: 0, to: hours * hourMs } })
    assert.deepEqual([usdPerDay(read(24)), usdPerDay(read(1)), usdPerDay(read(240))], [0.002, 0.048, 0.0002])
  })

  it('is unknown without a price, of a sample, and of no time', () => {
    const { usdPerMillion: _, ...unpriced } = statistics
    assert.equal(usdPerDay(reading({ statistics: unpriced })), undefined)
    assert.equal(usdPerDay(reading({ statistics, sampled: true })), undefined)
    assert.equal(usdPerDay(reading()), undefined)
    assert.equal(perDay(1, { from: 5, to: 5 }), undefined)
  })
})

describe('statistics at other prices', () => {
  it('have the same calls at the price of the table', () => {
    const duration = { x86_64: [{ upToGbSeconds: Number.POSITIVE_INFINITY, usdPerGbSecond: 1 }] }
    const table = withRegion(prices, 'eu-west-1', '2027-01', { usdPerRequest: 0, duration })
    const own = reading({ statistics, memoryMb: 1024 })
    const seconds = statistics.billedMs / statistics.count / 1000
    assert.ok(Math.abs((repriced(own, table).statistics?.usdPerMillion ?? 0) - seconds * 1e6) < 1e-6)
    const abroad = reading({ statistics, function: deployedFunction('f', { region: 'moon-north-1' }) })
    assert.ok(!('usdPerMillion' in (repriced(abroad, prices).statistics ?? {})))
    assert.deepEqual(repriced(reading(), prices), reading())
  })

  it('do not change by the prices that they have', () => {
    const own = reading({ statistics, memoryMb: 512, function: deployedFunction('f') })
    const again = repriced(own, prices).statistics?.usdPerMillion ?? Number.NaN
    assert.ok(Math.abs(again - (statistics.usdPerMillion ?? 0)) < 1e-9)
  })
})

describe('what functions write to their logs', () => {
  const { signal } = new AbortController()
  const two = ['a', 'b'].map(name =>
    reading({ function: deployedFunction(name), window: { from: 0, to: 24 * hourMs } }),
  )

  function source(asked: (readonly MetricQuestion[])[]) {
    return {
      async read(questions: readonly MetricQuestion[]) {
        asked.push(questions)
        return questions.map((_, index) => (index === 0 ? [1e9, 2e9] : []))
      },
    }
  }

  it('is asked in one question, with one metric each, and priced', async () => {
    const asked: (readonly MetricQuestion[])[] = []
    const volumes = await new LogVolumes(source(asked), unlimited).of(two, signal)
    assert.deepEqual(
      asked.map(questions => questions.map(({ name }) => name)),
      [['IncomingBytes', 'IncomingBytes']],
    )
    assert.deepEqual([...volumes], [[two[0]?.function.arn, { bytes: 3e9, usd: 1.5 }]], 'of b nothing is known')
  })

  it('is paid from the daily budget, and not asked when that is used up', async () => {
    const asked: (readonly MetricQuestion[])[] = []
    const spent: number[] = []
    const budget = { ...unlimited, spend: async (usd: number) => void spent.push(usd) }
    await new LogVolumes(source(asked), budget).of(two, signal)
    assert.deepEqual(spent, [0.00002])
    const none = await new LogVolumes(source(asked), { ...unlimited, allows: async () => false }).of(two, signal)
    assert.deepEqual([none.size, asked.length], [0, 1])
  })

  it('is asked together for logs that begin within an hour', async () => {
    const asked: (readonly MetricQuestion[])[] = []
    const young = reading({ function: deployedFunction('c'), window: { from: 20 * hourMs, to: 24 * hourMs } })
    const same = reading({ function: deployedFunction('d'), window: { from: 20.5 * hourMs, to: 24 * hourMs } })
    await new LogVolumes(source(asked), unlimited).of([...two, young, same], signal)
    assert.deepEqual(
      asked.map(({ length }) => length),
      [2, 2],
    )
  })
})
