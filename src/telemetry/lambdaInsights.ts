import type { TimeWindow } from './invocationSource.ts'
import type { QueryAnswer, QueryRunner } from './queryRunner.ts'
import { numberOf } from './rowStatistics.ts'

/** What the Lambda Insights extension measures of a function's calls, besides what reports say. */
export interface SystemFigures {
  readonly calls: number
  /** CPU time of a call: far below its duration, the function waits; near it, more memory makes it faster. */
  readonly cpuMeanMs?: number
  readonly cpuP99Ms?: number
  readonly usedMemoryMaxMb?: number
  /** Sent and received, a call. */
  readonly networkMeanBytes?: number
  /** Of the ephemeral storage. */
  readonly tmpMaxBytes?: number
}

/** All functions of a region that have the extension write here. */
const lambdaInsightsGroup = '/aws/lambda-insights'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-metrics.html */
export function systemQuery(names: readonly string[]): string {
  return [
    `filter function_name in [${names.map(name => `"${name}"`).join(', ')}]`,
    'stats count(*) as calls, avg(cpu_total_time) as cpuMeanMs, pct(cpu_total_time, 99) as cpuP99Ms, max(used_memory_max) as usedMemoryMaxMb, avg(total_network) as networkMeanBytes, max(tmp_used) as tmpMaxBytes by function_name',
    'limit 10000',
  ].join('\n| ')
}

/** By name, of the functions that have records in the window; also what was scanned. Rejects as the runner does. */
export async function readSystemFigures(
  names: readonly string[],
  window: TimeWindow,
  runner: Pick<QueryRunner, 'run'>,
  signal: AbortSignal,
): Promise<{ readonly figures: ReadonlyMap<string, SystemFigures>; readonly scannedBytes: number }> {
  const query = { groups: [lambdaInsightsGroup], text: systemQuery(names), window }
  const { rows, scannedBytes }: QueryAnswer = await runner.run(query, signal)
  const figures = new Map<string, SystemFigures>()
  for (const row of rows) {
    const name = row.get('function_name')
    const calls = numberOf(row, 'calls')
    if (name === undefined || calls === undefined) continue
    const known = measured.flatMap(figure => {
      const value = numberOf(row, figure)
      return value === undefined ? [] : [[figure, value] as const]
    })
    figures.set(name, { calls, ...Object.fromEntries(known) })
  }
  return { figures, scannedBytes }
}

const measured = ['cpuMeanMs', 'cpuP99Ms', 'usedMemoryMaxMb', 'networkMeanBytes', 'tmpMaxBytes'] as const
