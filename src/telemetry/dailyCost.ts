import type { FunctionStatistics } from './functionStatistics.ts'

const dayMs = 86_400_000

/** USD a day, at the pace of the window. Undefined where the price is unknown, or how many calls there were. */
export function usdPerDay({ statistics, window, sampled }: FunctionStatistics): number | undefined {
  if (sampled || statistics?.usdPerMillion === undefined) return undefined
  return perDay((statistics.count * statistics.usdPerMillion) / 1e6, window)
}

/** What comes to so much in a window, a day. */
export function perDay(amount: number, { from, to }: FunctionStatistics['window']): number | undefined {
  return to > from ? (amount * dayMs) / (to - from) : undefined
}
