import type { Draw } from './draws.ts'
import type { BenchObjective } from './regret.ts'
import { priceOf, type TrueCurve } from './truth.ts'

/** All that a strategy may know of a curve. */
export interface Trial {
  readonly sizes: readonly number[]
  readonly architecture: TrueCurve['architecture']
  readonly objective: BenchObjective
  /** Calls the function once at the size of that index. */
  call(index: number): Draw
}

/** Returns the size that it recommends. */
export type Strategy = (trial: Trial) => number

/** The mean duration that a strategy believes a size to have. */
export interface Belief {
  readonly memoryMb: number
  readonly ms: number
}

/** The size that serves the objective, were the beliefs the truth; sizes ascending, the smaller wins a tie. */
export function chooseBelieved(beliefs: readonly Belief[], trial: Pick<Trial, 'architecture' | 'objective'>): number {
  const usd = ({ memoryMb, ms }: Belief) => priceOf(memoryMb, ms, trial.architecture)
  const cheapest = beliefs.reduce((best, belief) => (usd(belief) < usd(best) ? belief : best))
  if (trial.objective === 'cheapest') return cheapest.memoryMb
  return beliefs
    .filter(belief => usd(belief) <= 1.05 * usd(cheapest))
    .reduce((best, belief) => (belief.ms < best.ms ? belief : best)).memoryMb
}
