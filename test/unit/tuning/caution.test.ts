import assert from 'node:assert/strict'
import { LensError } from '#common/errors.ts'
import type { MetricSource } from '#telemetry/metricSource.ts'
import { assertConfirmed, type CautionPorts, cautionOf, looksLikeProduction } from '#tuning/caution.ts'
import { configuration } from '../../support/samples.ts'

const { signal } = new AbortController()
const denied = new LensError('access-denied', 'AWS does not let you.', 'Ask.')

describe('looksLikeProduction', () => {
  const alike = [
    'orders-prod',
    'prod',
    'OrdersProd',
    'PROD_orders',
    'prd-orders',
    'orders-production-eu',
    'live',
    'prod2',
  ]
  for (const name of alike) it(`sees it in ${name}`, () => assert.ok(looksLikeProduction(name)))

  const others = [
    'product-list',
    'products',
    'reproduce',
    'delivery',
    'alive',
    'nonprod',
    'olive',
    'approdo',
    'orders-dev',
    '',
  ]
  for (const name of others) it(`does not see it in "${name}"`, () => assert.ok(!looksLikeProduction(name)))
})

describe('cautionOf', () => {
  function ports(more: {
    readonly aliases?: readonly string[]
    readonly tags?: Readonly<Record<string, string>>
    readonly counts?: readonly number[]
    readonly ownCalls?: number
  }): CautionPorts {
    const metrics: MetricSource = {
      async read(questions, { from, to }) {
        assert.deepEqual(questions[0]?.dimensions, { FunctionName: 'resize' })
        assert.equal(to - from, 86_400_000)
        return [more.counts ?? []]
      },
    }
    return {
      control: {
        aliases: async () => (more.aliases ?? []).map(name => ({ name, versions: ['1'], revisionId: 'r' })),
        tags: async () => more.tags ?? {},
      },
      metrics,
      ownCalls: async () => more.ownCalls ?? 0,
    }
  }

  const cases: readonly [string, Parameters<typeof ports>[0], RegExp[]][] = [
    ['nothing', { aliases: ['dev'], tags: { team: 'product' }, counts: [0, 0] }, []],
    ['an alias', { aliases: ['dev', 'live'] }, [/alias live/]],
    ['an alias that only aliases are called', { aliases: ['stable'] }, [/alias stable/]],
    ['a tag', { tags: { Environment: 'Production' } }, [/tag Environment is Production/]],
    ['calls of others', { counts: [3, 4], ownCalls: 5 }, [/had 2 calls in the last day/]],
    ['calls of sweeps alone', { counts: [3, 4], ownCalls: 7 }, []],
  ]
  for (const [what, facts, expected] of cases) {
    it(`finds ${what}`, async () => {
      const { reasons, unknown } = await cautionOf(configuration, ports(facts), signal)
      assert.equal(reasons.length, expected.length, reasons.join())
      for (const [index, reason] of expected.entries()) assert.match(reasons[index] ?? '', reason)
      assert.deepEqual(unknown, [])
    })
  }

  it('finds the name', async () => {
    const { reasons } = await cautionOf(
      { ...configuration, name: 'resize-prod' },
      { ...ports({}), metrics: none },
      signal,
    )
    assert.match(reasons.join(), /Its name, resize-prod, looks like production/)
  })

  it('says what it may not know', async () => {
    const refuse = async () => {
      throw denied
    }
    const control = { aliases: refuse, tags: async () => undefined }
    const caution = await cautionOf(configuration, { ...ports({}), control, metrics: { read: refuse } }, signal)
    assert.equal(caution.callsLastDay, undefined)
    assert.match(caution.unknown.join(' '), /Its aliases .*AWS does not let you.*Its tags .*in the last day/)
  })
})

const none: MetricSource = { read: async () => [] }

describe('assertConfirmed', () => {
  const caution = { reasons: ['It had 2 calls in the last day.'], unknown: [] }

  it('takes the very name', () => assertConfirmed(caution, 'resize', 'resize'))
  it('asks for nothing without a reason', () => assertConfirmed({ reasons: [], unknown: [] }, 'resize', undefined))
  for (const typed of [undefined, '', 'Resize', 'resize ']) {
    it(`does not take ${JSON.stringify(typed)}`, () => {
      assert.throws(() => assertConfirmed(caution, 'resize', typed), {
        code: 'confirmation-needed',
        message: /2 calls/,
      })
    })
  }
})
