import assert from 'node:assert/strict'
import { createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import { recoverUnfinished } from '#tuning/recovery.ts'
import { sweep, type SweepOutcome } from '#tuning/sweep.ts'
import { useSweepLab } from '../../support/sweepLab.ts'
import { tapWire, type Wire, type WireFault } from '../../support/wireFaults.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()
const atOnce = 6

interface Faulty {
  readonly name: string
  readonly before: object
  readonly outcome: SweepOutcome
  readonly wire: Wire
}

describe('a sweep with a fault at each of its requests', function () {
  this.timeout(180_000)
  const current = useSweepLab()
  let swept = 0

  /** One sweep of a function of its own, over a wire of its own. */
  async function sweepOver(decide: Wire['decide']): Promise<Faulty> {
    const { lab, plan, look } = current()
    const name = `faulty-${swept++}`
    await lab.deploy(name, idle)
    const before = await look(name)
    const prepared = await plan(name, { sizes: [256], warmCalls: 1 })
    const clients = createClients(lab.lab)
    try {
      const wire = await tapWire(clients)
      wire.decide = decide
      const ports = { ...lab, control: lambdaControl(clients), invoker: lambdaInvoker(clients) }
      return { name, before, outcome: await sweep(prepared, ports, () => {}, never), wire }
    } finally {
      clients.destroy()
    }
  }

  /** Runs the sweeps some at a time, one for each request of a sweep that nothing disturbs. */
  async function atEachRequest(decide: (at: number) => Wire['decide'], check: (faulty: Faulty, at: number) => unknown) {
    const { wire } = await sweepOver(() => undefined)
    const places = [...wire.requests.keys()]
    assert.ok(places.length > 15, `only ${places.length} requests`)
    for (let from = 0; from < places.length; from += atOnce) {
      const batch = places.slice(from, from + atOnce)
      await Promise.all(batch.map(async at => await check(await sweepOver(decide(at)), at)))
    }
  }

  const passing: readonly (readonly [string, (at: number) => WireFault])[] = [
    ['a failure of the service, or a throttled request', at => (at % 2 === 0 ? 'server-error' : 'throttled')],
    ['a throttled request, or a failure of the service', at => (at % 2 === 0 ? 'throttled' : 'server-error')],
    ['a lost answer', () => 'lost-answer'],
  ]
  for (const [what, faultAt] of passing) {
    it(`${what}: measures, and leaves the function as it was`, async () => {
      const { look } = current()
      await atEachRequest(
        at => index => (index === at ? faultAt(at) : undefined),
        async ({ name, before, outcome, wire }, at) => {
          const where = `${faultAt(at)} at request ${at}, ${wire.requests[at]?.operation}: ${String(outcome.error)}`
          assert.deepEqual([outcome.ended, outcome.restored], ['complete', true], where)
          assert.deepEqual(await look(name), before, where)
        },
      )
    })
  }

  it('expired credentials: is put back once they are renewed', async () => {
    const { lab, look } = current()
    await atEachRequest(
      at => index => (index >= at ? 'expired-token' : undefined),
      async ({ name, before, outcome, wire }, at) => {
        const where = `at request ${at}, ${wire.requests[at]?.operation}`
        if (outcome.ended === 'failed') assert.match(String(outcome.error), /credentials have expired/, where)
        if (!outcome.restored) {
          assert.match(String(outcome.restoreError), /credentials have expired/, where)
          const isOurs = (arn: string) => arn.endsWith(`:${name}`)
          const [recovered, ...others] = await recoverUnfinished(lab.journal, lab.control, isOurs, never)
          assert.deepEqual([recovered?.error, others], [undefined, []], where)
        }
        assert.deepEqual(await look(name), before, where)
      },
    )
    assert.deepEqual(await lab.journal.unfinished(), [])
  })
})
