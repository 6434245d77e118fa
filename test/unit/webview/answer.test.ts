import assert from 'node:assert/strict'
import type { TuneRecommendation } from '#protocol/tune.ts'
import { answerOf } from '../../../webview/tune/answer.ts'
import { doneSweep, measured, outOfMemory, withoutPrice, withoutRecommendation } from './sweeps.ts'

const chosen: TuneRecommendation = {
  memoryMb: 1024,
  cheapestMb: 1024,
  fastestMb: 3008,
  objective: 'fastest within 5 % of the cheapest',
  certainty: 0.9,
}

function headline(changed: Partial<TuneRecommendation>): string {
  return answerOf({ ...doneSweep, recommendation: { ...chosen, ...changed } }).headline
}

describe('answer of a sweep', () => {
  it('says in one sentence what changes', () => {
    assert.equal(
      headline({ durationChange: -0.41, costChange: -0.03 }),
      '1,024 MB instead of 512 MB: 41 % faster, 3 % cheaper',
    )
    assert.equal(
      headline({ durationChange: 0.12, costChange: 0.004 }),
      '1,024 MB instead of 512 MB: 12 % slower, the same cost',
    )
  })

  it('says to keep the current size when none is better', () => {
    assert.equal(headline({ memoryMb: 512 }), 'Keep 512 MB: no measured size is better')
  })

  it('claims no change against a size that was not measured', () => {
    const target = { ...doneSweep.target, currentMemoryMb: 640 }
    const { headline, why } = answerOf({ ...doneSweep, target, recommendation: chosen })
    assert.equal(headline, '1,024 MB instead of 640 MB')
    assert.match(why, /^p50 352 ms, \$6\.07 per million calls\. 640 MB, as it is now, was not measured/)
  })

  it('speaks of duration alone where the price is unknown', () => {
    const recommendation = { ...chosen, durationChange: -0.41 }
    const { headline, why } = answerOf({ ...withoutPrice(doneSweep), recommendation })
    assert.equal(headline, '1,024 MB instead of 512 MB: 41 % faster')
    assert.match(why, /^p50 724 ms → 352 ms, at an unknown price\./)
  })

  it('gives the reasons in figures', () => {
    assert.equal(
      answerOf(doneSweep).why,
      'p50 724 ms → 243 ms, $6.23 → $6.28 per million calls. Objective: fastest within 5 % of the cheapest. ' +
        'Cheapest is 1,024 MB, fastest is 3,008 MB.',
    )
  })

  it('puts certainty in words and never rounds it up', () => {
    const certainty = (share: number) =>
      answerOf({ ...doneSweep, recommendation: { ...chosen, certainty: share } }).certainty
    assert.equal(certainty(0.999), 'certain: 99 %')
    assert.equal(certainty(0.9), 'likely: 90 %')
    assert.equal(certainty(0.6), 'uncertain: 60 %')
  })

  it('tells a sweep without a result from one without a recommendation', () => {
    assert.equal(answerOf(withoutRecommendation(doneSweep, [outOfMemory])).headline, 'No size could be measured')
    assert.equal(
      answerOf(withoutRecommendation(doneSweep, [outOfMemory, measured(512, 724)])).headline,
      'No size can be recommended',
    )
  })
})
