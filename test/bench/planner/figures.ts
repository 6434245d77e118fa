import { ascending, mean, quantile } from '#common/quantile.ts'
import { seededRandom } from '#common/random.ts'
import type { Play } from './play.ts'

/** What one strategy comes to over curves and seeds; regrets are fractions, each at most 1. */
export interface StrategyFigures {
  readonly meanRegret: number
  readonly p95Regret: number
  /** Share of plays with a regret over 0.05. */
  readonly missRate: number
  readonly callsPerCurve: number
  readonly usdPerCurve: number
}

const missed = 0.05

export function strategyFigures(plays: readonly Play[]): StrategyFigures {
  const regrets = plays.map(play => play.regret)
  return {
    meanRegret: mean(regrets),
    p95Regret: quantile(ascending(regrets), 0.95),
    missRate: regrets.filter(regret => regret > missed).length / regrets.length,
    callsPerCurve: mean(plays.map(play => play.calls)),
    usdPerCurve: mean(plays.map(play => play.usd)),
  }
}

export interface PairedDifference {
  /** Mean regret of the first less that of the second. */
  readonly difference: number
  /** 95 % bootstrap interval over curve × seed pairs. */
  readonly low: number
  readonly high: number
}

const worlds = 2000

/** Both lists are of the same curves and seeds in the same order, so that each play has its pair. */
export function pairedDifference(plays: readonly Play[], others: readonly Play[], seed: number): PairedDifference {
  const differences = Float64Array.from(plays, (play, index) => play.regret - (others[index]?.regret ?? Number.NaN))
  const count = differences.length
  const random = seededRandom(seed)
  const means = Array.from({ length: worlds }, () => {
    let sum = 0
    for (let drawn = 0; drawn < count; drawn++) sum += differences[Math.floor(random() * count)] ?? 0
    return sum / count
  })
  const sorted = ascending(means)
  return { difference: mean([...differences]), low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
}
