import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { TestLab } from './testLab.ts'

const asking = {
  'index.js': `
const { existsSync, readFileSync } = require('node:fs')
exports.handler = async () => ({
  shared: require('shared').from,
  own: require('own'),
  mounted: existsSync('/opt/data.txt') ? readFileSync('/opt/data.txt', 'utf8') : null,
  path: process.env.PATH,
})`,
  'own.js': '',
  'node_modules/own/index.js': "module.exports = 'package'",
}

describe('layers in the lab', () => {
  let lab: TestLab
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lambda-lens-test-')))
  const folder = (name: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name, path)), { recursive: true })
      writeFileSync(join(root, name, path), text)
    }
    return join(root, name)
  }
  const shared = folder('shared', {
    'nodejs/node_modules/shared/index.js': "exports.from = 'first'",
    'data.txt': 'first',
    'bin/tool': '',
  })
  const later = folder('later', {
    'nodejs/node_modules/shared/index.js': "exports.from = 'later'",
    'python/shared.py': "origin = 'python'",
    'python/lib/python3.13/site-packages/pinned.py': "origin = 'pinned'",
  })
  const arn = 'arn:aws:lambda:us-east-1:123456789012:layer:tools:7'

  before(async () => {
    lab = await TestLab.start({ layers: { tools: shared } })
  })
  after(async () => {
    await lab.stop()
    rmSync(root, { recursive: true })
  })

  it('are found by require, and below /opt where the machine allows', async () => {
    await lab.create('one', asking, { Layers: [arn] })
    const { payload } = await lab.call('one')
    const { mounted, path, ...rest } = payload as { mounted: string | null; path: string }
    assert.deepEqual(rest, { shared: 'first', own: 'package' })
    assert.ok(path.includes('/opt/bin'))
    // Without rights to a namespace of its own, the function finds them by its paths alone.
    assert.ok(mounted === 'first' || path.includes(tmpdir()))
    const { Layers = [] } = await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'one' }))
    assert.deepEqual(Layers, [{ Arn: arn, CodeSize: 27 }])
  })

  it('are joined, the later over the earlier, and seen by Python', async () => {
    await lab.create('two', asking, { Layers: [arn, `file://${later}`] })
    assert.equal(((await lab.call('two')).payload as { shared: string }).shared, 'later')
    const body = 'import shared, pinned\ndef handler(event, context):\n  return [shared.origin, pinned.origin]'
    await lab.create('python', { 'index.py': body }, { Runtime: 'python3.13', Layers: [later] })
    assert.deepEqual((await lab.call('python')).payload, ['python', 'pinned'])
  })

  it('stay as they were when the function was told of them', async () => {
    const changing = folder('changing', { 'nodejs/node_modules/shared/index.js': 'exports.from = 1' })
    await lab.create('kept', asking, { Layers: [changing] })
    folder('changing', { 'nodejs/node_modules/shared/index.js': 'exports.from = 22' })
    assert.equal(((await lab.call('kept')).payload as { shared: number }).shared, 1)
    const update = { FunctionName: 'kept', Layers: [changing] }
    await lab.lambda.send(new UpdateFunctionConfigurationCommand(update))
    await lab.settled('kept')
    assert.equal(((await lab.call('kept')).payload as { shared: number }).shared, 22)
    await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'kept', Layers: [] }))
    await lab.settled('kept')
    assert.equal((await lab.call('kept')).error, 'Unhandled')
  })

  it('are refused when they are unknown, no folder, or too many', async () => {
    const refusals = [
      [['arn:aws:lambda:us-east-1:123456789012:layer:absent:1'], /no layer .*absent.* --layer absent=FOLDER/],
      [['/nowhere/layer'], /no folder \/nowhere\/layer/],
      [Array.from({ length: 6 }, () => later), /more than 5 layers/],
    ] as const
    for (const [layers, message] of refusals) {
      const created = lab.create('refused', asking, { Layers: [...layers] })
      await assert.rejects(created, { name: 'InvalidParameterValueException', message })
    }
  })
})
