import assert from 'node:assert/strict'
import { isAbort, LensError } from '#common/errors.ts'
import { parseObjective } from '#tuning/objective.ts'
import { makePlan } from '#tuning/plan.ts'
import { recommendOf, sizeResults, usableSamples } from '#tuning/sizeResult.ts'
import { type SweepProgress, sweep } from '#tuning/sweep.ts'
import type { Invoker, ReportSource } from '#tuning/functionControl.ts'
import { cpuHandler, startTestLab, type TestLab } from '../../support/lab.ts'
import { type SweepLab, useSweepLab } from '../../support/sweepLab.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()

describe('sweep, on functions of the lab', function () {
  this.timeout(60_000)
  const current = useSweepLab()
  let lab: TestLab
  let run: SweepLab['run']
  let look: SweepLab['look']
  let plan: SweepLab['plan']
  beforeEach(() => {
    ;({ lab, run, look, plan } = current())
  })

  it('measures each size and leaves the function as it was', async () => {
    await lab.deploy('busy', cpuHandler(40))
    const before = await look('busy')
    const outcome = await run('busy')
    assert.equal(outcome.ended, 'complete')
    assert.equal(outcome.restored, true)
    assert.equal(outcome.calls, 1 + 3 * 3)
    assert.deepEqual(await look('busy'), before)
    const results = sizeResults(await plan('busy'), outcome, true)
    assert.deepEqual(
      results.map(({ memoryMb, status, estimate }) => [memoryMb, status, estimate?.n]),
      [
        [128, 'ok', 2],
        [512, 'ok', 2],
        [1769, 'ok', 2],
      ],
    )
    const [slow, , fast] = results.map(result => result.estimate?.p50Ms ?? 0)
    assert.ok((slow ?? 0) > 2 * (fast ?? 0), `128 MB took ${slow} ms, 1,769 MB ${fast} ms`)
  })

  it('calls sizes as often as the answer needs, and predicts those that it did not call', async () => {
    await lab.deploy('asked', cpuHandler(40))
    const configuration = await lab.control.read('asked', never)
    const request = { region: 'lab', payload: '{}', objective: parseObjective('fastest') }
    const adaptive = makePlan(configuration, { ...request, sizes: [128, 256, 512, 1769] })
    const outcome = await sweep(adaptive, lab, () => {}, never)
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true], String(outcome.error))
    assert.ok(outcome.calls >= adaptive.callsMin && outcome.calls <= adaptive.callsMax)
    assert.equal(recommendOf(adaptive, outcome)?.memoryMb, 1769)
    const [slowest, , , fastest] = sizeResults(adaptive, outcome, true)
    assert.ok(slowest && fastest && slowest.calls < fastest.calls, `${slowest?.calls}, ${fastest?.calls} calls`)
    for (const { calls, predicted, reason } of sizeResults(adaptive, outcome, true)) {
      if (calls > 0) continue
      assert.match(reason ?? '', /ruled it out/)
      assert.ok((predicted?.meanMs ?? 0) > 60, `predicted: ${predicted?.meanMs} ms`)
    }
  })

  it('does not delete a version that the user published', async () => {
    await lab.deploy('published', idle)
    const { revisionId } = await lab.control.read('published', never)
    const mine = await lab.control.publish('published', 'mine', revisionId, never)
    const before = await look('published')
    const outcome = await run('published')
    assert.equal(outcome.ended, 'complete')
    assert.deepEqual(await look('published'), before)
    assert.deepEqual(before.versions, [mine])
  })

  it('skips a size that times out and goes on with the others', async () => {
    await lab.deploy('slow', cpuHandler(300), { timeoutSeconds: 2, memoryMb: 1769 })
    const outcome = await run('slow', { sizes: [128, 1769] })
    assert.equal(outcome.ended, 'complete')
    const [small, large] = outcome.tallies
    assert.match(small?.failure ?? '', /timed out after 2 s/)
    assert.equal(small?.calls, 1)
    assert.equal(large?.failure, undefined)
    assert.deepEqual([...new Set(usableSamples(outcome).map(sample => sample.memoryMb))], [1769])
  })

  it('ends before it touches anything when the handler refuses the payload', async () => {
    await lab.deploy('picky', 'exports.handler = async (event) => event.order.id')
    const before = await lab.control.read('picky', never)
    const outcome = await run('picky')
    assert.equal(outcome.ended, 'failed')
    assert.match(String(outcome.error), /TypeError: Cannot read properties of undefined/)
    assert.equal(outcome.calls, 1)
    assert.deepEqual(await lab.control.read('picky', never), before)
  })

  for (const moment of ['Publishing', 'Calling']) {
    it(`is cancelled while ${moment.toLowerCase()}, and leaves the function as it was`, async () => {
      const name = `cancelled-${moment}`
      await lab.deploy(name, cpuHandler(20))
      const before = await look(name)
      const controller = new AbortController()
      const stop = ({ activity, calls }: SweepProgress) => {
        if (activity.startsWith(moment) && (moment === 'Publishing' || calls > 3)) controller.abort()
      }
      const outcome = await run(name, {}, stop, controller.signal)
      assert.equal(outcome.ended, 'cancelled')
      assert.equal(outcome.restored, true)
      assert.deepEqual(await look(name), before)
    })
  }

  it('stops at the number of calls that the user allows', async () => {
    await lab.deploy('bounded', idle)
    const outcome = await run('bounded', { maxCalls: 8 })
    assert.equal(outcome.ended, 'budget')
    assert.equal(outcome.calls, 8)
  })

  it('makes no call that could cost more than the user allows', async () => {
    await lab.deploy('frugal', idle)
    const usdLimit = 0.0005
    const outcome = await run('frugal', { maxUsd: usdLimit })
    assert.equal(outcome.ended, 'budget')
    assert.ok(outcome.usd !== undefined && outcome.usd > 0 && outcome.usd < usdLimit)
    assert.equal(outcome.restored, true)
  })

  it('finds the report of a chatty function in its log group', async () => {
    const chatty = 'exports.handler = async () => { process.stdout.write("x".repeat(9000)); return 1 }'
    await lab.deploy('chatty', chatty)
    const cut: Invoker = {
      async invoke(...args) {
        return { ...(await lab.invoker.invoke(...args)), logTail: 'xxxx' }
      },
    }
    const outcome = await run('chatty', { sizes: [512] }, undefined, undefined, { invoker: cut })
    assert.equal(outcome.calls, 1 + 3)
    assert.equal(sizeResults(await plan('chatty', { sizes: [512] }), outcome, true)[0]?.estimate?.n, 2)
  })

  it('counts calls without a report as missing where the log may not be searched, and says why', async () => {
    await lab.deploy('unread', idle)
    let asked = 0
    const reports: ReportSource = {
      async find() {
        asked++
        throw new LensError('access-denied', 'AWS does not let you use logs:FilterLogEvents.', 'Have it allowed.')
      },
    }
    const cut: Invoker = {
      async invoke(...args) {
        return { ...(await lab.invoker.invoke(...args)), logTail: '' }
      },
    }
    const outcome = await run('unread', { sizes: [512] }, undefined, undefined, { invoker: cut, reports })
    assert.deepEqual([asked, outcome.calls, outcome.restored], [1, 1 + 5, true])
    assert.match(outcome.notes?.join() ?? '', /give no sample: AWS does not let you use logs:FilterLogEvents/)
    assert.equal(sizeResults(await plan('unread', { sizes: [512] }), outcome, true)[0]?.estimate, undefined)
  })

  it('counts calls by the time they took where no report tells', async () => {
    const chatty = 'exports.handler = async () => { console.log("x".repeat(100)); return 1 }'
    await lab.deploy('unreported', chatty)
    const invoker: Invoker = {
      async invoke(...args) {
        const { requestId: _, ...answer } = await lab.invoker.invoke(...args)
        return { ...answer, logTail: 'cut' }
      },
    }
    const outcome = await sweep(await plan('unreported', { sizes: [512] }), { ...lab, invoker }, () => {}, never)
    assert.ok((outcome.usd ?? 0) > 0)
    assert.equal(outcome.calls, 1 + 5)
    assert.equal(sizeResults(await plan('unreported', { sizes: [512] }), outcome, true)[0]?.status, 'skipped')
  })

  it('says so when the lab is killed under it', async () => {
    const doomed = await startTestLab()
    try {
      await doomed.deploy('doomed', cpuHandler(20))
      const configuration = await doomed.control.read('doomed', never)
      const doomedPlan = makePlan(configuration, {
        region: 'lab',
        payload: '{}',
        objective: parseObjective('within:5'),
        sizes: [512, 1024],
      })
      let isKilled = false
      const kill = ({ activity }: SweepProgress) => {
        if (isKilled || !activity.startsWith('Calling')) return
        isKilled = true
        process.kill(doomed.lab.pid, 'SIGKILL')
      }
      const outcome = await sweep(doomedPlan, doomed, kill, never)
      assert.equal(outcome.ended, 'failed')
      assert.equal(outcome.restored, false)
      assert.ok(outcome.error instanceof Error && !isAbort(outcome.error))
      assert.ok('remedy' in outcome.error, `meant for people: ${outcome.error.message}`)
    } finally {
      await doomed.close()
    }
  })
})
