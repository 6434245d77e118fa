import assert from 'node:assert/strict'
import { applyToFunction, undoApplication } from '#tuning/apply.ts'
import { useSweepLab } from '../../support/sweepLab.ts'

const { signal } = new AbortController()
const idle = 'exports.handler = async (event) => event'

describe('applying a recommendation to a live function', function () {
  this.timeout(30_000)
  const current = useSweepLab()
  let functions = 0

  async function deployed(code = idle): Promise<{ readonly name: string; readonly arn: string }> {
    const { lab } = current()
    const name = `live-${functions++}`
    await lab.deploy(name, code)
    return { name, arn: (await lab.control.read(name, signal)).arn }
  }

  async function released(name: string): Promise<void> {
    const lambda = await current().lab.clients.lambda()
    const { Version } = await lambda.publishVersion({ FunctionName: name })
    await lambda.createAlias({ FunctionName: name, Name: 'live', FunctionVersion: Version })
  }

  async function state(name: string) {
    const { lab } = current()
    const { memoryMb } = await lab.control.read(name, signal)
    const aliases = await lab.control.aliases(name, signal)
    return { memoryMb, live: aliases.find(alias => alias.name === 'live')?.versions[0] }
  }

  it('sets the memory, and takes it back', async () => {
    const { control } = current().lab
    const { name, arn } = await deployed()
    const before = await current().look(name)
    const record = await applyToFunction(control, { functionArn: arn, fromMb: 512, toMb: 1024 }, signal)
    assert.deepEqual([record.to, record.fromMb, record.toMb], ['function', 512, 1024])
    assert.equal((await state(name)).memoryMb, 1024)
    await undoApplication(control, arn, record, signal)
    assert.deepEqual(await current().look(name), before)
  })

  it('publishes and moves an alias, and moves it back', async () => {
    const { control } = current().lab
    const { name, arn } = await deployed()
    await released(name)
    const record = await applyToFunction(control, { functionArn: arn, fromMb: 512, toMb: 1024, alias: 'live' }, signal)
    assert.deepEqual(record.alias, { name: 'live', fromVersion: '1', toVersion: '2' })
    assert.deepEqual(await state(name), { memoryMb: 1024, live: '2' })
    assert.equal((await control.read(`${arn}:live`, signal)).memoryMb, 1024)
    await undoApplication(control, arn, record, signal)
    assert.deepEqual(await state(name), { memoryMb: 512, live: '1' })
  })

  it('moves no alias that runs other code than would be published', async () => {
    const { lab } = current()
    const { name, arn } = await deployed()
    await released(name)
    await lab.deploy(name, 'exports.handler = async () => "not released"')
    const application = { functionArn: arn, fromMb: 512, toMb: 1024, alias: 'live' }
    await assert.rejects(applyToFunction(lab.control, application, signal), { code: 'alias-not-moved' })
    assert.deepEqual(await state(name), { memoryMb: 512, live: '1' })
  })

  it('moves no alias whose traffic is being shifted, nor one that is not there', async () => {
    const { control } = current().lab
    const { arn } = await deployed()
    const shifting = { ...control, aliases: async () => [{ name: 'live', versions: ['1', '2'], revisionId: 'r' }] }
    const application = { functionArn: arn, fromMb: 512, toMb: 1024, alias: 'live' }
    await assert.rejects(applyToFunction(shifting, application, signal), { message: /between versions 1 and 2/ })
    await assert.rejects(applyToFunction(control, application, signal), { message: /no alias live/ })
  })

  it('writes over no change that somebody else made since the sweep', async () => {
    const { control } = current().lab
    const { name, arn } = await deployed()
    const { revisionId } = await control.read(arn, signal)
    await control.setMemory(arn, 2048, revisionId, signal)
    const application = { functionArn: arn, fromMb: 512, toMb: 1024 }
    await assert.rejects(applyToFunction(control, application, signal), {
      code: 'function-changed',
      message: /2,048 MB/,
    })
    assert.equal((await state(name)).memoryMb, 2048)
  })

  it('takes nothing back that somebody else has changed since', async () => {
    const { lab } = current()
    const { name, arn } = await deployed()
    await released(name)
    const application = { functionArn: arn, fromMb: 512, toMb: 1024, alias: 'live' }
    const record = await applyToFunction(lab.control, application, signal)
    const lambda = await lab.clients.lambda()
    await lambda.updateAlias({ FunctionName: name, Name: 'live', FunctionVersion: '1' })
    await assert.rejects(undoApplication(lab.control, arn, record, signal), {
      message: /points to version 1 by now, not 2/,
    })
    const { revisionId } = await lab.control.read(arn, signal)
    await lab.control.setMemory(arn, 3008, revisionId, signal)
    const { alias: _, ...memoryAlone } = record
    await assert.rejects(undoApplication(lab.control, arn, memoryAlone, signal), { message: /has 3,008 MB by now/ })
    assert.deepEqual(await state(name), { memoryMb: 3008, live: '1' })
  })
})
