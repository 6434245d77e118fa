import assert from 'node:assert/strict'
import { monthlyStops, monthlyWords, usdPerMonth, usualCallsPerMonth } from '../../../webview/tune/monthlyCost.ts'
import { doneSweep, outOfMemory, withoutRecommendation } from './sweeps.ts'

describe('dollars a month', () => {
  it('are the price of a million calls times the millions', () => {
    assert.equal(usdPerMonth(6.28, 2e6), 12.56)
    assert.equal(usdPerMonth(6.28, 0), 0)
  })

  it('are compared with the current size', () => {
    assert.equal(monthlyWords(doneSweep, 2e6), '$12.47 → $12.55 a month: $0.083 more')
    const recommendation = doneSweep.recommendation && { ...doneSweep.recommendation, memoryMb: 1024 }
    assert.equal(
      monthlyWords({ ...doneSweep, ...(recommendation && { recommendation }) }, 1e8),
      '$623.33 → $606.67 a month: $16.67 less',
    )
  })

  it('stand alone when there is nothing to compare', () => {
    assert.equal(monthlyWords(withoutRecommendation(doneSweep), 2e6), '$12.47 a month at 512 MB')
    assert.equal(monthlyWords(withoutRecommendation(doneSweep, [outOfMemory]), 2e6), '')
  })

  it('can be asked for ten thousand to a billion calls', () => {
    assert.equal(monthlyStops[0], 10_000)
    assert.equal(monthlyStops.at(-1), 1_000_000_000)
    assert.ok(monthlyStops.includes(usualCallsPerMonth))
  })
})
