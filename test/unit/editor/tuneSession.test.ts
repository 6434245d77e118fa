import assert from 'node:assert/strict'
import { LensError } from '#common/errors.ts'
import { TuneSession, type TuneSubject } from '#editor/tuneSession.ts'
import type { TuneState } from '#protocol/tune.ts'
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
