import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { strToU8, zipSync } from 'fflate'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { lambdaDeployer } from '#aws/deployer.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { invocationLog } from '#aws/invocationLog.ts'
import { lambdaInvoker } from '#aws/invoker.ts'
import type { Deployment } from '#bundle/functionDeployer.ts'
import { silentLog } from '#common/log.ts'
import { type Lab, startLab } from '#lab/start.ts'
import { reportsOf } from '#telemetry/report.ts'

const script = fileURLToPath(new URL('../../../src/lab/main.ts', import.meta.url))

function deploymentOf(code: string): Deployment {
  return {
    name: 'greet',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    zip: zipSync({ 'index.js': strToU8(code) }, { mtime: new Date(2000, 0, 1) }),
    memoryMb: 512,
    timeoutSeconds: 3,
    environment: { GREETING: 'Hello' },
    architecture: 'x86_64',
  }
}

const greeting = deploymentOf(`
  exports.handler = async ({ name }) => {
    if (!name) throw new TypeError('Nobody to greet')
    return process.env.GREETING + ' ' + name
  }
`)

describe('the SDK clients and the lab', () => {
  const { signal } = new AbortController()
  let lab: Lab
  let clients: AwsClients

  before(async () => {
    lab = await startLab({ script })
    clients = createClients(lab)
    await lambdaDeployer(clients).deploy(greeting, signal)
  })

  after(async () => {
    clients?.destroy()
    await lab?.stop()
  })

  it('deploy a function that is what the deployment says', async () => {
    const { codeSha256, revisionId, arn, fingerprint, ...rest } = await lambdaControl(clients).read('greet', signal)
    assert.deepEqual(rest, {
      name: 'greet',
      version: '$LATEST',
      memoryMb: 512,
      timeoutSeconds: 3,
      architecture: 'x86_64',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      ephemeralStorageMb: 512,
      description: '',
      kind: 'event',
      snapStart: false,
      logging: { group: '/aws/lambda/greet', reports: true },
    })
    assert.ok(codeSha256 && revisionId && fingerprint && arn.endsWith(':function:greet'))
  })

  it('change nothing when the same is deployed again', async () => {
    const before = await lambdaControl(clients).read('greet', signal)
    await lambdaDeployer(clients).deploy(greeting, signal)
    assert.deepEqual(await lambdaControl(clients).read('greet', signal), before)
  })

  it('call it and read a report of the call from the log tail', async () => {
    const answer = await lambdaInvoker(clients).invoke('greet', '$LATEST', '{"name":"Ada"}', signal)
    assert.equal(answer.payload, '"Hello Ada"')
    assert.ok(!('functionError' in answer))
    const [report] = reportsOf(answer.logTail)
    assert.ok(report, answer.logTail)
    assert.deepEqual([report.memoryMb, report.status], [512, 'success'])
    assert.ok(report.initMs !== undefined && report.initMs > 0, 'the first call is cold')
    assert.ok(report.billedMs >= report.durationMs && report.maxMemoryUsedMb > 0)
  })

  it("tell the function's own failure", async () => {
    const answer = await lambdaInvoker(clients).invoke('greet', '$LATEST', '{}', signal)
    assert.equal(answer.functionError, 'Unhandled')
    assert.match(answer.payload, /TypeError.*Nobody to greet/)
  })

  it('set memory, publish, put back, list and delete', async () => {
    const control = lambdaControl(clients)
    const before = await control.read('greet', signal)
    const larger = await control.setMemory('greet', 1024, before.revisionId, signal)
    assert.equal(larger.memoryMb, 1024)
    const published = await control.publish('greet', 'for a test', larger.revisionId, signal)
    const { version, publishedAt } = published
    assert.deepEqual(published, { version, publishedAt, description: 'for a test', memoryMb: 1024 })
    await control.setMemory('greet', 512, (await control.read('greet', signal)).revisionId, signal)

    const answer = await lambdaInvoker(clients).invoke('greet', published.version, '{"name":"Ada"}', signal)
    assert.equal(reportsOf(answer.logTail)[0]?.memoryMb, 1024)

    assert.deepEqual(await control.listVersions('greet', signal), [published])
    await control.deleteVersion('greet', published.version, signal)
    await control.deleteVersion('greet', published.version, signal)
    assert.deepEqual(await control.listVersions('greet', signal), [])

    const { revisionId: _, ...after } = await control.read('greet', signal)
    const { revisionId: __, ...original } = before
    assert.deepEqual(after, original)
  })

  it('refuse to write over a change of somebody else', async () => {
    const control = lambdaControl(clients)
    const { revisionId } = await control.read('greet', signal)
    await lambdaDeployer(clients).deploy({ ...greeting, timeoutSeconds: 5 }, signal)
    await assert.rejects(control.setMemory('greet', 2048, revisionId, signal), { code: 'function-changed' })
    assert.deepEqual(
      await control.read('greet', signal).then(({ memoryMb, timeoutSeconds }) => [memoryMb, timeoutSeconds]),
      [512, 5],
    )
    await lambdaDeployer(clients).deploy(greeting, signal)
  })

  it('replace code', async () => {
    const deployment = deploymentOf("exports.handler = async () => 'Bye'")
    await lambdaDeployer(clients).deploy(deployment, signal)
    assert.equal((await lambdaInvoker(clients).invoke('greet', '$LATEST', '{}', signal)).payload, '"Bye"')
    await lambdaDeployer(clients).deploy(greeting, signal)
  })

  it('find the calls in the log group afterwards, with version and time', async () => {
    const from = Date.now()
    const answer = await lambdaInvoker(clients).invoke('greet', '$LATEST', '{"name":"Bo"}', signal)
    const [report] = reportsOf(answer.logTail)
    const source = invocationLog(clients, silentLog)
    const found = await source.invocations('greet', { from, to: Date.now() + 1 }, signal)
    assert.equal(found.length, 1)
    const { time, version, ...rest } = found[0] ?? assert.fail()
    assert.deepEqual(rest, report)
    assert.equal(version, '$LATEST')
    assert.ok(time !== undefined && time >= from)
    assert.deepEqual(await source.invocations('greet', { from: 0, to: 1 }, signal), [])
    assert.deepEqual(await source.invocations('never-called', { from, to: Date.now() }, signal), [])
  })

  it('explain a function that is not there, a payload that is no JSON, one that is too large', async () => {
    const invoker = lambdaInvoker(clients)
    await assert.rejects(lambdaControl(clients).read('nobody', signal), { code: 'not-found' })
    await assert.rejects(invoker.invoke('nobody', '$LATEST', '{}', signal), { code: 'not-found' })
    await assert.rejects(invoker.invoke('greet', '$LATEST', '{', signal), { code: 'payload-invalid' })
    const large = JSON.stringify('x'.repeat(6 * 1024 * 1024))
    await assert.rejects(invoker.invoke('greet', '$LATEST', large, signal), { code: 'payload-too-large' })
  })

  it('explain credentials that the lab does not know', async () => {
    const stranger = createClients({ ...lab, credentials: { accessKeyId: 'AKIA', secretAccessKey: 'wrong' } })
    await assert.rejects(lambdaControl(stranger).read('greet', signal), { code: 'credentials-refused' })
    stranger.destroy()
  })

  it('explain a lab that has stopped', async () => {
    const other = await startLab({ script })
    await other.stop()
    const stranded = createClients(other)
    await assert.rejects(lambdaControl(stranded).read('greet', signal), { code: 'unreachable' })
    stranded.destroy()
  })
})
