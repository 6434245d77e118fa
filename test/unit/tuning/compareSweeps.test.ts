import assert from 'node:assert/strict'
import { seededRandom } from '#common/random.ts'
import { compareSweeps } from '#tuning/compareSweeps.ts'
import { aSweepRecord, sizeRecord } from '../../support/sweepRecords.ts'

const before = aSweepRecord({
  sizes: [sizeRecord(512, 100, 104, 98, 101, 103), sizeRecord(1024, 50, 52, 49, 51, 50)],
})

describe('compareSweeps', () => {
  it('sees that the code became faster, and by how much', () => {
    const after = aSweepRecord({
      codeSha256: 'new',
      sizes: [sizeRecord(512, 80, 83, 79, 81, 82), sizeRecord(1024, 40, 41, 39, 42, 40)],
    })
    const { sizes, duration, sameCode } = compareSweeps(before, after)
    assert.equal(sameCode, false)
    assert.deepEqual(
      sizes.map(({ memoryMb }) => memoryMb),
      [512, 1024],
    )
    for (const { duration: ofSize, usdPerMillion } of sizes) {
      assert.ok(ofSize.isReal && usdPerMillion?.isReal)
      assert.ok(ofSize.low < -0.2 + 0.03 && ofSize.low > -0.25 && ofSize.high < -0.15)
      assert.ok(Math.abs(ofSize.after / ofSize.before - 1 - ofSize.change) < 1e-9)
    }
    assert.ok(duration?.isReal && Math.abs(duration.change + 0.2) < 0.01, String(duration?.change))
  })

  it('sees no difference where there is none', () => {
    const after = aSweepRecord({ sizes: [sizeRecord(512, 101, 99, 104, 100, 102)] })
    const { sizes, duration, sameCode } = compareSweeps(before, after)
    assert.deepEqual([sizes.length, sizes[0]?.duration.isReal, duration?.isReal, sameCode], [1, false, false, true])
  })

  it('does not take a negligible difference for one, however sure it is', () => {
    const steady = aSweepRecord({ sizes: [sizeRecord(512, ...Array<number>(20).fill(100))] })
    const slightly = aSweepRecord({ sizes: [sizeRecord(512, ...Array<number>(20).fill(100.5))] })
    assert.equal(compareSweeps(steady, slightly).duration?.isReal, false)
  })

  it('compares no size that failed, has few calls, or was measured once', () => {
    const after = aSweepRecord({
      sizes: [
        { ...sizeRecord(512, 1, 2, 3, 4), failure: 'timed out' },
        sizeRecord(1024, 50, 51),
        sizeRecord(2048, 1, 2, 3),
      ],
    })
    const { sizes, duration } = compareSweeps(before, after)
    assert.deepEqual([sizes, duration], [[], undefined])
  })

  it('leaves costs away where a price is not known', () => {
    const nowhere = aSweepRecord({ ...before, pricing: { ...before.pricing, region: 'xx-nowhere-1' } })
    assert.equal(compareSweeps(before, nowhere).sizes[0]?.usdPerMillion, undefined)
  })

  it('is wrong about calls of the same kind no more often than it says, even with five of them', () => {
    const random = seededRandom(5)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const draw = () => sizeRecord(512, ...Array.from({ length: 5 }, () => 100 * Math.exp(0.1 * normal())))
    const trials = 200
    let wrong = 0
    for (let trial = 0; trial < trials; trial++) {
      const [was, is] = [aSweepRecord({ sizes: [draw()] }), aSweepRecord({ sizes: [draw()] })]
      if (compareSweeps(was, is).duration?.isReal) wrong++
    }
    assert.ok(wrong <= trials * 0.08, `${wrong} of ${trials}`)
  })
})
