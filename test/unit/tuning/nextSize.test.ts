import assert from 'node:assert/strict'
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
