import { ascending, mean, quantile } from '#common/quantile.ts'
import { resample, seededRandom } from '#common/random.ts'
import { callUsd } from '#pricing/cost.ts'
import type { SizeRecord, SweepRecord } from './history.ts'

/** How much larger a mean is after than before, and whether that is more than chance. */
export interface Change {
  /** `after / before − 1`; of several sizes the geometric mean. */
  readonly change: number
  /** 95 % bootstrap interval of `change`. */
  readonly low: number
  readonly high: number
  /** How often calls that differ by chance alone would differ as much: 0 … 1. */
  readonly chance: number
  /** `chance` is under 5 %, and the change over a hundredth. */
  readonly isReal: boolean
}

export interface Difference extends Change {
  readonly before: number
  readonly after: number
}

export interface SizeComparison {
  readonly memoryMb: number
  /** Mean duration of warm calls, ms. */
  readonly duration: Difference
  /** Mean cost of a million warm calls; absent where a price is not known. */
  readonly usdPerMillion?: Difference
}

export interface SweepComparison {
  /** Of the sizes that both have measured, ascending. */
  readonly sizes: readonly SizeComparison[]
  /** Mean durations of all of them together. Absent where they have no size in common. */
  readonly duration?: Change
  /** The code was the same: a difference is then one of the machine, the network or the data. */
  readonly sameCode: boolean
}

interface Pair {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

const worlds = 2000
const negligible = 0.01
/** Fewer calls of a size say nothing of its spread. */
const fewestCalls = 3

/** Whether two sweeps of a function differ, by their warm calls. The same sweeps give the same answer. */
export function compareSweeps(before: SweepRecord, after: SweepRecord): SweepComparison {
  const common = before.sizes.flatMap(was => {
    const is = after.sizes.find(other => other.memoryMb === was.memoryMb)
    return is && isUsable(was) && isUsable(is) ? [{ memoryMb: was.memoryMb, was, is }] : []
  })
  const durations = common.map(({ was, is }): Pair => ({ before: durationsOf(was), after: durationsOf(is) }))
  return {
    sizes: common.map(({ memoryMb, was, is }) => {
      const usdBefore = usdOf(was, before)
      const usdAfter = usdOf(is, after)
      return {
        memoryMb,
        duration: difference({ before: durationsOf(was), after: durationsOf(is) }),
        ...(usdBefore && usdAfter ? { usdPerMillion: difference({ before: usdBefore, after: usdAfter }) } : {}),
      }
    }),
    ...(durations.length > 0 ? { duration: changeOf(durations) } : {}),
    sameCode: before.codeSha256 === after.codeSha256,
  }
}

function isUsable({ failure, warm }: SizeRecord): boolean {
  return failure === undefined && warm.length >= fewestCalls
}

function durationsOf({ warm }: SizeRecord): number[] {
  return warm.map(([durationMs]) => durationMs)
}

function usdOf({ memoryMb, warm }: SizeRecord, { pricing }: SweepRecord): number[] | undefined {
  const usd = warm.flatMap(([, billedMs]) => {
    const one = callUsd({ memoryMb, billedMs, ...pricing })
    return one === undefined ? [] : [one * 1e6]
  })
  return usd.length === warm.length ? usd : undefined
}

function difference(pair: Pair): Difference {
  return { before: mean(pair.before), after: mean(pair.after), ...changeOf([pair]) }
}

/**
 * The interval is the percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13); the
 * chance is that of a permutation test (ibid., ch. 15), which holds for few calls as well, where the bootstrap is too
 * sure of itself.
 */
function changeOf(pairs: readonly Pair[]): Change {
  const random = seededRandom(pairs.length)
  const seen = logChange(pairs)
  const redrawn = ascending(Array.from({ length: worlds }, () => logChange(pairs.map(pair => redraw(pair, random)))))
  const asMuch = Array.from({ length: worlds }, () => Math.abs(logChange(pairs.map(pair => shuffle(pair, random)))))
  const chance = (1 + asMuch.filter(shuffled => shuffled >= Math.abs(seen) - 1e-12).length) / (1 + worlds)
  return {
    change: Math.expm1(seen),
    low: Math.expm1(quantile(redrawn, 0.025)),
    high: Math.expm1(quantile(redrawn, 0.975)),
    chance,
    isReal: chance < 0.05 && Math.abs(Math.expm1(seen)) > negligible,
  }
}

function logChange(pairs: readonly Pair[]): number {
  return mean(pairs.map(({ before, after }) => Math.log(mean(after) / mean(before))))
}

function redraw({ before, after }: Pair, random: () => number): Pair {
  return { before: resample(before, random), after: resample(after, random) }
}

/** The same calls, dealt anew to before and after (Fisher and Yates). */
function shuffle({ before, after }: Pair, random: () => number): Pair {
  const all = [...before, ...after]
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [a = 0, b = 0] = [all[last], all[other]]
    all[last] = b
    all[other] = a
  }
  return { before: all.slice(0, before.length), after: all.slice(before.length) }
}
