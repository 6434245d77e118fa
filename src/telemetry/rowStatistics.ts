import { type PricedFunction, usdPerMillion } from '#pricing/cost.ts'
import type { PriceTable } from '#pricing/prices.ts'
import type { Askable } from './queryPlan.ts'
import type { LogRow } from './logReader.ts'
import type { Statistics } from './statistics.ts'

/** The statistics of the calls at one memory size. */
export interface SizeStatistics {
  readonly memoryMb: number
  readonly statistics: Statistics
}

/** A row of `statisticsQuery`; undefined when it has no calls, or not the figures that every row has. */
export function rowStatistics(row: LogRow, priced: PricedFunction, table?: PriceTable): SizeStatistics | undefined {
  const needed = (name: string) => numberOf(row, name) ?? Number.NaN
  const optional = <Name extends string>(name: Name) => {
    const value = numberOf(row, name)
    return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: number }
  }
  const count = needed('calls')
  const memoryMb = needed('memoryMb')
  const billedMs = needed('billedMs')
  const found = {
    count,
    p50Ms: needed('p50Ms'),
    p90Ms: needed('p90Ms'),
    p95Ms: needed('p95Ms'),
    p99Ms: needed('p99Ms'),
    maxMs: needed('maxMs'),
    initialized: needed('inits'),
    restored: needed('restores'),
    errors: needed('errors'),
    timeouts: needed('timeouts'),
    outOfMemory: needed('outOfMemory'),
    peakMemoryMb: needed('usedMb'),
    billedMs,
  }
  if (Object.values(found).some(Number.isNaN) || Number.isNaN(memoryMb) || count === 0) return undefined
  // Up to the first tier the price is proportional to the billed time, and so that of the mean call is the mean price.
  const usd = usdPerMillion({ ...priced, memoryMb, billedMs: billedMs / count }, table)
  const statistics = {
    ...found,
    ...optional('initP50Ms'),
    ...optional('initP99Ms'),
    ...optional('restoreP50Ms'),
    ...optional('restoreP99Ms'),
    coldShare: (found.initialized + found.restored) / count,
    ...(usd === undefined ? {} : { usdPerMillion: usd }),
  }
  return { memoryMb, statistics }
}

/** The rows that are about this function. */
export function ownRows(rows: readonly LogRow[], { function: deployed, group }: Askable, isOnly: boolean): LogRow[] {
  return rows.filter(row => {
    // `ACCOUNT:GROUP`.
    const log = row.get('@log') ?? ''
    if (log.slice(log.indexOf(':') + 1) !== group.name) return false
    const name = row.get('functionName')
    return name === undefined || name === deployed.name || (name === '' && isOnly)
  })
}

/** Undefined for a column that is absent or no number. */
export function numberOf(row: LogRow, name: string): number | undefined {
  const text = row.get(name)
  const value = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : undefined
}
