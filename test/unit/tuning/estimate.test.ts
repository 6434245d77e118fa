import assert from 'node:assert/strict'
import { estimateSize } from '#tuning/estimate.ts'
import type { Sample } from '#tuning/sample.ts'
import { cold, warm } from '../../support/samples.ts'

const pricing = { architecture: 'x86_64', ephemeralStorageMb: 512, region: 'us-east-1' } as const

describe('estimateSize', () => {
  it('keeps warm and cold calls apart', () => {
    const estimate = estimateSize(512, [cold(512, 300, 150), ...warm(512, 100, 110, 120), ...warm(128, 999)], pricing)
    assert.equal(estimate?.n, 3)
    assert.equal(estimate.p50Ms, 110)
    assert.equal(estimate.meanMs, 110)
    assert.equal(estimate.coldP50Ms, 450)
    assert.equal(estimate.initP50Ms, 150)
  })

  it('prices the mean of the billed durations, with an interval around it', () => {
    const estimate = estimateSize(1024, warm(1024, 99.2, 100, 120.5), pricing)
    const perMs = 0.0000166667 / 1000
    assert.ok(Math.abs((estimate?.usdPerMillion ?? 0) - (((100 + 100 + 121) / 3) * perMs + 0.0000002) * 1e6) < 1e-9)
    assert.ok(estimate?.interval && estimate.usdPerMillion !== undefined)
    assert.ok(estimate.interval.low < estimate.usdPerMillion && estimate.usdPerMillion < estimate.interval.high)
  })

  it('is less sure where environments differ than where calls do', () => {
    const durations = [100, 101, 99, 130, 131, 129]
    const calls = warm(1024, ...durations)
    const widthOf = (samples: readonly Sample[]) => {
      const { low, high } = estimateSize(1024, samples, pricing)?.interval ?? { low: 0, high: 0 }
      return high - low
    }
    const ofTwo = calls.map((sample, index) => ({ ...sample, environment: Math.floor(index / 3) }))
    assert.ok(widthOf(ofTwo) > 1.3 * widthOf(calls), `${widthOf(ofTwo)} against ${widthOf(calls)}`)
  })

  it('knows nothing without a warm sample', () => {
    assert.equal(estimateSize(512, [cold(512, 300, 150)], pricing), undefined)
  })

  it('leaves an unknown price unknown', () => {
    const estimate = estimateSize(512, warm(512, 100), { ...pricing, region: 'xx-nowhere-1' })
    assert.equal(estimate?.p50Ms, 100)
    assert.equal(estimate.usdPerMillion, undefined)
  })
})
