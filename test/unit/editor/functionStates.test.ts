import assert from 'node:assert/strict'
import { FunctionStates, freshMs } from '#editor/functionStates.ts'
import type { LensState } from '#editor/lensState.ts'
import { deployedState, since, statistics } from '../../support/lensStates.ts'

/** States that are read when the test says so. */
class Reads {
  readonly asked: string[] = []
  readonly enriched: string[] = []
  changes = 0
  now = 0
  readonly states = new FunctionStates<string>({
    keyOf: name => name,
    read: (name, isWanted) => {
      this.asked.push(isWanted ? `${name}!` : name)
      return new Promise(resolve => this.#answers.push(resolve))
    },
    enrich: async (name, state) => {
      this.enriched.push(name)
      return state.kind === 'deployed' ? { ...state, since: since(0.2) } : state
    },
    onChange: () => void (this.changes += 1),
    now: () => this.now,
  })
  readonly #answers: ((state: LensState) => void)[] = []

  async answer(state: LensState): Promise<void> {
    this.#answers.shift()?.(state)
    await new Promise(setImmediate)
  }
}

const first = deployedState({ statistics })
const second = deployedState({ statistics, memoryMb: 2048 })

describe('the states of functions', () => {
  it('are read once, for whoever looks, and told when they are there', async () => {
    const reads = new Reads()
    for (let look = 0; look < 3; look += 1) assert.deepEqual(reads.states.stateOf('a'), { kind: 'reading' })
    assert.deepEqual(reads.asked, ['a'])
    await reads.answer(first)
    assert.deepEqual([reads.states.stateOf('a'), reads.changes, reads.asked], [first, 1, ['a']])
  })

  it('are read again after ten minutes at the earliest, and only if somebody looks', async () => {
    const reads = new Reads()
    for (const name of ['a', 'b']) reads.states.stateOf(name)
    await reads.answer(first)
    await reads.answer(first)
    reads.now = freshMs - 1
    reads.states.stateOf('a')
    assert.deepEqual([reads.asked, reads.states.hasDue], [['a', 'b'], false])
    reads.now = freshMs
    assert.equal(reads.states.hasDue, true)
    reads.states.stateOf('a')
    assert.deepEqual(reads.asked, ['a', 'b', 'a'], 'nobody looks at b')
  })

  it('stay as they are while they are read again, so that no text jumps', async () => {
    const reads = new Reads()
    reads.states.stateOf('a')
    await reads.answer(first)
    reads.states.refresh(false)
    assert.deepEqual(reads.states.stateOf('a'), first)
    await reads.answer(second)
    assert.deepEqual(reads.states.stateOf('a'), second)
  })

  it('are read as a person wants it, once', async () => {
    const reads = new Reads()
    reads.states.stateOf('a')
    await reads.answer(first)
    reads.states.refresh(true)
    reads.states.refresh(false)
    for (let look = 0; look < 2; look += 1) reads.states.stateOf('a')
    await reads.answer(second)
    reads.states.stateOf('a')
    assert.deepEqual(reads.asked, ['a', 'a!'])
  })

  it('are not asked for twice at once: who refreshes meanwhile has them read after', async () => {
    const reads = new Reads()
    reads.states.stateOf('a')
    reads.states.refresh(true)
    reads.states.stateOf('a')
    assert.deepEqual(reads.asked, ['a'])
    await reads.answer(first)
    reads.states.stateOf('a')
    assert.deepEqual(reads.asked, ['a', 'a!'])
  })

  it('are read as a person wants it also where nothing is known yet, for a moment', async () => {
    const reads = new Reads()
    reads.states.refresh(true)
    reads.states.stateOf('a')
    reads.now = 10_000
    reads.states.stateOf('b')
    assert.deepEqual(reads.asked, ['a!', 'b'])
  })

  it('are compared only for those who look closer, once a reading', async () => {
    const reads = new Reads()
    reads.states.stateOf('a')
    await reads.answer(first)
    reads.states.stateOf('a')
    assert.deepEqual(reads.enriched, [])
    reads.states.stateOf('a', true)
    await new Promise(setImmediate)
    assert.deepEqual(reads.states.stateOf('a', true), { ...first, since: since(0.2) })
    assert.deepEqual(reads.enriched, ['a'])
    reads.states.refresh(false)
    reads.states.stateOf('a', true)
    await reads.answer(second)
    assert.deepEqual(reads.states.stateOf('a'), { ...second, since: since(0.2) }, 'until it is compared again')
  })

  it('are forgotten with the account, and what was under way is not shown', async () => {
    const reads = new Reads()
    reads.states.stateOf('a')
    reads.states.forget()
    assert.deepEqual(reads.states.stateOf('a'), { kind: 'reading' })
    await reads.answer(first)
    assert.deepEqual([reads.states.stateOf('a'), reads.asked], [{ kind: 'reading' }, ['a', 'a']])
    await reads.answer(second)
    assert.deepEqual(reads.states.stateOf('a'), second)
  })
})
