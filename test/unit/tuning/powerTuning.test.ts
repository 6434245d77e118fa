import assert from 'node:assert/strict'
import { parseObjective } from '#tuning/objective.ts'
import { makePlan, type PlanRequest } from '#tuning/plan.ts'
import { powerTuningInput, powerTuningLink, readPowerTuning } from '#tuning/powerTuning.ts'
import { configuration } from '../../support/samples.ts'

const sizes = [
  { memoryMb: 128, meanMs: 800, usd: 0.0000017 },
  { memoryMb: 3008, meanMs: 40.5, usd: 0.000002 },
]

describe('readPowerTuning', () => {
  const stats = [
    { value: 3008, averageDuration: 40.5, averagePrice: 0.000002 },
    { value: 128, averageDuration: 800, averagePrice: 0.0000017 },
  ]
  const machine = { executionCost: 0.0003, lambdaCost: 0.0005 }

  it('reads the output of an execution, as the console shows it and as the API gives it', () => {
    const results = { power: 128, cost: 1, duration: 2, stateMachine: machine, stats }
    for (const output of [{ results }, results]) {
      const read = readPowerTuning(JSON.stringify(output))
      assert.deepEqual(read.sizes, sizes)
      assert.ok(Math.abs((read.usd ?? 0) - 0.0008) < 1e-12)
    }
  })

  it('reads the link, alone and in an output without figures', () => {
    const link = powerTuningLink(sizes)
    for (const text of [link, ` ${link}\n`, JSON.stringify({ stateMachine: { visualization: link } })]) {
      const read = readPowerTuning(text).sizes
      assert.deepEqual(
        read.map(({ memoryMb, meanMs }) => [memoryMb, meanMs]),
        [
          [128, 800],
          [3008, 40.5],
        ],
      )
      for (const [index, { usd }] of read.entries()) assert.ok(Math.abs(usd / (sizes[index]?.usd ?? 0) - 1) < 1e-6)
    }
  })

  it('knows the form of the link: little-endian lists, in base64', () => {
    const bytes = (...numbers: readonly number[]) => Buffer.from(numbers).toString('base64')
    // 512 MB, 1 ms and 2⁻²⁰ dollars.
    const hash = [bytes(0x00, 0x02), bytes(0, 0, 0x80, 0x3f), bytes(0, 0, 0x80, 0x35)].join(';')
    const expected = [{ memoryMb: 512, meanMs: 1, usd: 2 ** -20 }]
    assert.deepEqual(readPowerTuning(`https://lambda-power-tuning.show/#${hash}`).sizes, expected)
    assert.equal(powerTuningLink(expected), `https://lambda-power-tuning.show/#${hash}`)
  })

  const bad: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['other text', 'power: 128'],
    ['another document', '{"Resources": {}}'],
    ['a list', '[1, 2]'],
    ['a link without data', 'https://lambda-power-tuning.show/#'],
    ['a link that was cut', powerTuningLink(sizes).slice(0, -9)],
    ['a size without a duration', JSON.stringify({ stats: [{ value: 128, averagePrice: 1 }] })],
    ['a size that cost nothing', JSON.stringify({ stats: [{ value: 128, averageDuration: 1, averagePrice: 0 }] })],
    ['no size', JSON.stringify({ stats: [] })],
  ]
  for (const [what, text] of bad) {
    it(`refuses ${what}`, () => assert.throws(() => readPowerTuning(text), { code: 'bad-power-tuning' }))
  }
})

describe('powerTuningInput', () => {
  function planOf(more: Partial<PlanRequest>) {
    const request = {
      region: 'us-east-1',
      payload: '{"n":1}',
      objective: parseObjective('within:5'),
      sizes: [128, 512],
    }
    return makePlan(configuration, { ...request, ...more })
  }

  it('says the whole plan', () => {
    assert.deepEqual(powerTuningInput(planOf({}), 10), {
      lambdaARN: configuration.arn,
      powerValues: [128, 512],
      num: 10,
      payload: { n: 1 },
      parallelInvocation: false,
      strategy: 'cost',
      includeOutputResults: true,
      autoOptimize: false,
    })
  })

  it('says payloads with weights, pauses, and the objective as far as it knows it', () => {
    const payloads = ['1', '2'].map((text, index) => ({ text, weight: index + 1 }))
    const objective = parseObjective('balanced:0.3')
    const input = powerTuningInput(planOf({ objective, calling: { payloads, pauseMs: 50, concurrency: 2 } }), 5)
    const { payload, sleepBetweenRunsMs, parallelInvocation, strategy, balancedWeight } = input as Record<
      string,
      unknown
    >
    assert.deepEqual(payload, [
      { payload: 1, weight: 1 },
      { payload: 2, weight: 2 },
    ])
    assert.deepEqual([sleepBetweenRunsMs, parallelInvocation, strategy, balancedWeight], [50, true, 'balanced', 0.3])
  })

  const beyond: readonly (readonly [string, Partial<PlanRequest>])[] = [
    ['a copy', { way: { kind: 'clone' } }],
    ['cold starts', { calling: { starts: 'both' } }],
    ['percentiles', { objective: parseObjective('under-p99:800') }],
    ['programs', { calling: { hooks: { before: async () => undefined } } }],
  ]
  for (const [what, more] of beyond) {
    it(`refuses ${what}`, () =>
      assert.throws(() => powerTuningInput(planOf(more), 5), { code: 'not-by-state-machine' }))
  }
})
