import assert from 'node:assert/strict'
import { type AwsClients, createClients } from '#aws/clients.ts'
import { metricReader } from '#aws/metricReader.ts'
import type { MetricQuestion } from '#telemetry/metricSource.ts'
import { type ProtocolAnswer, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

interface Input {
  readonly MetricDataQueries: readonly { readonly Id: string; readonly MetricStat: object }[]
  readonly NextToken?: string
  readonly StartTime: number
}

describe('the reader of metrics', () => {
  const { signal } = new AbortController()
  const window = { from: 1_700_000_000_000, to: 1_700_003_600_000 }
  const question: MetricQuestion = {
    namespace: 'AWS/Lambda',
    name: 'Throttles',
    dimensions: { FunctionName: 'a' },
    statistic: 'Sum',
  }
  let server: ProtocolServer | undefined
  let clients: AwsClients | undefined

  afterEach(async () => {
    clients?.destroy()
    await server?.close()
  })

  async function reader(answer: (input: Input) => ProtocolAnswer) {
    server = await serveProtocol(({ body }) => answer(JSON.parse(body)))
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    clients = createClients({ endpoint: server.endpoint, region: 'eu-west-1', credentials })
    return metricReader(clients)
  }

  it('asks 500 metrics a request, and gives each question its figures', async () => {
    const metrics = await reader(({ MetricDataQueries }) => ({
      body: { MetricDataResults: MetricDataQueries.map(({ Id }, n) => ({ Id, Values: n % 2 === 0 ? [1, 2] : [] })) },
    }))
    const found = await metrics.read(
      Array.from({ length: 1201 }, () => question),
      window,
      60,
      signal,
    )
    assert.equal(server?.requests.length, 3)
    assert.deepEqual([found.length, found[0], found[1], found[1200]], [1201, [1, 2], [], [1, 2]])
    const [first] = JSON.parse(server?.requests[0]?.body ?? '').MetricDataQueries
    assert.deepEqual(first, {
      Id: 'm0',
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName: 'Throttles',
          Dimensions: [{ Name: 'FunctionName', Value: 'a' }],
        },
        Period: 60,
        Stat: 'Sum',
      },
    })
  })

  it('follows pages, and ends when one names itself as the next', async () => {
    const metrics = await reader(({ NextToken }) => ({
      body: { MetricDataResults: [{ Id: 'm0', Values: [NextToken === undefined ? 1 : 2] }], NextToken: 'more' },
    }))
    assert.deepEqual(await metrics.read([question], window, 60, signal), [[1, 2]])
  })

  it('names the action that is denied, and an endpoint without metrics', async () => {
    const denied = { status: 403, errorType: 'AccessDenied', body: { __type: 'AccessDenied', message: 'no' } }
    const metrics = await reader(() => denied)
    await assert.rejects(metrics.read([question], window, 60, signal), {
      code: 'access-denied',
      message: /cloudwatch:GetMetricData/,
    })
    await server?.close()
    const unknown = { status: 400, errorType: 'UnknownOperationException', body: { message: 'no such operation' } }
    const none = await reader(() => unknown)
    await assert.rejects(none.read([question], window, 60, signal), { code: 'operation-unknown' })
  })
})
