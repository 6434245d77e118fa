import { mean } from '#common/quantile.ts'
import { chooseBelieved, type Strategy, type Trial } from './strategy.ts'
import { priceOf } from './truth.ts'

const discarded = 4
const measured = 4
const reachMb = 200
const enoughKnowledge = 3
const mostSizes = 20

/** A measured size: all have as many calls, so that the least squares of their means are those of all calls. */
interface Point {
  readonly memoryMb: number
  readonly ms: number
}

/**
 * Regression of an exponential, as Parrotfish does it (Moghimi et al., SoCC 2023): a size is measured once; the search
 * ends when the size that the curve says is cheapest is known well, or no size is left.
 */
export const parametric: Strategy = trial => {
  const { sizes } = trial
  const points: Point[] = []
  const visited = new Set<number>()
  const visit = (index: number) => {
    visited.add(index)
    points.push(measure(trial, index))
  }
  for (const index of new Set([0, Math.ceil(sizes.length / 3), sizes.length - 1])) visit(index)
  for (;;) {
    const curve = fitExponential(points)
    const usd = sizes.map(memoryMb => priceOf(memoryMb, curve(memoryMb), trial.architecture))
    const knowledge = sizes.map(memoryMb =>
      knowledgeOf(
        memoryMb,
        [...visited].map(index => sizes[index] ?? 0),
      ),
    )
    const isKnown = (knowledge[indexOfLeast(usd)] ?? 0) > enoughKnowledge
    if (isKnown || visited.size === Math.min(sizes.length, mostSizes)) {
      return chooseBelieved(
        sizes.map(memoryMb => ({ memoryMb, ms: curve(memoryMb) })),
        trial,
      )
    }
    visit(indexOfLeast(usd.map((value, index) => (visited.has(index) ? Infinity : value * (knowledge[index] ?? 1)))))
  }
}

function measure(trial: Trial, index: number): Point {
  const memoryMb = trial.sizes[index] ?? 0
  const draws = Array.from({ length: discarded + measured }, () => trial.call(index))
  return { memoryMb, ms: mean(draws.slice(discarded).map(({ ms }) => ms)) }
}

function knowledgeOf(memoryMb: number, measuredMb: readonly number[]): number {
  return measuredMb.reduce((sum, other) => sum + Math.exp(-((memoryMb - other) ** 2) / (2 * reachMb ** 2)), 1)
}

function indexOfLeast(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value < (values[best] ?? Infinity) ? index : best), 0)
}

const scales = Array.from({ length: 400 }, (_, step) => 20 * 1000 ** (step / 399))

/**
 * a0 + a1 e^(−m ÷ a2) with a0, a1 ≥ 0 by least squares: for each a2 of a fine grid the other two are linear, so the
 * least of all is found and not merely a near one.
 */
function fitExponential(points: readonly Point[]): (memoryMb: number) => number {
  let best = { error: Infinity, a0: 0, a1: 0, a2: 1 }
  const meanMs = mean(points.map(point => point.ms))
  for (const a2 of scales) {
    const decays = points.map(point => Math.exp(-point.memoryMb / a2))
    const meanDecay = mean(decays)
    let covariance = 0
    let variance = 0
    points.forEach(({ ms }, index) => {
      const apart = (decays[index] ?? 0) - meanDecay
      covariance += apart * (ms - meanMs)
      variance += apart ** 2
    })
    let a1 = variance > 0 ? Math.max(0, covariance / variance) : 0
    let a0 = meanMs - a1 * meanDecay
    if (a0 < 0) {
      a0 = 0
      a1 = sum(points.map(({ ms }, index) => ms * (decays[index] ?? 0))) / sum(decays.map(decay => decay ** 2))
    }
    const error = sum(points.map(({ ms }, index) => (ms - a0 - a1 * (decays[index] ?? 0)) ** 2))
    if (error < best.error) best = { error, a0, a1, a2 }
  }
  const { a0, a1, a2 } = best
  return memoryMb => a0 + a1 * Math.exp(-memoryMb / a2)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
