import assert from 'node:assert/strict'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'
import type { TunePlaces } from '#editor/tuneFollowUp.ts'
import { TuneSession } from '#editor/tuneSession.ts'
import type { TuneSubject } from '#editor/tuneSubject.ts'
import type { TuneState } from '#protocol/tune.ts'
import { applyToFunction, undoApplication } from '#tuning/apply.ts'
import { SweepHistory } from '#tuning/history.ts'
import { parseObjective } from '#tuning/objective.ts'
import { cpuHandler, startTestLab, type TestLab } from '../../support/lab.ts'

const { signal } = new AbortController()
const payload = { name: 'empty event', text: '{}' }

describe('TuneSession, what the panel is told', function () {
  this.timeout(60_000)
  let lab: TestLab
  let states: TuneState[]
  let problems: unknown[]
  before(async () => {
    lab = await startTestLab()
  })
  after(async () => await lab.close())
  beforeEach(() => {
    states = []
    problems = []
  })

  async function open(name: string, more: Partial<TuneSubject> = {}): Promise<TuneSession> {
    const subject: TuneSubject = {
      title: name,
      source: 'lab',
      region: 'lab',
      prepare: async () => ({ functionName: name, ports: lab, limiter: 'CPU limited by control groups' }),
      ...more,
    }
    const listeners = {
      onChange: (state: TuneState) => states.push(state),
      onProblem: (error: unknown) => problems.push(error),
    }
    const session = await TuneSession.open(subject, payload, listeners, signal)
    session.setSizes([128, 1769])
    return session
  }

  it('is first the plan, and nothing is called', async () => {
    await lab.deploy('planned', cpuHandler(5))
    const { phase, plan, target, callsDone, sizes } = (await open('planned')).state
    assert.deepEqual([phase, callsDone, sizes], ['planning', 0, []])
    assert.deepEqual([plan.sizes, plan.payloadName], [[128, 1769], 'empty event'])
    assert.equal(target.currentMemoryMb, 512)
    assert.ok((plan.usdMax ?? 0) > 0)
  })

  it('then each size as it is measured, and last a recommendation that another objective changes at once', async () => {
    await lab.deploy('measured', cpuHandler(30))
    const session = await open('measured')
    await session.start()
    const activities = new Set(states.map(({ activity }) => activity))
    assert.ok(
      activities.has('Calling the function with 128 MB') && activities.has('Publishing a version with 1,769 MB'),
    )
    const { phase, restored, callsDone, recommendation, sizes } = session.state
    assert.deepEqual([phase, restored], ['done', true])
    assert.deepEqual(
      sizes.map(({ memoryMb, status }) => [memoryMb, status]),
      [
        [128, 'ok'],
        [1769, 'ok'],
      ],
    )
    assert.equal(recommendation?.durationChange, undefined, 'the current 512 MB were not measured')
    session.setObjective(parseObjective('fastest'))
    assert.equal(session.state.recommendation?.memoryMb, 1769)
    session.setObjective(parseObjective('under-p99:1'))
    assert.match(session.state.recommendation?.objective ?? '', /none is, and this one comes nearest/)
    assert.equal(session.state.callsDone, callsDone)
  })

  it('is the plan again when the payload changes', async () => {
    await lab.deploy('again', cpuHandler(1))
    const session = await open('again')
    await session.start()
    session.setPayload({ name: 'other.json', text: '{"a": 1}' })
    const { phase, plan, recommendation, sizes } = session.state
    assert.deepEqual([phase, plan.payloadName, recommendation, sizes], ['planning', 'other.json', undefined, []])
  })

  it('says why the function could not be prepared, and can start once it can', async () => {
    await lab.deploy('mended', cpuHandler(1))
    let broken = false
    const session = await open('mended', {
      async prepare() {
        if (broken) throw new LensError('bundle-failed', 'It does not parse.', 'Mend it.')
        return { functionName: 'mended', ports: lab }
      },
    })
    broken = true
    await session.start()
    assert.equal(session.state.phase, 'failed')
    assert.equal(session.state.problem?.code, 'bundle-failed')
    assert.equal(problems.length, 1)
    broken = false
    await session.start()
    assert.deepEqual([session.state.phase, session.state.problem], ['done', undefined])
  })

  it('asks for the name of a function that may be in use, and touches nothing before', async () => {
    await lab.deploy('busy', cpuHandler(1))
    const before = await lab.control.read('busy', signal)
    const caution = { reasons: ['It had 7 calls in the last day.'], unknown: ['Its tags could not be read.'] }
    const session = await open('busy', { prepare: async () => ({ functionName: 'busy', ports: lab, caution }) })
    assert.deepEqual(session.state.caution, { name: 'busy', ...caution, isConfirmed: false })
    for (const typed of [undefined, 'bus']) {
      if (typed !== undefined) session.confirm(typed)
      await session.start()
      const { phase, problem, callsDone } = session.state
      assert.deepEqual([phase, problem?.code, callsDone], ['planning', 'confirmation-needed', 0])
    }
    assert.deepEqual(await lab.control.read('busy', signal), before)
    session.confirm('busy')
    assert.deepEqual([session.state.caution?.isConfirmed, session.state.problem], [true, undefined])
    await session.start()
    assert.equal(session.state.phase, 'done')
  })

  it('compares with the sweep before, applies, and takes back', async () => {
    await lab.deploy('kept', cpuHandler(20))
    const history = new SweepHistory(join(lab.folder, 'history'))
    const { arn: functionKey } = await lab.control.read('kept', signal)
    const places: TunePlaces = {
      history,
      functionKey,
      toFunction: async (fromMb, toMb) =>
        await applyToFunction(lab.control, { functionArn: functionKey, fromMb, toMb }, signal),
      undo: async applied => await undoApplication(lab.control, functionKey, applied, signal),
    }
    const session = await open('kept', { prepare: async () => ({ functionName: 'kept', ports: lab, places }) })
    await session.start()
    assert.deepEqual([session.state.comparison, session.state.canApply], [undefined, ['function']])
    await session.start()
    const { comparison } = session.state
    assert.equal(comparison?.sameCode, true)
    // The planner need not call every size each time.
    assert.ok(comparison.sizes.some(({ memoryMb }) => memoryMb === 512))
    assert.equal((await history.sweeps(functionKey)).length, 2)

    await session.apply('function', 1769)
    assert.deepEqual(session.state.applied, { to: 'function', fromMb: 512, toMb: 1769, canUndo: true })
    assert.equal((await lab.control.read('kept', signal)).memoryMb, 1769)
    await session.undo()
    assert.equal(session.state.applied, undefined)
    assert.equal((await lab.control.read('kept', signal)).memoryMb, 512)
    assert.deepEqual(
      (await history.applied(functionKey)).map(({ undone }) => undone),
      [true, undefined],
    )
  })

  it('applies nothing that the user declines', async () => {
    await lab.deploy('declined', cpuHandler(1))
    const history = new SweepHistory(join(lab.folder, 'history'))
    const places: TunePlaces = { history, functionKey: 'declined', toTemplate: async () => undefined }
    const session = await open('declined', { prepare: async () => ({ functionName: 'declined', ports: lab, places }) })
    await session.apply('template', 128)
    assert.deepEqual([session.state.applied, session.state.canApply], [undefined, ['template']])
    assert.deepEqual(await history.applied('declined'), [])
  })

  it('is cancelled with what was measured', async () => {
    await lab.deploy('stopped', cpuHandler(30))
    const session = await open('stopped')
    const running = session.start()
    await assertEventually(() => session.state.sizes.some(({ figures }) => figures !== undefined))
    session.cancel()
    assert.equal(session.state.phase, 'cancelling')
    await running
    const { phase, restored, sizes } = session.state
    assert.deepEqual([phase, restored], ['cancelled', true])
    assert.ok(sizes.some(({ figures }) => figures !== undefined))
  })
})

/** Looks each time the event loop turns; the test's own timeout ends a vain wait. */
async function assertEventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve))
}
