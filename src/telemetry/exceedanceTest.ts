/** How often a limit that was found in one sample was passed in another. */
export interface Exceedances {
  /** Values of the first sample, and how many of them are above the limit: one of the sample's own values. */
  readonly before: number
  readonly aboveBefore: number
  readonly after: number
  readonly aboveAfter: number
}

/**
 * The exceedance test: how likely it is that a second sample of the same distribution has so many values above a limit
 * taken from the first one, or more unlikely many, on either side (twice the smaller tail, at most 1). It assumes no
 * shape of the distribution, and counts in that the limit itself was estimated. Without ties the number of values above
 * is negative hypergeometric: P(J = j) = C(j + k, j) C(n − k − 1 + m − j, m − j) / C(n + m, m), where the limit is the
 * (k+1)-th largest of n values and m is the size of the second sample.
 *
 * E. J. Gumbel and H. von Schelling, "The Distribution of the Number of Exceedances", Annals of Mathematical Statistics
 * 21 (1950) 247–262; B. Epstein, "Tables for the Distribution of the Number of Exceedances", ibid. 25 (1954) 762–768.
 */
export function exceedanceProbability({ before, aboveBefore, after, aboveAfter }: Exceedances): number {
  const probability = (j: number) =>
    Math.exp(
      lnChoose(j + aboveBefore, j) +
        lnChoose(before - aboveBefore - 1 + after - j, after - j) -
        lnChoose(before + after, after),
    )
  const expected = (after * (aboveBefore + 1)) / (before + 1)
  return Math.min(1, 2 * tail(aboveAfter, aboveAfter >= expected ? 1 : -1, after, probability))
}

/** The sum from `start` away from the mean, where terms fall. It ends where they are too small to count. */
function tail(start: number, step: 1 | -1, last: number, probability: (j: number) => number): number {
  let sum = 0
  for (let j = start; j >= 0 && j <= last; j += step) {
    const term = probability(j)
    sum += term
    if (term <= sum * 1e-12) break
  }
  return sum
}

function lnChoose(n: number, k: number): number {
  return lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k)
}

const mostSummed = 256
const lnFactorials = new Float64Array(mostSummed)
for (let n = 2; n < mostSummed; n += 1) lnFactorials[n] = (lnFactorials[n - 1] ?? 0) + Math.log(n)

/** Beyond the table by Stirling's series, whose error there is below 1e-15 of the value. */
function lnFactorial(n: number): number {
  const known = lnFactorials[n]
  if (known !== undefined) return known
  const x = n + 1
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3)
}
