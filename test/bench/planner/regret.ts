import type { TrueCurve } from './truth.ts'

export type BenchObjective = 'cheapest' | 'within5'

export const benchObjectives = ['cheapest', 'within5'] as const

const cap = 1

/** What choosing the size costs against the best choice, as a fraction from 0 to 1: interfaces.md, Benches. */
export function regretOf(curve: TrueCurve, chosenMb: number, objective: BenchObjective): number {
  const chosen = curve.sizes.find(size => size.memoryMb === chosenMb)
  if (!chosen) throw new RangeError(`${curve.name} has no ${chosenMb} MB.`)
  const leastUsd = Math.min(...curve.sizes.map(size => size.usd))
  if (objective === 'cheapest') return Math.min(cap, chosen.usd / leastUsd - 1)
  const bestMs = Math.min(...curve.sizes.filter(size => size.usd <= 1.04 * leastUsd).map(size => size.meanMs))
  return Math.min(cap, Math.max(0, chosen.meanMs / bestMs - 1, chosen.usd / (1.06 * leastUsd) - 1))
}
