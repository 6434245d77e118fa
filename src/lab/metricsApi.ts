import { JsonObject } from './json.ts'
import type { Datum, Dimensions, MetricStore } from './metricStore.ts'
import { ServiceError } from './serviceError.ts'

const STATISTICS: Readonly<Record<string, (datum: Datum) => number>> = {
  Sum: ({ sum }) => sum,
  SampleCount: ({ count }) => count,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ least }) => least,
  Maximum: ({ most }) => most,
}
const MOST_QUERIES = 500

/** CloudWatch's GetMetricData, of metrics as they are: without expressions and percentiles. */
export class MetricsApi {
  readonly #store: MetricStore

  constructor(store: MetricStore) {
    this.#store = store
  }

  /** `operation` is what the X-Amz-Target header has behind the dot. */
  handle(operation: string, body: Buffer): Record<string, unknown> {
    if (operation !== 'GetMetricData')
      throw new ServiceError('UnknownOperationException', `The lab has no operation ${operation}.`)
    const request = new JsonObject(JSON.parse(body.length === 0 ? '{}' : body.toString()))
    const queries = request.objects('MetricDataQueries')
    if (queries.length === 0 || queries.length > MOST_QUERIES)
      throw invalid(`MetricDataQueries are 1 to ${MOST_QUERIES}.`)
    const [startMs, endMs] = [request.number('StartTime'), request.number('EndTime')].map(s => (s ?? Number.NaN) * 1000)
    if (!(Number(startMs) < Number(endMs))) throw invalid('StartTime must be before EndTime.')
    const isAscending = request.string('ScanBy') === 'TimestampAscending'
    const asked = queries.filter(query => query.value('ReturnData') !== false)
    return {
      MetricDataResults: asked.map(query => this.#result(query, Number(startMs), Number(endMs), isAscending)),
      Messages: [],
    }
  }

  #result(query: JsonObject, startMs: number, endMs: number, isAscending: boolean): Record<string, unknown> {
    if (!query.has('MetricStat')) throw invalid('The lab answers queries with MetricStat only.')
    const stat = query.object('MetricStat')
    const metric = stat.object('Metric')
    const periodMs = (stat.number('Period') ?? 0) * 1000
    if (periodMs < 60_000 || periodMs % 60_000 !== 0) throw invalid('Period is a multiple of 60 seconds.')
    const statistic = STATISTICS[stat.string('Stat') ?? '']
    if (!statistic) throw invalid(`Stat is one of ${Object.keys(STATISTICS).join(', ')}.`)
    const name = metric.string('MetricName') ?? ''
    const dimensions: Dimensions = Object.fromEntries(
      metric.objects('Dimensions').map(pair => [pair.string('Name') ?? '', pair.string('Value') ?? '']),
    )
    const minutes = this.#store.minutes(metric.string('Namespace') ?? '', name, dimensions)
    const periods = byPeriod(minutes, periodMs, startMs, endMs)
    const sorted = [...periods].sort(([a], [b]) => (isAscending ? a - b : b - a))
    return {
      Id: query.string('Id') ?? '',
      Label: query.string('Label') ?? name,
      Timestamps: sorted.map(([ms]) => ms / 1000),
      Values: sorted.map(([, datum]) => statistic(datum)),
      StatusCode: 'Complete',
    }
  }
}

/** A period counts when it begins within the range. */
function byPeriod(minutes: ReadonlyMap<number, Datum>, periodMs: number, startMs: number, endMs: number) {
  const periods = new Map<number, Datum>()
  for (const [minute, { sum, count, least, most }] of minutes) {
    const period = minute - (minute % periodMs)
    if (period < startMs - (startMs % periodMs) || period >= endMs) continue
    const before = periods.get(period) ?? { sum: 0, count: 0, least, most }
    periods.set(period, {
      sum: before.sum + sum,
      count: before.count + count,
      least: Math.min(before.least, least),
      most: Math.max(before.most, most),
    })
  }
  return periods
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message)
}
