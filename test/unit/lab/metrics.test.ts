import assert from 'node:assert/strict'
import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { PutFunctionConcurrencyCommand, PutProvisionedConcurrencyConfigCommand } from '@aws-sdk/client-lambda'
import { TestLab } from './testLab.ts'

describe('metrics of the lab', () => {
  let lab: TestLab
  let client: CloudWatchClient
  const StartTime = new Date(Date.now() - 120_000)
  before(async () => {
    lab = await TestLab.start()
    const { endpoint, region, credentials } = lab.lab
    client = new CloudWatchClient({ endpoint, region, credentials, maxAttempts: 1 })
    const body = "if (event.fail) throw new Error('no'); await new Promise(go => setTimeout(go, event.ms ?? 0))"
    const files = { 'index.mjs': `export const handler = async event => { ${body} }` }
    await lab.create('counted', files, { Publish: true, Timeout: 10 })
  })
  after(async () => {
    client?.destroy()
    await lab?.stop()
  })

  const query = (MetricName: string, Stat: string, dimensions: Record<string, string>, more = {}): MetricDataQuery => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
    const Namespace = 'LogGroupName' in dimensions ? 'AWS/Logs' : 'AWS/Lambda'
    return {
      Id: `m${MetricName}`,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat, ...more },
    }
  }
  const ask = async (MetricDataQueries: MetricDataQuery[], EndTime = new Date(Date.now() + 60_000)) => {
    const answer = await client.send(new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime }))
    return (answer.MetricDataResults ?? []).map(({ Values = [] }) => Values)
  }
  const total = (values: readonly number[] = []) => values.reduce((sum, value) => sum + value, 0)

  it('count calls, errors, throttles and calls at once', async () => {
    await Promise.all([1, 2, 3].map(() => lab.call('counted', { ms: 200 })))
    await lab.call('counted', { fail: true })
    const FunctionName = 'counted'
    await lab.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
    await assert.rejects(lab.call('counted'))
    const own = { FunctionName }
    const [invocations, errors, throttles, most, none] = await ask([
      query('Invocations', 'Sum', own),
      query('Errors', 'Sum', own),
      query('Throttles', 'Sum', own),
      query('ConcurrentExecutions', 'Maximum', own),
      query('IteratorAge', 'Maximum', own),
    ])
    assert.deepEqual([total(invocations), total(errors), total(throttles)], [4, 1, 1])
    assert.equal(Math.max(...(most ?? [])), 3)
    assert.deepEqual(none, [])
  })

  it('are there for versions, with the use of their provisioned environments', async () => {
    await lab.create('ready', { 'index.mjs': 'export const handler = async () => 1' }, { Publish: true })
    const target = { FunctionName: 'ready', Qualifier: '1' }
    await lab.lambda.send(new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: 2 }))
    await lab.call('ready:1')
    const version = { FunctionName: 'ready', Resource: 'ready:1' }
    const [calls, use] = await ask([
      query('Invocations', 'Sum', version),
      query('ProvisionedConcurrencyUtilization', 'Maximum', version),
    ])
    assert.equal(total(calls), 1)
    // An environment that is not ready yet leaves the call to one on demand.
    assert.ok(use?.every(share => share === 0 || share === 0.5))
    assert.equal(use?.length, 1)
    assert.deepEqual(await ask([query('Invocations', 'Sum', { ...version, Resource: 'ready:2' })]), [[]])
  })

  it('count the bytes of log groups', async () => {
    const [bytes] = await ask([query('IncomingBytes', 'Sum', { LogGroupName: '/aws/lambda/ready' })])
    assert.ok(total(bytes) > 200)
  })

  it('are refused for what the lab does not know', async () => {
    const own = { FunctionName: 'counted' }
    const odd = [
      [query('Invocations', 'p99', own)],
      [query('Invocations', 'Sum', own, { Period: 7 })],
      [{ Id: 'e1', Expression: 'm1 / m2' }],
      [],
    ]
    for (const queries of odd) await assert.rejects(ask(queries), { name: 'InvalidParameterValueException' })
    await assert.rejects(ask([query('Invocations', 'Sum', own)], StartTime))
  })
})
