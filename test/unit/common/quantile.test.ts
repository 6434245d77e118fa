import assert from 'node:assert/strict'
import { ascending, mean, median, quantile } from '#common/quantile.ts'

describe('quantile', () => {
  // R: quantile(c(15, 20, 35, 40, 50), c(0.05, 0.3, 0.4, 0.95), type = 7)
  const five = [15, 20, 35, 40, 50]
  for (const [q, expected] of [
    [0, 15],
    [0.05, 16],
    [0.3, 23],
    [0.4, 29],
    [0.95, 48],
    [1, 50],
  ] as const) {
    it(`of 15, 20, 35, 40, 50 at ${q} is ${expected}, as in R`, () => {
      assert.ok(Math.abs(quantile(five, q) - expected) < 1e-9)
    })
  }

  it('of one value is that value', () => {
    assert.equal(quantile([7], 0.99), 7)
  })

  it('refuses no values and impossible shares', () => {
    assert.throws(() => quantile([], 0.5), RangeError)
    assert.throws(() => quantile(five, 1.01), RangeError)
    assert.throws(() => quantile(five, Number.NaN), RangeError)
  })
})

describe('ascending', () => {
  it('orders by number, not by text, and leaves its argument alone', () => {
    const values = [100, 9, 20]
    assert.deepEqual([...ascending(values)], [9, 20, 100])
    assert.deepEqual(values, [100, 9, 20])
  })
})

describe('median and mean', () => {
  it('are the middle and the average', () => {
    assert.equal(median([9, 1, 2]), 2)
    assert.equal(median([4, 1, 2, 3]), 2.5)
    assert.equal(mean([1, 2, 6]), 3)
  })

  it('refuse no values', () => {
    assert.throws(() => median([]), RangeError)
    assert.throws(() => mean([]), RangeError)
  })
})
