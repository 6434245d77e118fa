/**
 * The `q`-quantile (0 … 1) of values in ascending order, interpolated linearly between neighbours: type 7 of Hyndman
 * and Fan, "Sample Quantiles in Statistical Packages" (1996), the default of R and NumPy.
 *
 * @throws RangeError when there are no values, or `q` is not in 0 … 1.
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`The quantile ${q} is not between 0 and 1.`)
  const position = (sorted.length - 1) * q
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new RangeError('No values have no quantile.')
  return below + (above - below) * (position - Math.floor(position))
}

/** A copy in ascending numeric order, as `quantile` wants it. */
export function ascending(values: Iterable<number>): Float64Array {
  return Float64Array.from(values).sort()
}

/** @throws RangeError when there are no values. */
export function median(values: Iterable<number>): number {
  return quantile(ascending(values), 0.5)
}

/** @throws RangeError when there are no values. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('No values have no mean.')
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
