import { type Belief, believe, type Question } from './belief.ts'
import type { MeasuredSize } from './callNoise.ts'
import { fromCore } from './shapes.ts'

/** A size of which it is known whether it can be called once more. */
export interface PlannedSize extends MeasuredSize {
  readonly isOpen: boolean
}

/** Warm calls, on the average of the sizes. */
export const mostCallsPerSize = 7
/** What is recommended was called so often. */
export const fewestCallsOfBest = 3
const fewestCallsOfSecond = 2
/** Expected loss from which on further calls are not worth it: 0.04 %. */
const enough = 0.0004
/**
 * The most that is spent, in rounds of one call at every size: so many in any case; and so many while it is little
 * money, in USD.
 */
const roundsAlways = 2.3
const roundsWhileCheap = 6
const littleUsd = 0.0015
const worldCount = 192

/**
 * The memory of the size to call next, or undefined when the recommendation is certain enough or what is to be spent on
 * it is spent. Each call goes where it is expected to teach most for its price: that is how much better one would
 * choose if the size were known, and how much of the expected loss hangs on it, times the share of what is not known of
 * the size that one call takes away. A slow size that cannot win is so never called, or once.
 */
export function nextCall(sizes: readonly PlannedSize[], question: Question): number | undefined {
  const open = sizes.filter(size => size.isOpen)
  if (sizes.every(({ environments }) => environments.flat().length === 0)) {
    // A whole core answers soon, and tells most about the others.
    return open.toSorted((a, b) => fromCore(a) - fromCore(b)).at(0)?.memoryMb
  }
  const belief = believe(sizes, question, worldCount)
  const price = priceOf(belief)
  const best = indexOfLeast(belief.expectedLoss)
  const isAllowed = (index: number) => sizes[index]?.isOpen === true && price(index) < Number.POSITIVE_INFINITY
  if ((belief.expectedLoss[best] ?? 0) >= enough) {
    const worth = sizes.map((_, index) => (isAllowed(index) ? worthOf(belief, index, best) / price(index) : 0))
    const chosen = indexOfLeast(worth.map(value => -value))
    if ((worth[chosen] ?? 0) > leastWorth) return sizes[chosen]?.memoryMb
  }
  // What is recommended is measured, and so is what it is compared with.
  const second = indexOfLeast(
    belief.expectedLoss.map((loss, index) => (index === best ? Number.POSITIVE_INFINITY : loss)),
  )
  const unproven = [best, second].find(
    index =>
      isAllowed(index) &&
      (belief.levels[index]?.calls ?? 0) < (index === best ? fewestCallsOfBest : fewestCallsOfSecond),
  )
  return unproven === undefined ? undefined : sizes[unproven]?.memoryMb
}

/** Loss that a whole budget spent like this must take away at least. */
const leastWorth = 0.001

/** What a call at each size takes of the budgets of calls and money, as a share; infinite where it is more than is left. */
function priceOf({ levels, usd }: Belief): (index: number) => number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const round = sum([...usd])
  const budgetUsd = Math.max(roundsAlways * round, Math.min(roundsWhileCheap * round, littleUsd))
  const budgetCalls = mostCallsPerSize * levels.length
  const calls = sum(levels.map(level => level.calls))
  const spent = sum(levels.map((level, index) => level.calls * (usd[index] ?? 0)))
  return index => {
    const cost = usd[index] ?? 0
    return calls < budgetCalls && spent + cost <= budgetUsd
      ? 1 / budgetCalls + cost / budgetUsd
      : Number.POSITIVE_INFINITY
  }
}

/** Expected gain of one call at the size, in loss. */
function worthOf(belief: Belief, index: number, best: number): number {
  const { levels, worlds, losses } = belief
  const { count, sizes, logMs } = worlds
  const [middle, variance] = momentsOf(count, world => logMs[world * sizes + index] ?? 0)
  const groups = groupsBy(belief, index, middle, Math.sqrt(variance))
  const [loss, lossVariance] = momentsOf(count, world => losses[world * sizes + best] ?? 0)
  let better = 0
  let between = 0
  for (const group of groups) {
    const ofBest = group.losses[best] ?? 0
    better += (ofBest - Math.min(...group.losses)) / count
    between += group.count * (ofBest / group.count - loss) ** 2
  }
  // Variance component of a one-way analysis: what groups differ by beyond chance.
  const byChance = (count * lossVariance - between) / (count - groups.length)
  const hanging = Math.max(0, (between / Math.max(1, groups.length - 1) - byChance) * (groups.length / count))
  const { variance: known = 0, nextVariance = 0 } = levels[index] ?? {}
  const noise = 1 / (1 / nextVariance - 1 / known)
  return ((better + Math.sqrt(hanging) / 2) * variance) / (variance + noise)
}

interface WorldGroup {
  count: number
  /** Sum over the worlds of the group, one a size. */
  readonly losses: Float64Array
}

/** Limits between eighths of a normal distribution. */
const eighths = [-1.15, -0.674, -0.319, 0, 0.319, 0.674, 1.15]

/** Worlds by what the size is in them: within a group it is as good as known. */
function groupsBy({ worlds, losses }: Belief, index: number, middle: number, sd: number): readonly WorldGroup[] {
  const { count, sizes, logMs } = worlds
  const limits = eighths.map(limit => middle + limit * sd)
  const groups = Array.from({ length: limits.length + 1 }, () => ({ count: 0, losses: new Float64Array(sizes) }))
  for (let world = 0; world < count; world++) {
    const value = logMs[world * sizes + index] ?? 0
    let place = 0
    while (place < limits.length && value > (limits[place] ?? 0)) place++
    const group = groups[place]
    if (!group) continue
    group.count++
    for (let size = 0; size < sizes; size++) {
      group.losses[size] = (group.losses[size] ?? 0) + (losses[world * sizes + size] ?? 0)
    }
  }
  return groups.filter(group => group.count > 0)
}

function momentsOf(count: number, value: (index: number) => number): readonly [mean: number, variance: number] {
  let sum = 0
  let squares = 0
  for (let index = 0; index < count; index++) {
    sum += value(index)
    squares += value(index) ** 2
  }
  return [sum / count, Math.max(0, squares / count - (sum / count) ** 2)]
}

/** The first of the least. */
function indexOfLeast(values: ArrayLike<number>): number {
  let best = 0
  for (let index = 1; index < values.length; index++) if ((values[index] ?? 0) < (values[best] ?? 0)) best = index
  return best
}
