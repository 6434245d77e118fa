import assert from 'node:assert/strict'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { stateMachines } from '#aws/stateMachines.ts'
import type { ProtocolServer } from '../../support/protocolServer.ts'
import { machineArn, type RemoteMachines, serveStepFunctions } from '../../support/stepFunctions.ts'

const { signal } = new AbortController()
const output = { power: '512' }

describe('state machines of Step Functions', () => {
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined
  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  async function machinesOf(remote: Partial<RemoteMachines>) {
    server = await serveStepFunctions({ names: [], end: () => ({ output }), ...remote })
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    return stateMachines(clients, 0)
  }

  it('are found by name, over all pages', async () => {
    const own = 'powerTuningStateMachine-89549da0-a4f9-11ee-844d-12a2895ed91f'
    const machines = await machinesOf({ names: ['orders', 'shipping', 'billing', own] })
    assert.equal(await machines.find(signal), machineArn(own))
    assert.equal(server?.requests.length, 2)
  })

  for (const name of ['aws-lambda-power-tuning', 'shop-PowerTuning']) {
    it(`are found as ${name}`, async () => {
      assert.equal(await (await machinesOf({ names: [name] })).find(signal), machineArn(name))
    })
  }

  it('are not what has another name', async () => {
    const machines = await machinesOf({ names: ['power', 'tuning', 'orders-tuning'] })
    assert.equal(await machines.find(signal), undefined)
  })

  it('are run with their input, until they end', async () => {
    let given: unknown
    const end = (input: unknown) => {
      given = input
      return { output }
    }
    const machines = await machinesOf({ looks: 3, end })
    const started: string[] = []
    const text = await machines.run(machineArn('m'), '{"num":5}', execution => started.push(execution), signal)
    assert.deepEqual([JSON.parse(text), given, started.length], [output, { num: 5 }, 1])
    assert.match(started[0] ?? '', /:execution:m:1$/)
  })

  it('say why an execution failed', async () => {
    const machines = await machinesOf({ end: () => ({ error: 'States.TaskFailed', cause: 'num is missing' }) })
    await assert.rejects(
      machines.run(machineArn('m'), '{}', () => {}, signal),
      {
        code: 'execution-failed',
        message: /ended with FAILED: States.TaskFailed: num is missing/,
      },
    )
  })

  it('are no more looked at once the user has cancelled', async () => {
    const controller = new AbortController()
    const machines = await machinesOf({ looks: 1000 })
    const running = machines.run(machineArn('m'), '{}', () => setImmediate(() => controller.abort()), controller.signal)
    await assert.rejects(running, { name: 'AbortError' })
  })
})
