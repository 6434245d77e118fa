import type { LogPrices } from './logPrices.ts'
import { logPrices } from './logPrices.ts'

const bytesPerGb = 1e9

/** USD of a Logs Insights query that scans so many bytes; nothing in the lab, undefined where the price is unknown. */
export function scanUsd(bytes: number, region: string): number | undefined {
  if (region === 'lab') return 0
  const usdPerGb = pricesOf(region)?.usdPerScannedGb
  return usdPerGb === undefined ? undefined : (bytes / bytesPerGb) * usdPerGb
}

/** As `scanUsd`, for keeping a limit: where the price is unknown, the highest that is known anywhere. */
export function scanUsdAtMost(bytes: number, region: string): number {
  const highest = Math.max(...Object.values(logPrices.regions).map(prices => prices.usdPerScannedGb))
  return scanUsd(bytes, region) ?? (bytes / bytesPerGb) * highest
}

/** USD of writing so many bytes to a log group in the first tier of a month; undefined where the price is unknown. */
export function ingestionUsd(
  bytes: number,
  region: string,
  logClass: 'standard' | 'infrequent' = 'standard',
): number | undefined {
  if (region === 'lab') return 0
  const usdPerGb = pricesOf(region)?.usdPerIngestedGb[logClass]
  return usdPerGb === undefined ? undefined : (bytes / bytesPerGb) * usdPerGb
}

/** USD of reading so many metrics by GetMetricData, which has one price everywhere. */
export function metricsUsd(metrics: number): number {
  return (metrics / 1000) * logPrices.usdPerThousandMetrics
}

function pricesOf(region: string): LogPrices | undefined {
  return Object.hasOwn(logPrices.regions, region) ? logPrices.regions[region] : undefined
}
