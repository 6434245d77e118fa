import assert from 'node:assert/strict'
import { createClients } from '#aws/clients.ts'
import { lambdaControl } from '#aws/functionControl.ts'
import { LensError } from '#common/errors.ts'
import type { FunctionControl } from '#tuning/functionControl.ts'
import { sizeResults } from '#tuning/sizeResult.ts'
import { sweep } from '#tuning/sweep.ts'
import { useSweepLab } from '../../support/sweepLab.ts'
import { tapWire } from '../../support/wireFaults.ts'

const idle = 'exports.handler = async (event) => event'
const { signal: never } = new AbortController()

describe('sweep, at the limits of functions and accounts', function () {
  this.timeout(60_000)
  const current = useSweepLab()

  it('marks a size that runs out of memory and goes on with the others', async () => {
    const { lab, run, plan, look } = current()
    await lab.deploy('hungry', `exports.handler = async () => Buffer.alloc(400 * 1024 * 1024, 1).length`)
    const before = await look('hungry')
    const outcome = await run('hungry', { sizes: [128, 1024] })
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true])
    const [small, large] = sizeResults(await plan('hungry', { sizes: [128, 1024] }), outcome, true)
    assert.match(`${small?.status}: ${small?.reason}`, /failed: out of memory/)
    assert.deepEqual([large?.status, large?.estimate?.n], ['ok', 2])
    assert.deepEqual(await look('hungry'), before)
  })

  it('reads JSON logs', async () => {
    const { lab, run, plan } = current()
    await lab.deploy('json', idle)
    await setLogging('json', { LogFormat: 'JSON' })
    const outcome = await run('json', { sizes: [512] })
    assert.equal(sizeResults(await plan('json', { sizes: [512] }), outcome, true)[0]?.estimate?.n, 2)
  })

  it('refuses a function whose log level leaves no reports, before it is called', async () => {
    const { lab, run } = current()
    await lab.deploy('silent', idle)
    await setLogging('silent', { LogFormat: 'JSON', SystemLogLevel: 'WARN' })
    const outcome = await run('silent')
    assert.deepEqual([codeOf(outcome.error), outcome.calls, outcome.restored], ['no-reports', 0, true])
  })

  it('measures a function with a reserved concurrency of 1', async () => {
    const { lab, run } = current()
    await lab.deploy('single', idle)
    await reserve('single', 1)
    const outcome = await run('single')
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true])
  })

  it('refuses a function whose reserved concurrency is 0, or all provisioned', async () => {
    const { lab, run } = current()
    await lab.deploy('off', idle)
    await reserve('off', 0)
    assert.equal(codeOf((await run('off')).error), 'no-concurrency')

    await lab.deploy('taken', idle)
    const lambda = await lab.clients.lambda()
    const { Version } = await lambda.publishVersion({ FunctionName: 'taken' })
    await reserve('taken', 1)
    const provisioned = { FunctionName: 'taken', Qualifier: Version, ProvisionedConcurrentExecutions: 1 }
    await lambda.putProvisionedConcurrencyConfig(provisioned)
    const outcome = await run('taken')
    assert.deepEqual([codeOf(outcome.error), outcome.calls], ['no-concurrency', 0])
    assert.match(String(outcome.error), /All of the reserved concurrency of taken \(1\) is provisioned/)
  })

  it('does not ask what it may not: an unknown concurrency is no obstacle', async () => {
    const { lab, run } = current()
    await lab.deploy('private', idle)
    const control: FunctionControl = {
      ...lab.control,
      async concurrency() {
        throw new LensError('access-denied', 'No.', 'Ask.')
      },
    }
    assert.equal((await run('private', { sizes: [512] }, undefined, never, { control })).ended, 'complete')
  })

  it('finds out that the account allows no more than 3,008 MB, and measures what it allows', async () => {
    const { lab, plan, look } = current()
    await lab.deploy('capped', idle)
    const before = await look('capped')
    const clients = createClients(lab.lab)
    const wire = await tapWire(clients)
    wire.decide = (_, { operation, input }) => {
      const isOver = 'MemorySize' in input && Number(input.MemorySize) > 3008
      return operation === 'UpdateFunctionConfiguration' && isOver ? 'memory-capped' : undefined
    }
    const request = { sizes: [512, 3008, 4096, 10_240] }
    const prepared = await plan('capped', request)
    const outcome = await sweep(prepared, { ...lab, control: lambdaControl(clients) }, () => {}, never)
    clients.destroy()
    assert.deepEqual([outcome.ended, outcome.restored], ['complete', true])
    assert.deepEqual(
      sizeResults(prepared, outcome, true).map(({ status, calls }) => [status, calls]),
      [
        ['ok', 3],
        ['ok', 3],
        ['failed', 0],
        ['failed', 0],
      ],
    )
    assert.match(outcome.tallies[3]?.failure ?? '', /no more than 3,008 MB/)
    assert.deepEqual(await look('capped'), before)
    const updates = wire.requests.filter(({ operation }) => operation === 'UpdateFunctionConfiguration').length
    assert.equal(updates, 3, '3,008 MB, one refusal, and back')
  })

  async function reserve(name: string, count: number): Promise<void> {
    const lambda = await current().lab.clients.lambda()
    await lambda.putFunctionConcurrency({ FunctionName: name, ReservedConcurrentExecutions: count })
  }

  async function setLogging(name: string, LoggingConfig: object): Promise<void> {
    const { lab } = current()
    const lambda = await lab.clients.lambda()
    await lambda.updateFunctionConfiguration({ FunctionName: name, LoggingConfig })
    await lab.control.read(name, never)
  }
})

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}
