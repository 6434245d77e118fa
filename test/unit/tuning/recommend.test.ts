import assert from 'node:assert/strict'
import { parseObjective } from '#tuning/objective.ts'
import { recommend } from '#tuning/recommend.ts'
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
