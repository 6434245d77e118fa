import assert from 'node:assert/strict'
import { seededRandom } from '#common/random.ts'
import { changeEffect, type EnvironmentCalls } from '#tuning/changeEffect.ts'

const random = seededRandom(7)
/** Environments whose calls differ by a twentieth. */
const environments = (count: number, ms: number, initMs?: number): EnvironmentCalls[] =>
  Array.from({ length: count }, () => ({
    durationsMs: Array.from({ length: 8 }, () => ms * (0.975 + random() * 0.05)),
    maxMemoryUsedMb: 80,
    ...(initMs !== undefined && { initMs: initMs * (0.975 + random() * 0.05) }),
  }))

describe('the effect of a change', () => {
  it('is measurable where it is larger than the noise', () => {
    const { p50, init, memory } = changeEffect(environments(6, 100, 150), environments(6, 60, 180))
    assert.ok(p50?.isMeasurable && p50.low < -0.35 && p50.high > -0.45 && p50.low < p50.high)
    assert.ok(init?.isMeasurable && init.low > 0.1)
    assert.deepEqual(memory, { before: 80, after: 80, low: 0, high: 0, isMeasurable: false })
  })

  it('is not where both are the same, however they were drawn', () => {
    let seen = 0
    for (let n = 0; n < 40; n++) {
      if (changeEffect(environments(6, 100), environments(6, 100)).p50?.isMeasurable) seen++
    }
    assert.ok(seen <= 6, `${seen} of 40`)
  })

  it('does not take one slow environment for an effect', () => {
    const slow = [...environments(5, 100), ...environments(1, 300)]
    assert.equal(changeEffect(environments(6, 100), slow).p50?.isMeasurable, false)
  })

  it('has no figure that no call reported', () => {
    const { init, p50 } = changeEffect(environments(3, 100), environments(3, 100, 50))
    assert.equal(init, undefined)
    assert.ok(p50)
    assert.deepEqual(changeEffect([], []), {})
  })
})
