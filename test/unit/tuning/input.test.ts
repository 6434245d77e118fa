import assert from 'node:assert/strict'
import { objectiveText, parseObjective } from '#tuning/objective.ts'
import { checkPayload } from '#tuning/payload.ts'
import { makePlan } from '#tuning/plan.ts'
import { checkSizes, defaultSizes, parseSizes } from '#tuning/sizes.ts'
import { configuration } from '../../support/samples.ts'

describe('what users give a sweep', () => {
  it('objectives are read, and written back the same', () => {
    for (const text of [
      'within:5',
      'within:12.5',
      'cheapest',
      'fastest',
      'balanced:0.3',
      'under-p95:800',
      'under-p99:800',
    ]) {
      assert.equal(objectiveText(parseObjective(text)), text)
    }
    assert.equal(objectiveText(parseObjective('within')), 'within:5')
    for (const bad of ['', 'quick', 'within:-1', 'within:x', 'balanced:2', 'under-p99', 'under-p99:0', 'cheapest:1']) {
      assert.throws(() => parseObjective(bad), { code: 'bad-objective' }, bad)
    }
  })

  it('sizes are sorted, without repeats, and only those that Lambda has', () => {
    assert.deepEqual(parseSizes('1024, 128;512 128'), [128, 512, 1024])
    for (const bad of ['', '64', '10241', '512.5', 'a', '128,,x', '-128']) {
      assert.throws(() => parseSizes(bad), { code: 'bad-sizes' }, bad)
    }
    assert.deepEqual(checkSizes([10240, 128]), [128, 10240])
  })

  it('the current size is always among the default ones', () => {
    assert.ok(defaultSizes(700).includes(700))
    assert.equal(new Set(defaultSizes(512)).size, defaultSizes(512).length)
  })

  it('a payload is JSON, and the message says where it is not', () => {
    assert.equal(checkPayload('\uFEFF{"a": 1}', 'a.json'), '{"a": 1}')
    assert.throws(() => checkPayload('{"a": }', 'events/a.json'), /events\/a\.json is not JSON/)
    assert.throws(() => checkPayload('', 'empty.json'), { code: 'bad-payload' })
    assert.throws(() => checkPayload(JSON.stringify('é'.repeat(3_200_000)), 'big.json'), { code: 'payload-too-large' })
  })
})

describe('makePlan', () => {
  const request = { region: 'us-east-1', payload: '{}', objective: parseObjective('within:5') }

  it('tells calls, the most they can cost, and what is touched', () => {
    const plan = makePlan(configuration, { ...request, sizes: [128, 1024], warmCalls: 4 })
    assert.equal(plan.callsMin, 1 + 2 * 5)
    assert.equal(plan.callsMax, 1 + 2 * 7)
    const inits = 512 + 128 + 1024
    const worstGbs = ((512 + 7 * 128 + 7 * 1024 + inits) / 1024) * 10
    assert.ok(Math.abs((plan.usdMax ?? 0) - (worstGbs * 0.0000166667 + 15 * 0.0000002)) < 1e-9)
    assert.match(plan.touches.join(' '), /Puts 512 MB back/)
  })

  it('tells how few and how many calls the answer may need, each at the dearest size', () => {
    const plan = makePlan(configuration, { ...request, sizes: [128, 1024] })
    assert.deepEqual([plan.callsMin, plan.callsMax, plan.warmCalls], [1 + 1 + 3, 1 + 2 * (1 + 7 + 2), undefined])
    const inits = 512 + 128 + 1024
    const worstGbs = ((512 + 128 + 1024 + 2 * 9 * 1024 + inits) / 1024) * 10
    assert.ok(Math.abs((plan.usdMax ?? 0) - (worstGbs * 0.0000166667 + 21 * 0.0000002)) < 1e-9)
  })

  it('keeps the limits that the user set', () => {
    const plan = makePlan(configuration, { ...request, maxCalls: 20, maxUsd: 0.00001 })
    assert.deepEqual([plan.callsMin, plan.callsMax, plan.usdMax], [5, 20, 0.00001])
  })

  it('refuses limits that allow no answer', () => {
    for (const maxCalls of [1, 4, 5.5]) {
      assert.throws(() => makePlan(configuration, { ...request, sizes: [128, 512], maxCalls }), {
        code: 'budget-too-small',
      })
    }
  })

  it('does not know the cost in a region without a price, nor keeps a limit of it', () => {
    const nowhere = { ...request, region: 'xx-nowhere-1' }
    assert.equal(makePlan(configuration, nowhere).usdMax, undefined)
    assert.throws(() => makePlan(configuration, { ...nowhere, maxUsd: 1 }), { code: 'price-unknown' })
  })
})
