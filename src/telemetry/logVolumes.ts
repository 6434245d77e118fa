import type { FunctionStatistics } from './functionStatistics.ts'
import { readMetrics } from './functionMetrics.ts'
import type { TimeWindow } from './invocationSource.ts'
import type { MetricSource } from './metricSource.ts'
import type { ScanBudget } from './scanBudget.ts'

/** Bytes that were written to a function's log within a window, and their price where it is known. */
export interface LogVolume {
  readonly bytes: number
  readonly usd?: number
}

/** One metric costs a hundred-thousandth of a dollar. */
const usdPerMetric = 1e-5
const hourMs = 3_600_000

/** How much functions write to their logs, of which CloudWatch keeps a metric. */
export class LogVolumes {
  readonly #source: MetricSource
  readonly #budget: ScanBudget

  constructor(source: MetricSource, budget: ScanBudget) {
    this.#source = source
    this.#budget = budget
  }

  /**
   * By ARN, in the windows of their statistics; nothing where the budget of the day is used up. Throws a `LensError` when
   * the metrics cannot be read.
   */
  async of(functions: readonly FunctionStatistics[], signal: AbortSignal): Promise<ReadonlyMap<string, LogVolume>> {
    const volumes = new Map<string, LogVolume>()
    if (!(await this.#budget.allows(functions.length * usdPerMetric))) return volumes
    for (const [window, some] of byWindow(functions)) {
      const deployed = some.map(one => one.function)
      const { metrics, usd } = await readMetrics(deployed, window, this.#source, window.to, signal, ['logBytes'])
      await this.#budget.spend(usd)
      for (const [arn, { logBytes, logUsd }] of metrics) {
        if (logBytes !== undefined)
          volumes.set(arn, { bytes: logBytes, ...(logUsd === undefined ? {} : { usd: logUsd }) })
      }
    }
    return volumes
  }
}

/** Logs reach back differently far; within the hour of a start they are asked together. */
function byWindow(functions: readonly FunctionStatistics[]): readonly (readonly [TimeWindow, FunctionStatistics[]])[] {
  const to = Math.max(...functions.map(({ window }) => window.to))
  const groups = new Map<number, FunctionStatistics[]>()
  for (const one of functions) {
    const from = Math.min(Math.floor(one.window.from / hourMs) * hourMs, to - hourMs)
    groups.set(from, [...(groups.get(from) ?? []), one])
  }
  return [...groups].map(([from, some]) => [{ from, to }, some])
}
