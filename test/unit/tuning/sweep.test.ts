import assert from 'node:assert/strict'
import { isAbort } from '#common/errors.ts'
import { parseObjective } from '#tuning/objective.ts'
import { makePlan, type PlanRequest, type SweepPlan } from '#tuning/plan.ts'
import { sizeResults, usableSamples } from '#tuning/sizeResult.ts'
import { type SweepOutcome, type SweepProgress, sweep } from '#tuning/sweep.ts'
import { cpuHandler, startTestLab, type TestLab } from '../../support/lab.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()

describe('sweep, on functions of the lab', function () {
  this.timeout(60_000)
  let lab: TestLab
  before(async () => {
    lab = await startTestLab()
  })
  after(async () => await lab.close())

  async function plan(name: string, more: Partial<PlanRequest> = {}): Promise<SweepPlan> {
    const configuration = await lab.control.read(name, never)
    const request = { region: 'lab', payload: '{}', objective: parseObjective('within:5'), warmCalls: 2 }
    return makePlan(configuration, { ...request, sizes: [128, 512, 1769], ...more })
  }

  async function run(
    name: string,
    more: Partial<PlanRequest> = {},
    onProgress: (progress: SweepProgress) => void = () => {},
    signal = never,
  ): Promise<SweepOutcome> {
    return await sweep(await plan(name, more), lab, onProgress, signal)
  }

  /** What a sweep must not change: everything but the revision, and the versions. */
  async function look(name: string) {
    const { revisionId: _, ...configuration } = await lab.control.read(name, never)
    return { configuration, versions: await lab.control.listVersions(name, never) }
  }

  it('measures each size and leaves the function as it was', async () => {
    await lab.deploy('busy', cpuHandler(40))
    const before = await look('busy')
    const outcome = await run('busy')
    assert.equal(outcome.ended, 'complete')
    assert.equal(outcome.restored, true)
    assert.equal(outcome.calls, 1 + 3 * 3)
    assert.deepEqual(await look('busy'), before)
    const results = sizeResults(
      await plan('busy'),
      outcome,
      { architecture: 'x86_64', ephemeralStorageMb: 512, region: 'lab' },
      true,
    )
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

  it('does not delete a version that the user published', async () => {
    await lab.deploy('published', idle)
    const mine = await lab.control.publish('published', 'mine', never)
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
    const outcome = await run('bounded', { maxCalls: 4 })
    assert.equal(outcome.ended, 'budget')
    assert.equal(outcome.calls, 4)
  })

  it("never writes over somebody else's change", async () => {
    await lab.deploy('shared', idle)
    let meddled: Promise<unknown> | undefined
    const meddle = ({ activity }: SweepProgress) => {
      if (activity.startsWith('Calling')) meddled ??= changeMemory('shared', 2048)
    }
    const outcome = await run('shared', {}, meddle)
    await meddled
    assert.equal(outcome.restored, false)
    assert.match(String(outcome.restoreError), /changed by somebody else/)
    const after = await look('shared')
    assert.equal(after.configuration.memoryMb, 2048)
    assert.deepEqual(after.versions, [])
    assert.deepEqual(await lab.journal.unfinished(), [])
  })

  it('refuses a function that another window sweeps', async () => {
    await lab.deploy('contended', cpuHandler(20))
    const first = new AbortController()
    const second = new Promise<SweepOutcome>(resolve => {
      let started = false
      void run(
        'contended',
        {},
        ({ activity }) => {
          if (started || !activity.startsWith('Calling')) return
          started = true
          resolve(run('contended'))
        },
        first.signal,
      )
    })
    const outcome = await second
    first.abort()
    assert.equal(outcome.ended, 'failed')
    assert.match(String(outcome.error), /being tuned in another window/)
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
      const kill = ({ activity }: SweepProgress) => {
        if (activity.startsWith('Calling')) process.kill(doomed.lab.pid, 'SIGKILL')
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

  async function changeMemory(name: string, memoryMb: number): Promise<unknown> {
    const { revisionId } = await lab.control.read(name, never)
    return await lab.control.setMemory(name, memoryMb, revisionId, never)
  }
})
