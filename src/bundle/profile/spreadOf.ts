import { ascending, quantile } from '#common/quantile.ts'
import type { Spread } from './initProfile.ts'

/** @throws RangeError when there are no values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = ascending(values)
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    runs: values.length,
  }
}

export function widthOf({ low, high }: Spread): number {
  return high - low
}
