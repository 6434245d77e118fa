import assert from 'node:assert/strict'
import { ascending, quantile } from '#common/quantile.ts'
import { seededRandom } from '#common/random.ts'
import { compare, comparedWindows } from '#telemetry/comparison.ts'
import { exceedanceProbability } from '#telemetry/exceedanceTest.ts'

const window = { from: 0, to: 1 }

describe('the exceedance test', () => {
  it('agrees with counting all orders of two small samples', () => {
    // All places of 4 new values among 5 old ones; the limit is the second largest old value.
    const [before, after, aboveBefore] = [5, 4, 1]
    const counts = new Map<number, number>()
    let all = 0
    for (let bits = 0; bits < 2 ** (before + after); bits += 1) {
      const order = Array.from({ length: before + after }, (_, place) => (bits >> place) & 1)
      if (order.reduce((sum, bit) => sum + bit, 0) !== after) continue
      all += 1
      let old = 0
      let above = 0
      for (const isNew of order.toReversed()) {
        if (isNew === 1) above += old <= aboveBefore ? 1 : 0
        else old += 1
      }
      counts.set(above, (counts.get(above) ?? 0) + 1)
    }
    for (let above = 0; above <= after; above += 1) {
      const share = (from: number, to: number) => {
        let sum = 0
        for (let j = from; j <= to; j += 1) sum += counts.get(j) ?? 0
        return sum / all
      }
      const expected = (after * (aboveBefore + 1)) / (before + 1)
      const tail = above >= expected ? share(above, after) : share(0, above)
      const found = exceedanceProbability({ before, aboveBefore, after, aboveAfter: above })
      assert.ok(Math.abs(found - Math.min(1, 2 * tail)) < 1e-12, `${above}: ${found} is not ${2 * tail}`)
    }
  })

  it('takes no longer for millions of calls, and says certain things for certain', () => {
    const millions = { before: 3e6, aboveBefore: 3e4, after: 5e6 }
    assert.ok(exceedanceProbability({ ...millions, aboveAfter: 5e4 }) > 0.9)
    assert.ok(exceedanceProbability({ ...millions, aboveAfter: 6e4 }) < 1e-100)
    assert.ok(exceedanceProbability({ ...millions, aboveAfter: 4e4 }) < 1e-100)
    assert.equal(exceedanceProbability({ ...millions, aboveAfter: 5e6 }), 0)
    assert.equal(exceedanceProbability({ ...millions, aboveAfter: 0 }), 0)
  })
})

describe('the comparison with the time before a deployment', () => {
  const sides = (before: number, after: number, p99Ms = 100, newP99Ms = 121) =>
    [
      { window, count: before, p99Ms },
      { window, count: after, p99Ms: newP99Ms },
    ] as const

  it('tells how much the p99 has changed when many more calls are above the old one', () => {
    const [before, after] = sides(1000, 1000)
    const found = compare(5, before, after, 60)
    assert.ok(Math.abs((found.p99Change ?? 0) - 0.21) < 1e-12)
    assert.ok((found.probability ?? 1) < 1e-6)
    assert.deepEqual([found.deployedAt, found.before, found.after], [5, before, after])
  })

  it('tells that it has become better', () => {
    const [before, after] = sides(5000, 5000, 100, 80)
    assert.ok(Math.abs((compare(0, before, after, 5).p99Change ?? 0) + 0.2) < 1e-12)
  })

  it('says nothing of a difference that may be noise', () => {
    const [before, after] = sides(1000, 1000)
    const found = compare(0, before, after, 14)
    assert.ok(!('p99Change' in found))
    assert.ok((found.probability ?? 0) > 0.3)
  })

  it('never judges ten calls, however slow', () => {
    for (const [old, recent] of [
      [1000, 10],
      [10, 1000],
      [99, 99],
    ] as const) {
      const [before, after] = sides(old, recent, 100, 5000)
      const found = compare(0, before, after, recent)
      assert.ok(!('p99Change' in found) && !('probability' in found))
    }
  })

  it('says nothing where the p99 has moved the other way', () => {
    const [before, after] = sides(1000, 1000, 100, 90)
    assert.ok(!('p99Change' in compare(0, before, after, 200)))
  })

  it('is right about calls that have not changed: one false alarm in a thousand at most', () => {
    const random = seededRandom(7)
    const draw = (count: number) => ascending(Array.from({ length: count }, () => Math.exp(2 * random()) * 100))
    let alarms = 0
    for (let round = 0; round < 1000; round += 1) {
      const [old, recent] = [draw(300), draw(500)]
      const p99Ms = quantile(old, 0.99)
      const above = recent.filter(ms => ms > p99Ms).length
      const after = { window, count: 500, p99Ms: quantile(recent, 0.99) }
      if ('p99Change' in compare(0, { window, count: 300, p99Ms }, after, above)) alarms += 1
    }
    assert.ok(alarms <= 4, `${alarms} alarms in 1,000`)
  })

  it('sees a slowdown of the slowest calls by half in a thousand calls', () => {
    const random = seededRandom(11)
    let seen = 0
    for (let round = 0; round < 100; round += 1) {
      const draw = (factor: number) =>
        ascending(
          Array.from({ length: 1000 }, () => (random() < 0.05 ? (300 + 200 * random()) * factor : 100 * random())),
        )
      const [old, recent] = [draw(1), draw(1.5)]
      const p99Ms = quantile(old, 0.99)
      const above = recent.filter(ms => ms > p99Ms).length
      const after = { window, count: 1000, p99Ms: quantile(recent, 0.99) }
      if ((compare(0, { window, count: 1000, p99Ms }, after, above).p99Change ?? 0) > 0) seen += 1
    }
    assert.ok(seen >= 75, `${seen} of 100`)
  })

  it('takes the same span on both sides, as long as it may be', () => {
    assert.deepEqual(comparedWindows(1000, 1500, 10_000), {
      before: { from: 500, to: 1000 },
      after: { from: 1000, to: 1500 },
    })
    assert.deepEqual(comparedWindows(1000, 5000, 100), {
      before: { from: 900, to: 1000 },
      after: { from: 1000, to: 1100 },
    })
    assert.equal(comparedWindows(1000, 1000, 100), undefined)
    assert.equal(comparedWindows(Number.NaN, 1000, 100), undefined)
  })
})
