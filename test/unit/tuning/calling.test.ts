import assert from 'node:assert/strict'
import { type Calling, makeCalling, otherCalls, payloadRound, versionsPerSize } from '#tuning/calling.ts'
import { makePlan } from '#tuning/plan.ts'
import { parseObjective } from '#tuning/objective.ts'
import { configuration } from '../../support/samples.ts'

function roundOf(...weights: readonly number[]): string {
  return payloadRound(weights.map((weight, index) => ({ text: 'abcdef'[index] ?? '', weight }))).join('')
}

describe('payloadRound', () => {
  const cases: readonly [readonly number[], string][] = [
    [[1], 'a'],
    [[7], 'a'],
    [[1, 1], 'ab'],
    [[3, 1], 'aaba'],
    [[75, 25], 'aaba'],
    [[0.7, 0.3], 'aba'],
    [[2, 1, 1], 'abca'],
    [[1, 1, 1], 'abc'],
  ]
  for (const [weights, round] of cases) {
    it(`of weights ${weights.join(' and ')} is ${round}`, () => assert.equal(roundOf(...weights), round))
  }

  it('leaves no payload out, however light, and stays short', () => {
    const round = roundOf(1000, 1)
    assert.ok(round.includes('b') && round.length <= 20, round)
  })
})

describe('makeCalling', () => {
  it('keeps within the concurrency of the function', () => {
    const { concurrency, coldAtOnce } = makeCalling('{}', { concurrency: 4, coldCalls: 6, starts: 'both' }, 2)
    assert.deepEqual([concurrency, coldAtOnce], [2, 2])
    assert.deepEqual([makeCalling('{}').concurrency, makeCalling('{}').payloads], [1, [{ text: '{}', weight: 1 }]])
  })

  it('needs further versions for cold starts that cannot come at once', () => {
    const calling = makeCalling('{}', { coldCalls: 5, starts: 'cold' }, 2)
    assert.equal(versionsPerSize(calling, [128, 512]), 3)
    assert.deepEqual(otherCalls(calling, [128, 512]), { trial: 1, cold: 5 })
    assert.equal(versionsPerSize(calling, [512]), 1)
    assert.deepEqual(otherCalls(calling, [512]), { trial: 1, cold: 2 })
    assert.equal(versionsPerSize({ ...calling, starts: 'warm' }, [128, 512]), 1)
  })

  const bad: readonly [string, Partial<Calling>, string][] = [
    ['no payload', { payloads: [] }, 'bad-payload'],
    ['a weight of 0', { payloads: [{ text: '{}', weight: 0 }] }, 'bad-payload'],
    ['a weight without end', { payloads: [{ text: '{}', weight: Number.POSITIVE_INFINITY }] }, 'bad-payload'],
    [
      'more payloads than take turns',
      { payloads: Array.from({ length: 21 }, () => ({ text: '{}', weight: 1 })) },
      'bad-payload',
    ],
    ['half a call at once', { concurrency: 0.5 }, 'bad-calling'],
    ['no call at once', { concurrency: 0 }, 'bad-calling'],
    ['no cold start', { coldCalls: 0 }, 'bad-calling'],
    ['a pause of less than nothing', { pauseMs: -1 }, 'bad-calling'],
    ['retries of less than none', { retriesMax: -1 }, 'bad-calling'],
  ]
  for (const [what, given, code] of bad) {
    it(`refuses ${what}`, () => assert.throws(() => makeCalling('{}', given), { code }))
  }
})

describe('makePlan, by the way of calling', () => {
  const request = { region: 'us-east-1', payload: '{}', objective: parseObjective('within:5'), warmCalls: 4 }
  const sizes = [128, 1024]

  it('counts a trial of each payload, and whole rounds', () => {
    const payloads = [
      { text: '1', weight: 2 },
      { text: '2', weight: 1 },
    ]
    const plan = makePlan(configuration, { ...request, sizes, calling: { payloads } })
    assert.equal(plan.callsMin, 2 + 2 * (1 + 6))
    assert.equal(plan.callsMax, 2 + 2 * (1 + 6 + 2 + 2))
  })

  it('counts cold starts, and the versions that they need', () => {
    const both = makePlan(configuration, { ...request, sizes, calling: { starts: 'both' }, concurrency: 3 })
    assert.equal(both.callsMin, 1 + 2 * (5 + 4))
    assert.match(both.touches.join(' '), /publishes 4 versions/)
    const cold = makePlan(configuration, { ...request, sizes, calling: { starts: 'cold', coldCalls: 8 } })
    assert.deepEqual([cold.callsMin, cold.callsMax], [1 + 2 * 8, 1 + 2 * 8])
    assert.match(cold.touches.join(' '), /publishes 2 versions/)
  })

  it('refuses limits that allow no round', () => {
    const payloads = [1, 2, 3].map(number => ({ text: String(number), weight: 1 }))
    const few = { ...request, sizes, calling: { payloads }, maxCalls: 3 + 2 * (1 + 3) - 1 }
    assert.throws(() => makePlan(configuration, few), { code: 'budget-too-small' })
    makePlan(configuration, { ...few, maxCalls: few.maxCalls + 1 })
  })
})
