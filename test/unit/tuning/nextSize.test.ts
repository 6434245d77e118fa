import assert from 'node:assert/strict'
import { parseObjective } from '#tuning/objective.ts'
import { nextSize } from '#tuning/nextSize.ts'
import { newTally, type Tally } from '#tuning/tally.ts'
import { cold, warm } from '../../support/samples.ts'

const plan = { warmCalls: 2 }

/** Plays a sweep in which every call gives a sample, the first of a size a cold one. */
function play(sizes: readonly number[], failing: ReadonlySet<number> = new Set()): number[] {
  let tallies: Tally[] = sizes.map(size => newTally(size, String(size)))
  const order: number[] = []
  for (let tally = nextSize(tallies, plan); tally; tally = nextSize(tallies, plan)) {
    const { memoryMb, calls, samples } = tally
    order.push(memoryMb)
    const sample = calls === 0 ? [cold(memoryMb, 9, 9)] : warm(memoryMb, 9)
    const after = failing.has(memoryMb)
      ? { ...tally, calls: calls + 1, failure: 'timed out' }
      : { ...tally, calls: calls + 1, samples: [...samples, ...sample] }
    tallies = tallies.map(other => (other === tally ? after : other))
  }
  return order
}

describe('nextSize, with as many calls at every size', () => {
  it('lets the sizes take turns, the largest first', () => {
    assert.deepEqual(play([128, 512, 1024]), [1024, 512, 128, 1024, 512, 128, 1024, 512, 128])
  })

  it('calls a failed size no more', () => {
    assert.deepEqual(play([128, 512], new Set([128])), [512, 128, 512, 512])
  })

  it('gives a size up whose reports stay missing', () => {
    const tally = { ...newTally(128, '1'), calls: 5 }
    assert.equal(nextSize([tally], plan), undefined)
    assert.equal(nextSize([{ ...tally, calls: 4 }], plan)?.memoryMb, 128)
  })
})

describe('nextSize, with as few calls as the answer needs', () => {
  const pricing = { architecture: 'x86_64', ephemeralStorageMb: 512, region: 'lab' } as const
  const payloads = (count: number) => Array.from({ length: count }, (_, index) => ({ text: String(index), weight: 1 }))
  const samplingOf = (count: number) => ({
    objective: parseObjective('fastest'),
    pricing,
    calling: { payloads: payloads(count) },
  })
  const sampling = samplingOf(1)
  const sizes = [128, 512, 1769]

  it('begins with a whole core', () => {
    const tallies = sizes.map(size => newTally(size, String(size)))
    assert.equal(nextSize(tallies, sampling)?.memoryMb, 1769)
  })

  it('calls the same size again after the call that started its environment', () => {
    const started = { ...newTally(1769, '1'), calls: 1, samples: [cold(1769, 9, 9)] }
    assert.equal(nextSize([newTally(128, '2'), started], sampling)?.memoryMb, 1769)
  })

  it('calls a failed size no more, and gives one up whose reports stay missing', () => {
    const [small, middle, large] = sizes.map(size => newTally(size, String(size)))
    assert.ok(small && middle && large)
    assert.equal(nextSize([small, middle, { ...large, failure: 'timed out' }], sampling)?.memoryMb, 512)
    assert.equal(nextSize([small, middle, { ...large, calls: 3 }], sampling)?.memoryMb, 512)
    assert.equal(nextSize([small, middle, { ...large, calls: 2 }], sampling)?.memoryMb, 1769)
    assert.equal(nextSize([{ ...small, calls: 3 }], sampling), undefined)
    assert.equal(nextSize([{ ...small, failure: 'timed out' }], sampling), undefined)
  })

  it('measures the size that the function has now, also where it cannot win', () => {
    const best = { ...newTally(1769, '1'), calls: 5, samples: warm(1769, 100, 100, 101, 100, 101) }
    const slow = { ...newTally(512, '2'), calls: 3, samples: warm(512, 350, 351) }
    assert.equal(nextSize([slow, best], sampling), undefined)
    assert.equal(nextSize([slow, best], { ...sampling, currentMb: 512 })?.memoryMb, 512)
    assert.equal(nextSize([slow, best], { ...sampling, currentMb: 1024 }), undefined)
    const failed = { ...slow, failure: 'timed out' }
    assert.equal(nextSize([failed, best], { ...sampling, currentMb: 512 }), undefined)
  })

  it('takes a round of payloads for one call', () => {
    const samples = warm(1769, 10, 1000, 11, 990, 10, 1010, 10, 1005)
    const tally = { ...newTally(1769, '1'), calls: 9, samples }
    assert.equal(nextSize([tally], samplingOf(2)), undefined, 'rounds are alike')
    const fewer = { ...tally, calls: 5, samples: samples.slice(0, 4) }
    assert.equal(nextSize([fewer], samplingOf(2))?.memoryMb, 1769, 'two rounds are two calls')
  })
})
