import { usdPerMillion } from '#pricing/cost.ts'
import type { PriceTable } from '#pricing/prices.ts'
import type { FunctionStatistics } from './functionStatistics.ts'

/** The same calls at the prices of `table`: what is kept may be older than they are. */
export function repriced(found: FunctionStatistics, table: PriceTable): FunctionStatistics {
  if (!found.statistics) return found
  const { architecture, ephemeralStorageMb, region } = found.function
  const { usdPerMillion: _, ...figures } = found.statistics
  const billedMs = figures.billedMs / figures.count
  const usd = usdPerMillion({ architecture, ephemeralStorageMb, region, memoryMb: found.memoryMb, billedMs }, table)
  return { ...found, statistics: { ...figures, ...(usd === undefined ? {} : { usdPerMillion: usd }) } }
}
