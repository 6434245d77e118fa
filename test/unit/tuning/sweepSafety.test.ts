import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { FunctionControl } from '#tuning/functionControl.ts'
import { sweepDescription } from '#tuning/journal.ts'
import { restoreFunction } from '#tuning/restore.ts'
import { sweep, type SweepOutcome } from '#tuning/sweep.ts'
import { cpuHandler, type TestLab } from '../../support/lab.ts'
import { type SweepLab, useSweepLab } from '../../support/sweepLab.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()

describe('sweep leaves the function as it was', function () {
  this.timeout(60_000)
  const current = useSweepLab()
  let lab: TestLab
  let run: SweepLab['run']
  let look: SweepLab['look']
  let plan: SweepLab['plan']
  beforeEach(() => {
    ;({ lab, run, look, plan } = current())
  })

  for (const operation of ['setMemory', 'publish'] as const) {
    it(`is cancelled with a ${operation} under way, and leaves the function as it was`, async () => {
      const name = `in-flight-${operation}`
      await lab.deploy(name, idle)
      const before = await look(name)
      const controller = new AbortController()
      const abortAfterSending = <T>(sent: Promise<T>): Promise<T> => {
        setImmediate(() => controller.abort())
        return sent
      }
      const control: FunctionControl = {
        ...lab.control,
        setMemory: (...args) =>
          operation === 'setMemory'
            ? abortAfterSending(lab.control.setMemory(...args))
            : lab.control.setMemory(...args),
        publish: (...args) =>
          operation === 'publish' ? abortAfterSending(lab.control.publish(...args)) : lab.control.publish(...args),
      }
      const outcome = await sweep(await plan(name), { ...lab, control }, () => {}, controller.signal)
      assert.deepEqual([outcome.ended, outcome.restored], ['cancelled', true])
      assert.deepEqual(await look(name), before)
    })
  }

  it('puts the function back whatever its listener does', async () => {
    await lab.deploy('unheard', idle)
    const before = await look('unheard')
    const outcome = await run('unheard', {}, ({ calls }) => {
      if (calls > 2) throw new Error('the panel is gone')
    })
    assert.match(String(outcome.error), /the panel is gone/)
    assert.equal(outcome.restored, true)
    assert.deepEqual(await look('unheard'), before)
  })

  it('refuses a function that another window sweeps', async () => {
    await lab.deploy('contended', cpuHandler(20))
    const controller = new AbortController()
    let second: Promise<SweepOutcome> | undefined
    const first = await run(
      'contended',
      {},
      ({ activity }) => {
        if (activity.startsWith('Calling')) second ??= run('contended').finally(() => controller.abort())
      },
      controller.signal,
    )
    const outcome = await second
    assert.equal(outcome?.ended, 'failed')
    assert.match(String(outcome.error), /being tuned in another window/)
    assert.deepEqual([first.ended, first.restored], ['cancelled', true])
  })

  it("does not call the user's newest version instead of one of its own", async () => {
    await lab.deploy('released', idle, { memoryMb: 128 })
    const { revisionId } = await lab.control.read('released', never)
    const released = await lab.control.publish('released', 'release', revisionId, never)
    await lab.deploy('released', idle, { memoryMb: 512 })
    const outcome = await run('released')
    assert.ok(outcome.tallies.every(tally => tally.version !== released.version))
    assert.deepEqual((await look('released')).versions, [released])
  })

  it('refuses a function that a sweep on another machine has versions of', async () => {
    await lab.deploy('elsewhere', idle)
    const { revisionId } = await lab.control.read('elsewhere', never)
    const theirs = await lab.control.publish('elsewhere', sweepDescription(randomUUID()), revisionId, never)
    const outcome = await run('elsewhere')
    assert.deepEqual([codeOf(outcome.error), outcome.restored], ['sweep-elsewhere', true])
    assert.deepEqual((await look('elsewhere')).versions, [theirs])
    assert.deepEqual(await lab.journal.unfinished(), [])
  })

  it('puts back first what an earlier sweep of the function left, and says so', async () => {
    await lab.deploy('left', idle)
    const before = await look('left')
    const { arn, memoryMb, fingerprint, revisionId } = await lab.control.read('left', never)
    const begun = { way: 'versions', functionArn: arn, original: { memoryMb, fingerprint } } as const
    const entry = await lab.journal.begin({ ...begun, ownMb: [512, 256], versionsBefore: [] })
    const settled = await lab.control.setMemory('left', 256, revisionId, never)
    await lab.control.publish('left', sweepDescription(entry.sweepId), settled.revisionId, never)
    lab.journal.leave(entry)
    const outcome = await run('left')
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true])
    assert.match(outcome.notes?.join() ?? '', /was cut off. The function has its 512 MB again/)
    assert.deepEqual(await look('left'), before)
  })

  it('deletes no version that was there before, whatever its description', async () => {
    await lab.deploy('older', idle)
    const { arn, memoryMb, fingerprint, revisionId } = await lab.control.read('older', never)
    const begun = { way: 'versions', functionArn: arn, original: { memoryMb, fingerprint }, ownMb: [] } as const
    const entry = await lab.journal.begin({ ...begun, versionsBefore: ['1'] })
    const older = await lab.control.publish('older', sweepDescription(entry.sweepId), revisionId, never)
    assert.deepEqual(await restoreFunction(lab.control, entry, never), { kind: 'as-before' })
    await lab.journal.end(entry)
    assert.deepEqual((await look('older')).versions, [older])
  })

  it('refuses a function whose last update failed: what is configured is not what runs', async () => {
    await lab.deploy('broken', idle)
    const control: FunctionControl = {
      ...lab.control,
      read: async (...args) => ({ ...(await lab.control.read(...args)), updateFailure: 'The subnet is full.' }),
    }
    const outcome = await run('broken', {}, undefined, never, { control })
    assert.deepEqual([codeOf(outcome.error), outcome.calls], ['update-failed-before', 0])
  })

  it('ends a call that is under way when it is cancelled', async () => {
    await lab.deploy('long', 'exports.handler = () => new Promise(go => setTimeout(go, 300_000))', {
      timeoutSeconds: 600,
    })
    const controller = new AbortController()
    const outcome = await run(
      'long',
      {},
      ({ calls }) => calls > 0 && setImmediate(() => controller.abort()),
      controller.signal,
    )
    assert.deepEqual([outcome.ended, outcome.calls, outcome.restored], ['cancelled', 1, true])
  })
})

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}
