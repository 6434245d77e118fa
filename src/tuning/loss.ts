import type { Objective } from './objective.ts'

/** What objectives weigh of one size in one world. */
export interface Outcomes {
  /** Of one call. */
  readonly usd: Float64Array
  readonly meanMs: Float64Array
  /** The percentile that the objective limits. */
  readonly tailMs: Float64Array
}

/** Sizes that differ by less tie. */
export const tie = 0.01
const mostLoss = 1

/**
 * What choosing each size loses against the best one, as a fraction from 0 to 1: 0.05 is 5 % slower or dearer than
 * need be, whichever is worse. A size that costs as much as the tolerance allows, give or take a tie, is held neither
 * against the others nor against itself.
 */
export function writeLosses({ usd, meanMs, tailMs }: Outcomes, objective: Objective, losses: Float64Array): void {
  const rated = rate({ usd, meanMs, tailMs }, objective)
  for (let size = 0; size < losses.length; size++) {
    losses[size] = Math.min(mostLoss, Math.max(0, rated(size)))
  }
}

function rate({ usd, meanMs, tailMs }: Outcomes, objective: Objective): (size: number) => number {
  const leastUsd = least(usd, () => true)
  switch (objective.kind) {
    case 'cheapest':
      return size => at(usd, size) / leastUsd - 1
    case 'fastest': {
      const leastMs = least(meanMs, () => true)
      return size => at(meanMs, size) / leastMs - 1
    }
    case 'balanced': {
      const { costWeight } = objective
      const score = usd.map((value, size) => value ** costWeight * at(meanMs, size) ** (1 - costWeight))
      const best = least(score, () => true)
      return size => at(score, size) / best - 1
    }
    case 'within': {
      const limit = leastUsd * (1 + objective.tolerance)
      const best = least(meanMs, size => at(usd, size) <= Math.max(leastUsd, limit / (1 + tie)))
      return size => Math.max(at(meanMs, size) / best, at(usd, size) / limit) - 1
    }
    case 'under-p99': {
      const { limitMs } = objective
      const keeps = (size: number) => at(tailMs, size) <= limitMs
      const best = least(usd, keeps)
      if (best === Number.POSITIVE_INFINITY) {
        const nearest = least(tailMs, () => true)
        return size => at(tailMs, size) / nearest - 1
      }
      return size => Math.max(at(usd, size) / best - 1, at(tailMs, size) / limitMs - 1)
    }
  }
}

function least(values: Float64Array, isAllowed: (size: number) => boolean): number {
  let best = Number.POSITIVE_INFINITY
  for (let size = 0; size < values.length; size++) {
    if (at(values, size) < best && isAllowed(size)) best = at(values, size)
  }
  return best
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN
}
