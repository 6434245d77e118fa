import { LensError } from '#common/errors.ts'
import { formatUsd } from '#common/format.ts'
import type { PricedFunction } from '#pricing/cost.ts'
import type { PriceTable } from '#pricing/prices.ts'
import { scanUsdAtMost } from '#pricing/logCost.ts'
import { type Comparison, compare, comparedWindows } from './comparison.ts'
import type { DeployedFunction } from './deployedFunction.ts'
import type { Invocation } from './invocation.ts'
import type { TimeWindow } from './invocationSource.ts'
import { LogAccess, type LogPorts } from './logPorts.ts'
import type { LogRow } from './logReader.ts'
import { type Askable, askable, planQueries, type QueryBatch } from './queryPlan.ts'
import { numberOf, ownRows, rowStatistics } from './rowStatistics.ts'
import { sampleCalls } from './sampling.ts'
import { type Statistics, summarize } from './statistics.ts'
import { exceedanceQuery, statisticsQuery } from './statisticsQuery.ts'

/** Statistics of a part of a function's calls. */
export interface Part<Key> {
  /** A version, or the start of a stretch of time in epoch milliseconds. */
  readonly key: Key
  readonly memoryMb: number
  readonly statistics: Statistics
}

/**
 * What is asked of one function on demand: percentiles of parts do not add up to those of the whole, so that each way of
 * splitting is a query of its own. Throws a `LensError` when it cannot be told (`over-budget`, `no-log`, …).
 */
export class FunctionDetails {
  readonly #access: LogAccess

  constructor(ports: LogPorts) {
    this.#access = new LogAccess(ports)
  }

  /** Oldest first; stretches without calls are left out. */
  async bins(
    deployed: DeployedFunction,
    window: TimeWindow,
    binMinutes: number,
    signal: AbortSignal,
  ): Promise<readonly Part<number>[]> {
    const binMs = binMinutes * 60_000
    const parts = await this.#parts(deployed, window, { binMinutes }, signal, {
      ofRow: row => timeOf(row.get('binStart')),
      ofCall: call => (call.time === undefined ? undefined : Math.floor(call.time / binMs) * binMs),
    })
    return parts.toSorted((a, b) => a.key - b.key)
  }

  /** Most calls first. */
  async versions(
    deployed: DeployedFunction,
    window: TimeWindow,
    signal: AbortSignal,
  ): Promise<readonly Part<string>[]> {
    const parts = await this.#parts(deployed, window, 'version', signal, {
      ofRow: row => row.get('version'),
      ofCall: call => call.version,
    })
    return parts.toSorted((a, b) => b.statistics.count - a.statistics.count)
  }

  /** Since a deployment, against the same span before it; undefined without calls on both sides. */
  async comparison(
    deployed: DeployedFunction,
    deployedAt: number,
    mostMs: number,
    signal: AbortSignal,
  ): Promise<Comparison | undefined> {
    const windows = comparedWindows(deployedAt, this.#access.now(), mostMs)
    if (!windows) return undefined
    const earlier = await this.#member(deployed, windows.before, signal)
    const later = await this.#member(deployed, windows.after, signal)
    const old = await this.#rows(earlier, ({ scope }) => statisticsQuery(scope), signal)
    if (!old) return await this.#sampledComparison(deployedAt, earlier, later, signal)
    const sizes = old.flatMap(row => rowStatistics(row, this.#priced(deployed)) ?? [])
    const [before] = sizes.toSorted((a, b) => b.statistics.count - a.statistics.count)
    if (!before) return undefined
    const { p99Ms, count } = before.statistics
    const text = ({ scope }: QueryBatch) => exceedanceQuery(scope, deployed.memoryMb, p99Ms)
    const [row] = (await this.#rows(later, text, signal)) ?? []
    const calls = row && numberOf(row, 'calls')
    const newP99Ms = row && numberOf(row, 'p99Ms')
    if (!row || !calls || newP99Ms === undefined) return undefined
    const after = { window: later.window, count: calls, p99Ms: newP99Ms }
    return compare(deployedAt, { window: earlier.window, count, p99Ms }, after, numberOf(row, 'above') ?? 0)
  }

  async #sampledComparison(
    deployedAt: number,
    earlier: Askable,
    later: Askable,
    signal: AbortSignal,
  ): Promise<Comparison | undefined> {
    const old = (await sampleCalls(this.#access.logs, earlier, signal)).calls
    const { memoryMb } = earlier.function
    const recent = (await sampleCalls(this.#access.logs, later, signal)).calls.filter(
      call => call.memoryMb === memoryMb,
    )
    const before = summarize(old)
    const after = summarize(recent)
    if (!before || !after) return undefined
    const above = recent.filter(call => call.durationMs > before.p99Ms).length
    return compare(deployedAt, { window: earlier.window, ...before }, { window: later.window, ...after }, above)
  }

  async #parts<Key extends string | number>(
    deployed: DeployedFunction,
    window: TimeWindow,
    over: { readonly binMinutes: number } | 'version',
    signal: AbortSignal,
    key: { ofRow(row: LogRow): Key | undefined; ofCall(call: Invocation): Key | undefined },
  ): Promise<readonly Part<Key>[]> {
    const member = await this.#member(deployed, window, signal)
    const priced = this.#priced(deployed)
    const { prices } = this.#access.reading()
    const rows = await this.#rows(member, ({ scope }) => statisticsQuery(scope, over), signal)
    if (!rows)
      return sampledParts((await sampleCalls(this.#access.logs, member, signal)).calls, priced, prices, call =>
        key.ofCall(call),
      )
    return rows.flatMap(row => {
      const found = rowStatistics(row, priced, prices)
      const part = key.ofRow(row)
      return found === undefined || part === undefined ? [] : { key: part, ...found }
    })
  }

  async #member(deployed: DeployedFunction, window: TimeWindow, signal: AbortSignal): Promise<Askable> {
    const groups = await this.#access.logs.groups([deployed.logGroup], signal)
    const member = askable(deployed, groups, window, this.#access.now())
    if ('code' in member) throw new LensError(member.code, member.text, 'Choose another window or function.')
    return member
  }

  /** Undefined where the log cannot be queried but may be read. */
  async #rows(
    member: Askable,
    textOf: (batch: QueryBatch) => string,
    signal: AbortSignal,
  ): Promise<readonly LogRow[] | undefined> {
    const [batch] = planQueries([member])
    if (!batch) return undefined
    if (!(await this.#access.budget.allows(0))) throw overBudget(this.#access.budget.limitUsd)
    try {
      const query = { groups: [member.group.name], text: textOf(batch), window: batch.window }
      const { rows, scannedBytes } = await this.#access.runner.run(query, signal)
      await this.#access.budget.spend(scanUsdAtMost(scannedBytes, this.#access.priced(member.function.region)))
      return ownRows(rows, member, true)
    } catch (error) {
      if (error instanceof LensError && insteadOfQuery.has(error.code)) return undefined
      throw error
    }
  }

  #priced({ architecture, ephemeralStorageMb, region }: DeployedFunction): PricedFunction {
    return { architecture, ephemeralStorageMb, region: this.#access.priced(region) }
  }
}

const insteadOfQuery = new Set(['access-denied', 'query-malformed', 'operation-unknown', 'query-failed'])

function sampledParts<Key extends string | number>(
  calls: readonly Invocation[],
  priced: PricedFunction,
  prices: PriceTable | undefined,
  keyOf: (call: Invocation) => Key | undefined,
): readonly Part<Key>[] {
  const groups = new Map<string, { key: Key; memoryMb: number; calls: Invocation[] }>()
  for (const call of calls) {
    const key = keyOf(call)
    if (key === undefined) continue
    const id = `${call.memoryMb} ${key}`
    const group = groups.get(id) ?? { key, memoryMb: call.memoryMb, calls: [] }
    group.calls.push(call)
    groups.set(id, group)
  }
  return [...groups.values()].flatMap(({ key, memoryMb, calls }) => {
    const statistics = summarize(calls, priced, prices)
    return statistics ? { key, memoryMb, statistics } : []
  })
}

/** `2026-11-21 02:20:00.000`, as Insights shows times. */
function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(`${(text ?? '').replace(' ', 'T')}Z`)
  return Number.isNaN(time) ? undefined : time
}

function overBudget(limitUsd: number): LensError {
  return new LensError(
    'over-budget',
    `The daily budget of ${formatUsd(limitUsd)} for reading logs is used up.`,
    'Raise it, or wait until tomorrow (UTC).',
  )
}
