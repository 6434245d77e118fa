import assert from 'node:assert/strict'
import { parseBudget } from '#bundle/budget.ts'

describe('a budget', () => {
  const sizes: readonly (readonly [string, number])[] = [
    ['1MB', 1_000_000],
    ['1.5 mb', 1_500_000],
    ['.5MB', 500_000],
    ['512 KiB', 524_288],
    ['800kB', 800_000],
    ['1000', 1000],
    ['12B', 12],
  ]
  for (const [text, bytes] of sizes) it(`is ${text}`, () => assert.equal(parseBudget(text), bytes))

  for (const text of ['', 'MB', '0', '-1MB', '1 TB', '1MB or so', '1e3', 'constructor', '1constructor']) {
    it(`is not "${text}"`, () => assert.throws(() => parseBudget(text), { code: 'bad-budget' }))
  }
})
