import assert from 'node:assert/strict'
import { LensError } from '#common/errors.ts'
import type { FunctionControl } from '#tuning/functionControl.ts'
import { sweep, type SweepProgress } from '#tuning/sweep.ts'
import { type TestLab, zipOf } from '../../support/lab.ts'
import { type SweepLab, useSweepLab } from '../../support/sweepLab.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()

describe('sweep leaves what others did as they did it', function () {
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

  it('deletes no version of its own that somebody gave an alias meanwhile', async () => {
    await lab.deploy('aliased', idle)
    let alias: Promise<unknown> | undefined
    const outcome = await run('aliased', {}, ({ activity, tallies }) => {
      const version = tallies[0]?.version
      if (activity.startsWith('Calling') && version) alias ??= pointAlias('aliased', 'live', version)
    })
    await alias
    assert.equal(outcome.restored, false)
    assert.match(String(outcome.restoreError), /Version \d+ of aliased .* is in use by now/)
    assert.equal((await look('aliased')).versions.length, 1)
    assert.deepEqual(await lab.journal.unfinished(), [])
  })

  it('takes the word of the service where it may not list aliases', async () => {
    await lab.deploy('aliased-unseen', idle)
    const control: FunctionControl = {
      ...lab.control,
      async aliases() {
        throw new LensError('access-denied', 'No.', 'Ask.')
      },
    }
    let alias: Promise<unknown> | undefined
    const pointOnce = ({ activity, tallies }: SweepProgress) => {
      const version = tallies[0]?.version
      if (activity.startsWith('Calling') && version) alias ??= pointAlias('aliased-unseen', 'live', version)
    }
    const outcome = await run('aliased-unseen', {}, pointOnce, never, { control })
    assert.match(String(outcome.restoreError), /is in use by now/)
    assert.equal((await look('aliased-unseen')).versions.length, 1)
  })

  it('publishes nothing that somebody else made of the function', async () => {
    await lab.deploy('raced', idle)
    const control: FunctionControl = {
      ...lab.control,
      async publish(...args) {
        await updateCode('raced', 'exports.handler = async () => "theirs"')
        return await lab.control.publish(...args)
      },
    }
    const outcome = await run('raced', { sizes: [256] }, undefined, never, { control })
    assert.equal(codeOf(outcome.error), 'function-changed')
    assert.equal(outcome.restored, true)
    assert.match(outcome.notes?.join() ?? '', /in its code or another setting. That was left as it is/)
    const { configuration, versions } = await look('raced')
    assert.deepEqual([configuration.memoryMb, versions], [512, []])
  })

  it('tells of a setting that somebody else changed while it measured, and leaves it', async () => {
    await lab.deploy('retimed', idle)
    let change: Promise<unknown> | undefined
    const outcome = await run('retimed', {}, ({ activity }) => {
      if (activity.startsWith('Calling')) change ??= changeTimeout('retimed', 7)
    })
    await change
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true])
    assert.match(outcome.notes?.join() ?? '', /was changed by somebody else during the sweep/)
    assert.equal((await lab.control.read('retimed', never)).timeoutSeconds, 7)
  })

  async function pointAlias(FunctionName: string, Name: string, FunctionVersion: string): Promise<unknown> {
    const lambda = await lab.clients.lambda()
    return await lambda.createAlias({ FunctionName, Name, FunctionVersion })
  }

  async function changeTimeout(FunctionName: string, Timeout: number): Promise<unknown> {
    const lambda = await lab.clients.lambda()
    await lambda.updateFunctionConfiguration({ FunctionName, Timeout })
    return await lab.control.read(FunctionName, never)
  }

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

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}
