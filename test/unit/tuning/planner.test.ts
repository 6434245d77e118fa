import assert from 'node:assert/strict'
import { seededRandom } from '#common/random.ts'
import { measuredSizes } from '#tuning/measuredSizes.ts'
import { parseObjective } from '#tuning/objective.ts'
import { fewestCallsOfBest, mostCallsPerSize, nextCall } from '#tuning/planner.ts'
import { type Recommendation, recommend } from '#tuning/recommend.ts'
import type { Sample } from '#tuning/sample.ts'
import { invocation } from '../../support/samples.ts'

const pricing = { architecture: 'x86_64', ephemeralStorageMb: 512, region: 'us-east-1' } as const
const sizes = [128, 256, 512, 1024, 1769, 2048, 3008]

type Curve = (memoryMb: number, call: number) => number

/** One core's work, and a fixed wait. */
function work(coreMs: number, waitMs = 0): Curve {
  return memoryMb => waitMs + coreMs / Math.min(1, memoryMb / 1769)
}

/** Durations that scatter by so much around the curve. */
function noisy(curve: Curve, sd: number, seed = 1): Curve {
  const random = seededRandom(seed)
  return (memoryMb, call) =>
    curve(memoryMb, call) * Math.exp(sd * (random() + random() + random() + random() - 2) * Math.sqrt(3))
}

interface Tuned {
  readonly calls: ReadonlyMap<number, number>
  readonly best: Recommendation | undefined
}

/** Lets the planner tune a function that behaves like the curve; sizes in `failing` cannot be called. */
function tune(
  curve: Curve,
  text: string,
  of: readonly number[] = sizes,
  closed: ReadonlySet<number> = new Set(),
): Tuned {
  const objective = parseObjective(text)
  const samples: Sample[] = []
  const calls = new Map(of.map(memoryMb => [memoryMb, 0]))
  for (;;) {
    const open = measuredSizes(samples, of).map(size => ({ ...size, isOpen: !closed.has(size.memoryMb) }))
    const memoryMb = nextCall(open, { objective, pricing })
    if (memoryMb === undefined) return { calls, best: recommend(samples, objective, pricing, of) }
    const call = calls.get(memoryMb) ?? 0
    calls.set(memoryMb, call + 1)
    samples.push({ memoryMb, cold: false, invocation: invocation(curve(memoryMb, call), memoryMb) })
  }
}

function all({ calls }: Tuned): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0)
}

describe('nextCall', () => {
  const cases: readonly (readonly [what: string, curve: Curve, objective: string, expected: readonly number[]])[] = [
    ['work: the fastest of those that cost the same', noisy(work(300), 0.01), 'within:5', [1769]],
    ['work: the fastest', noisy(work(300), 0.01), 'fastest', [1769, 2048, 3008]],
    ['waiting: the cheapest', noisy(work(0.1, 200), 0.01), 'cheapest', [128]],
    ['waiting: no size is worth more', noisy(work(0.1, 200), 0.01), 'within:5', [128]],
    ['work and waiting: under a limit', noisy(work(300, 100), 0.01), 'under-p99:700', [1024]],
    ['work and waiting: under another limit', noisy(work(300, 100), 0.01), 'under-p95:450', [1769]],
    ['work: duration alone', noisy(work(300), 0.01), 'balanced:0', [1769, 2048, 3008]],
    [
      'a bump where the best would be',
      noisy((mb, n) => work(300)(mb, n) * (mb === 1769 ? 1.3 : 1), 0.01),
      'within:5',
      [1024],
    ],
    ['no scatter at all', work(300), 'within:5', [1769]],
  ]
  for (const [what, curve, objective, expected] of cases) {
    it(`finds the best size: ${what}`, () => {
      const { best, calls } = tune(curve, objective)
      assert.ok(expected.includes(best?.memoryMb ?? 0), `${best?.memoryMb} MB`)
      assert.ok((calls.get(best?.memoryMb ?? 0) ?? 0) >= fewestCallsOfBest, 'the recommendation was measured')
      assert.ok((best?.certainty ?? 0) > 0.9, `certainty ${best?.certainty}`)
    })
  }

  it('never or once calls slow sizes that cannot win', () => {
    const { calls } = tune(noisy(work(3000), 0.01), 'fastest')
    for (const slow of [128, 256, 512]) assert.ok((calls.get(slow) ?? 0) <= 1, `${slow} MB: ${calls.get(slow)} calls`)
  })

  it('needs few calls where all is clear, and says what is not', () => {
    const clear = tune(noisy(work(0.1, 200), 0.01), 'cheapest')
    assert.ok(all(clear) <= sizes.length, `${all(clear)} calls`)
    const tie = tune(noisy(work(300), 0.4), 'cheapest')
    assert.ok(all(tie) > all(clear))
    assert.ok((tie.best?.certainty ?? 1) < 0.9, `certainty ${tie.best?.certainty}`)
  })

  it('measures the only size there is, and no more', () => {
    const { calls, best } = tune(noisy(work(300), 0.02), 'within:5', [512])
    assert.deepEqual([...calls], [[512, fewestCallsOfBest]])
    assert.deepEqual([best?.memoryMb, best?.certainty], [512, 1])
  })

  it('goes on without a size that cannot be called, and never recommends it', () => {
    const { calls, best } = tune(noisy(work(300), 0.01), 'within:5', sizes, new Set([1769]))
    assert.equal(calls.get(1769), 0)
    assert.notEqual(best?.memoryMb, 1769)
  })

  it('asks for nothing where no size can be called', () => {
    const none = measuredSizes([], sizes).map(size => ({ ...size, isOpen: false }))
    assert.equal(nextCall(none, { objective: parseObjective('cheapest'), pricing }), undefined)
  })

  it('bears a call that took a hundred times as long', () => {
    const curve = noisy(work(300), 0.01)
    const { best } = tune(
      (memoryMb, call) => curve(memoryMb, call) * (memoryMb === 1769 && call === 1 ? 100 : 1),
      'within:5',
    )
    assert.ok([1024, 1769].includes(best?.memoryMb ?? 0), `${best?.memoryMb} MB`)
  })

  it('does not need a price', () => {
    const nowhere = { ...pricing, region: 'xx-nowhere-1' }
    const planned = measuredSizes([], sizes).map(size => ({ ...size, isOpen: true }))
    assert.equal(nextCall(planned, { objective: parseObjective('within:5'), pricing: nowhere }), 1769)
  })

  it('stays within its calls, recommends what it measured, and answers the same to the same', () => {
    const random = seededRandom(7)
    for (let turn = 0; turn < 12; turn++) {
      const some = sizes.filter(() => random() < 0.7)
      if (some.length === 0) continue
      const [coreMs, waitMs, sd] = [1 + 2000 * random(), 300 * random(), 0.5 * random()]
      const objective =
        ['within:5', 'cheapest', 'fastest', 'balanced:0.5', 'under-p99:500', 'under-p95:90'][turn % 6] ?? ''
      const play = () => tune(noisy(work(coreMs, waitMs), sd, turn), objective, some)
      const first = play()
      assert.ok(all(first) <= mostCallsPerSize * some.length, `${all(first)} calls of ${some.length} sizes`)
      assert.ok((first.calls.get(first.best?.memoryMb ?? 0) ?? 0) > 0)
      assert.deepEqual(play(), first)
    }
  })
})
