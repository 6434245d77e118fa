import type { Objective } from './objective.ts'

/** What objectives weigh, one figure a size. */
export interface Outcomes {
  /** Of one call. */
  readonly usd: Float64Array
  readonly meanMs: Float64Array
  /** The percentile that the objective limits, where it does. */
  readonly tailMs: Float64Array
}

/** Sizes that differ by less tie. */
export const tie = 0.01
const mostLoss = 1

/**
 * What choosing each size loses against the best one, as a fraction from 0 to 1: 0.05 is 5 % slower, dearer or further
 * over a limit than need be, whichever is worst. A size that costs as much as a tolerance allows, give or take a tie,
 * is not held against the others. `losses` takes the answer.
 */
export function writeLosses(outcomes: Outcomes, objective: Objective, losses: Float64Array): void {
  rate(outcomes, objective, losses)
  for (let size = 0; size < losses.length; size++) losses[size] = Math.min(mostLoss, Math.max(0, losses[size] ?? 0))
}

function rate({ usd, meanMs, tailMs }: Outcomes, objective: Objective, losses: Float64Array): void {
  switch (objective.kind) {
    case 'cheapest':
      return writeExcess(usd, least(usd), losses)
    case 'fastest':
      return writeExcess(meanMs, least(meanMs), losses)
    case 'balanced': {
      // A weighted geometric mean does not depend on the units of its parts, nor on the worst size.
      const { costWeight } = objective
      const score = usd.map((value, size) => value ** costWeight * (meanMs[size] ?? 0) ** (1 - costWeight))
      return writeExcess(score, least(score), losses)
    }
    case 'within': {
      const leastUsd = least(usd)
      const limit = leastUsd * (1 + objective.tolerance)
      writeExcess(meanMs, least(meanMs, usd, Math.max(leastUsd, limit / (1 + tie))), losses)
      return writeWorse(usd, limit, losses)
    }
    case 'under-p95':
    case 'under-p99': {
      const best = least(usd, tailMs, objective.limitMs)
      if (best === Number.POSITIVE_INFINITY) return writeExcess(tailMs, least(tailMs), losses)
      writeExcess(usd, best, losses)
      return writeWorse(tailMs, objective.limitMs, losses)
    }
  }
}

function writeExcess(values: Float64Array, best: number, losses: Float64Array): void {
  for (let size = 0; size < losses.length; size++) losses[size] = (values[size] ?? 0) / best - 1
}

function writeWorse(values: Float64Array, limit: number, losses: Float64Array): void {
  for (let size = 0; size < losses.length; size++) {
    losses[size] = Math.max(losses[size] ?? 0, (values[size] ?? 0) / limit - 1)
  }
}

/** The least of the values whose own figure keeps a limit; infinite where none does. */
function least(values: Float64Array, limited: Float64Array = values, limit = Number.POSITIVE_INFINITY): number {
  let best = Number.POSITIVE_INFINITY
  for (let size = 0; size < values.length; size++) {
    if ((limited[size] ?? 0) <= limit) best = Math.min(best, values[size] ?? best)
  }
  return best
}
