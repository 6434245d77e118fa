import assert from 'node:assert/strict'
import { runCommand } from '../../support/commandLine.ts'
import { labEnvironment, startTestLab, type TestLab } from '../../support/lab.ts'

const { signal } = new AbortController()

describe('lambda-lens tune, of a deployed function', function () {
  this.timeout(60_000)
  let lab: TestLab
  before(async () => {
    lab = await startTestLab()
  })
  after(async () => await lab.close())

  async function tune(...args: readonly string[]) {
    const { code, stdout, stderr } = await runCommand(['tune', ...args, '--json'], labEnvironment(lab))
    return { code, stderr, report: stdout === '' ? undefined : JSON.parse(stdout) }
  }

  it('measures a copy, and says before what it may stumble over', async () => {
    await lab.deploy('orders', 'exports.handler = async () => 1')
    const before = await lab.control.read('orders', signal)
    const { code, report, stderr } = await tune('orders', '--clone', '--sizes', '256,512')
    assert.equal(code, 0, stderr)
    assert.match(stderr, /Copies the function under another name.*iam:PassRole/s)
    assert.equal(report.restored, true)
    assert.deepEqual(await lab.control.read('orders', signal), before)
  })

  it('copies the code of an alias, without being told', async () => {
    await lab.deploy('aliased', 'exports.handler = async () => "released"')
    const lambda = await lab.clients.lambda()
    await lambda.publishVersion({ FunctionName: 'aliased' })
    await lambda.createAlias({ FunctionName: 'aliased', Name: 'live', FunctionVersion: '1' })
    await lab.deploy('aliased', 'exports.handler = async () => { throw new Error("not released") }')
    const { code, report, stderr } = await tune('aliased:live', '--sizes', '512', '--yes', 'aliased')
    assert.equal(code, 0, stderr)
    assert.match(stderr, /Copies live of the function/)
    assert.equal(report.sizes[0].status, 'ok')
  })
})
