import assert from 'node:assert/strict'
import type { FunctionControl } from '#tuning/functionControl.ts'
import { sweep, type SweepOutcome } from '#tuning/sweep.ts'
import { cpuHandler, type TestLab, zipOf } from '../../support/lab.ts'
import { type SweepLab, useSweepLab } from '../../support/sweepLab.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()

describe('sweep leaves the function as it was, and what others did as they did it', function () {
  this.timeout(60_000)
  const current = useSweepLab()
  let lab: TestLab
  let run: SweepLab['run']
  let look: SweepLab['look']
  let plan: SweepLab['plan']
  beforeEach(() => {
    ;({ lab, run, look, plan } = current())
  })

  for (const memoryMb of [2048, 1769]) {
    it(`never writes over a memory of ${memoryMb} MB that somebody else sets while it measures`, async () => {
      const name = `shared-${memoryMb}`
      await lab.deploy(name, idle)
      let meddled: Promise<unknown> | undefined
      const outcome = await run(name, {}, ({ activity }) => {
        if (activity.startsWith('Calling')) meddled ??= changeMemory(name, memoryMb)
      })
      await meddled
      assert.equal(outcome.restored, false)
      assert.match(String(outcome.restoreError), /changed by somebody else/)
      const after = await look(name)
      assert.equal(after.configuration.memoryMb, memoryMb)
      assert.deepEqual(after.versions, [])
      assert.deepEqual(await lab.journal.unfinished(), [])
    })
  }

  it('puts the memory back when somebody deploys code while it publishes', async () => {
    await lab.deploy('deployed', idle)
    let deployment: Promise<void> | undefined
    const control: FunctionControl = {
      ...lab.control,
      async publish(...args) {
        const published = await lab.control.publish(...args)
        deployment ??= updateCode('deployed', 'exports.handler = async () => "new"')
        await deployment
        return published
      },
    }
    const outcome = await sweep(await plan('deployed'), { ...lab, control }, () => {}, never)
    assert.equal(outcome.ended, 'failed')
    assert.match(String(outcome.error), /changed by somebody else while it was being prepared/)
    assert.equal(outcome.restored, true)
    const after = await look('deployed')
    assert.equal(after.configuration.memoryMb, 512)
    assert.deepEqual(after.versions, [])
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

  async function updateCode(name: string, code: string): Promise<void> {
    const { clients } = lab
    const lambda = await clients.lambda()
    await lambda.updateFunctionCode({ FunctionName: name, ZipFile: zipOf(code) })
    await lab.control.read(name, never)
  }

  async function changeMemory(name: string, memoryMb: number): Promise<unknown> {
    const { revisionId } = await lab.control.read(name, never)
    return await lab.control.setMemory(name, memoryMb, revisionId, never)
  }
})
