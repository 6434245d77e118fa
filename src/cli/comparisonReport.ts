import { formatChange } from '#common/format.ts'
import { compareSweeps, type SweepComparison } from '#tuning/compareSweeps.ts'
import type { SweepRecord } from '#tuning/history.ts'

/** How a sweep differs from the one before. Times in ms, money in USD; shares as fractions. */
export interface ComparisonReport extends SweepComparison {
  /** When the earlier one ended, ISO 8601. */
  readonly with: string
}

export function comparisonReport(before: SweepRecord, after: SweepRecord): ComparisonReport {
  return { with: before.at, ...compareSweeps(before, after) }
}

export function describeComparison({ with: at, duration, sameCode }: ComparisonReport): string {
  const since = `Since the sweep of ${at} (${sameCode ? 'the same code' : 'other code'})`
  if (!duration) return `${since}: no size was measured in both.`
  const { change, low, high, isReal } = duration
  const words = `${formatChange(change)} in duration, between ${formatChange(low)} and ${formatChange(high)}`
  return `${since}: ${words}; ${isReal ? 'more than chance' : 'no more than chance'}.`
}
