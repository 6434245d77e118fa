import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { MetricQuestion, MetricSource } from '#telemetry/metricSource.ts'
import type { AwsClients } from './clients.ts'
import { queryError } from './queryErrors.ts'
import { request } from './request.ts'

/** Of one GetMetricData request. */
const mostQueries = 500
/** A page that never ends must. */
const mostPages = 100

/** Reads CloudWatch's metrics with the SDK, 500 a request. */
export function metricReader(clients: AwsClients): MetricSource {
  return {
    async read(questions, window, periodSeconds, signal) {
      const found = questions.map((): number[] => [])
      for (let at = 0; at < questions.length; at += mostQueries) {
        const queries = questions
          .slice(at, at + mostQueries)
          .map((question, index) => dataQuery(question, index, periodSeconds))
        await readBatch(queries, window, signal, (index, values) => found[at + index]?.push(...values))
      }
      return found
    },
  }

  async function readBatch(
    MetricDataQueries: MetricDataQuery[],
    window: { readonly from: number; readonly to: number },
    signal: AbortSignal,
    add: (index: number, values: readonly number[]) => void,
  ): Promise<void> {
    const context = { connection: clients.connection, action: 'cloudwatch:GetMetricData', subject: 'metrics' }
    const input = { MetricDataQueries, StartTime: new Date(window.from), EndTime: new Date(window.to) }
    let NextToken: string | undefined
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await request(context, signal, async options => {
        const { GetMetricDataCommand } = await import('./cloudWatch.ts')
        const client = await clients.cloudWatch()
        return client.send(new GetMetricDataCommand({ ...input, ...(NextToken && { NextToken }) }), options)
      }).catch((error: unknown) => {
        throw queryError(error)
      })
      for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) add(Number(Id.slice(1)), Values)
      if (!page.NextToken || page.NextToken === NextToken) return
      NextToken = page.NextToken
    }
  }
}

function dataQuery(
  { namespace, name, dimensions, statistic }: MetricQuestion,
  index: number,
  period: number,
): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period,
      Stat: statistic,
    },
  }
}
