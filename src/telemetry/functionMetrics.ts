import { ingestionUsd, metricsUsd } from '#pricing/logCost.ts'
import type { DeployedFunction } from './deployedFunction.ts'
import type { TimeWindow } from './invocationSource.ts'
import type { MetricQuestion, MetricSource } from './metricSource.ts'

/** What no log tells. An absent figure has no data in the window: where nothing was throttled, it is 0. */
export interface FunctionMetrics {
  readonly invocations?: number
  /** What the handler threw as well, which text reports do not tell. */
  readonly errors?: number
  readonly throttles?: number
  /** Most calls that ran at once. */
  readonly concurrentMax?: number
  /** Greatest age of a record of a stream when it was read. */
  readonly iteratorAgeMaxMs?: number
  /** Most of the provisioned concurrency that was in use, 0 … 1; of a version or alias. */
  readonly provisionedUtilizationMax?: number
  /** What was written to the function's log group, also by others that share it. */
  readonly logBytes?: number
  /** What writing that cost; absent where the price is not known. */
  readonly logUsd?: number
}

export type MetricFigure = Exclude<keyof FunctionMetrics, 'logUsd'>

/** By ARN, with what the reading itself cost. */
export interface MetricsReading {
  readonly metrics: ReadonlyMap<string, FunctionMetrics>
  readonly usd: number
}

/** Reads the metrics of many functions of a region with one request for 500 metrics: all, or those named in `only`. */
export async function readMetrics(
  functions: readonly DeployedFunction[],
  window: TimeWindow,
  source: MetricSource,
  now: number,
  signal: AbortSignal,
  only?: readonly MetricFigure[],
): Promise<MetricsReading> {
  const asked = functions.flatMap(deployed =>
    questionsOf(deployed)
      .filter(([figure]) => only?.includes(figure) ?? true)
      .map(([figure, question]) => ({ deployed, figure, question })),
  )
  const period = periodSeconds(window, now)
  const answers = await source.read(
    asked.map(({ question }) => question),
    window,
    period,
    signal,
  )
  const metrics = new Map<string, { -readonly [Name in keyof FunctionMetrics]: FunctionMetrics[Name] }>()
  for (const [index, { deployed, figure, question }] of asked.entries()) {
    const own = metrics.get(deployed.arn) ?? {}
    metrics.set(deployed.arn, own)
    const points = answers[index] ?? []
    if (points.length > 0) own[figure] = combined(points, question.statistic)
    if (figure !== 'logBytes' || own.logBytes === undefined) continue
    const usd = ingestionUsd(own.logBytes, deployed.region)
    if (usd !== undefined) own.logUsd = usd
  }
  return { metrics, usd: metricsUsd(asked.length) }
}

function questionsOf({
  name,
  logGroup,
  qualifier,
}: DeployedFunction): readonly (readonly [MetricFigure, MetricQuestion])[] {
  const dimensions =
    qualifier === undefined ? { FunctionName: name } : { FunctionName: name, Resource: `${name}:${qualifier}` }
  const lambda = (metric: string, statistic: MetricQuestion['statistic']): MetricQuestion => {
    return { namespace: 'AWS/Lambda', name: metric, dimensions, statistic }
  }
  return [
    ['invocations', lambda('Invocations', 'Sum')],
    ['errors', lambda('Errors', 'Sum')],
    ['throttles', lambda('Throttles', 'Sum')],
    ['concurrentMax', lambda('ConcurrentExecutions', 'Maximum')],
    ['iteratorAgeMaxMs', lambda('IteratorAge', 'Maximum')],
    ...(qualifier === undefined
      ? []
      : [['provisionedUtilizationMax', lambda('ProvisionedConcurrencyUtilization', 'Maximum')] as const]),
    [
      'logBytes',
      { namespace: 'AWS/Logs', name: 'IncomingBytes', dimensions: { LogGroupName: logGroup }, statistic: 'Sum' },
    ],
  ]
}

function combined(points: readonly number[], statistic: MetricQuestion['statistic']): number {
  return statistic === 'Sum'
    ? points.reduce((sum, point) => sum + point, 0)
    : points.reduce((most, point) => Math.max(most, point), Number.NEGATIVE_INFINITY)
}

const mostPoints = 200
const dayMs = 86_400_000

/** CloudWatch keeps minutes for 15 days, five minutes for 63, and hours for longer. */
function periodSeconds({ from, to }: TimeWindow, now: number): number {
  const ageMs = now - from
  const unit = ageMs <= 15 * dayMs ? 60 : ageMs <= 63 * dayMs ? 300 : 3600
  return Math.max(1, Math.ceil((to - from) / 1000 / mostPoints / unit)) * unit
}
