import assert from 'node:assert/strict'
import { parseObjective } from '#tuning/objective.ts'
import { predictSizes, recommend } from '#tuning/recommend.ts'
import type { Sample } from '#tuning/sample.ts'
import { cold, warm } from '../../support/samples.ts'

const pricing = { architecture: 'x86_64', ephemeralStorageMb: 512, region: 'us-east-1' } as const

/** CPU-bound: twice the memory, half the time, so that up to 1,024 MB all cost about the same. */
const cpuBound: Sample[] = [
  ...warm(512, 800, 802, 798, 801, 799),
  ...warm(128, 3300, 3310, 3290, 3305, 3295),
  ...warm(1024, 396, 398, 394, 397, 395),
  ...warm(1769, 260, 262, 258, 261, 259),
  ...warm(3008, 255, 256, 254, 255, 255),
]

function chosen(objective: string, samples: readonly Sample[] = cpuBound): number | undefined {
  return recommend(samples, parseObjective(objective), pricing)?.memoryMb
}

describe('recommend', () => {
  it('takes the fastest size within the tolerance of the cheapest', () => {
    assert.equal(chosen('within:5'), 1024)
    assert.equal(chosen('within:20'), 1769)
    assert.equal(chosen('within:0'), chosen('cheapest'))
  })

  it('serves each objective', () => {
    assert.equal(chosen('cheapest'), 1024)
    assert.equal(chosen('fastest'), 3008)
    assert.equal(chosen('balanced:1'), 1024)
    assert.equal(chosen('balanced:0'), 3008)
    assert.equal(chosen('under-p99:300'), 1769)
  })

  it('says when no size keeps the limit, and takes the nearest', () => {
    const best = recommend(cpuBound, parseObjective('under-p99:100'), pricing)
    assert.equal(best?.memoryMb, 3008)
    assert.equal(best?.limitKept, false)
  })

  it('is sure where sizes lie apart and unsure where they cannot be told apart', () => {
    const sure = recommend(cpuBound, parseObjective('fastest'), pricing)
    const noisy = [...warm(512, 90, 210, 100, 190, 150), ...warm(1024, 91, 205, 104, 195, 149)]
    const unsure = recommend(noisy, parseObjective('fastest'), pricing)
    assert.ok((sure?.certainty ?? 0) > 0.95, `sure: ${sure?.certainty}`)
    assert.ok((unsure?.certainty ?? 1) < 0.9, `unsure: ${unsure?.certainty}`)
  })

  it('is less sure of calls that one environment served: hosts differ', () => {
    const calls = [...warm(1769, 300, 301, 299, 300), ...warm(2048, 288, 289, 287, 288)]
    const certaintyOf = (samples: readonly Sample[], region = 'us-east-1') =>
      recommend(samples, parseObjective('fastest'), { ...pricing, region })?.certainty ?? 0
    const ofOne = calls.map(sample => ({ ...sample, environment: 1 }))
    assert.ok(certaintyOf(calls) > 0.95, `${certaintyOf(calls)}`)
    assert.ok(certaintyOf(ofOne) < 0.9, `${certaintyOf(ofOne)}`)
    assert.ok(certaintyOf(ofOne, 'lab') > 0.95, 'the lab is one machine')
  })

  it('predicts the sizes between and beyond the measured ones, with a band that widens', () => {
    const known = [...warm(512, 700, 702, 698), ...warm(1769, 202, 203, 201)]
    const [small, between, large] = predictSizes(known, [128, 1024, 1769, 3008], pricing)
    assert.deepEqual([small?.memoryMb, between?.memoryMb, large?.memoryMb], [128, 1024, 3008])
    assert.ok(between && Math.abs(between.meanMs / 350 - 1) < 0.05, `${between?.meanMs} ms`)
    assert.ok(small && small.msLow < 2800 && small.msHigh > 2800, `${small?.msLow} to ${small?.msHigh} ms`)
    assert.ok(large && large.msHigh > 190 && large.msHigh < 250, 'one thread fills one core')
    const width = (size: { msLow: number; msHigh: number }) => size.msHigh / size.msLow
    assert.ok(width(small) > width(between), 'further away')
    const { low = 0, high = 0 } = between.interval ?? {}
    assert.ok(low < (between.usdPerMillion ?? 0) && (between.usdPerMillion ?? 0) < high)
    assert.deepEqual(predictSizes([cold(512, 9, 9)], [128], pricing), [])
  })

  it('keeps a limit of the 95th percentile', () => {
    assert.equal(chosen('under-p95:300'), 1769)
  })

  it('leaves cold starts out', () => {
    const samples = [...warm(128, 100, 101), cold(128, 10, 5), ...warm(256, 90, 91), cold(256, 1, 1)]
    assert.equal(chosen('fastest', samples), 256)
    assert.equal(recommend([cold(128, 10, 5)], parseObjective('fastest'), pricing), undefined)
  })

  it('gives none where the price is not known', () => {
    const nowhere = { ...pricing, region: 'xx-nowhere-1' }
    assert.equal(recommend(cpuBound, parseObjective('cheapest'), nowhere), undefined)
  })
})
