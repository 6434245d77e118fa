import { seededRandom } from '#common/random.ts'
import type { SizeLevel } from './callNoise.ts'
import type { Shape } from './shapes.ts'

/** What may be true of a curve: worlds, each as likely as any other. Figures of the first world's sizes come first. */
export interface Worlds {
  readonly count: number
  readonly sizes: number
  /** Logarithm of the mean duration in ms. */
  readonly logMs: Float64Array
  /** Standard deviation of the logarithm of a call's duration. */
  readonly callSd: Float64Array
}

/** How far sizes lie off a curve: standard deviation of the logarithm, and how likely it is. */
const scatters = [
  [0.015, 2],
  [0.05, 3],
  [0.15, 1],
] as const
/** On some curves a single size lies far off: so likely, so far. */
const oddShare = 0.1
const oddScatter = 0.15
/** Of log-durations: a lognormal's mean is no guide to the mean of calls that scatter more. */
const mostVariance = 0.2
/** Hypotheses that are e^12 times less likely than the best one do not matter. */
const leastLogWeight = -12

interface Hypothesis {
  readonly shape: Shape
  readonly scatter: number
  /** Of the shape, and its precision. */
  readonly level: number
  readonly precision: number
  weight: number
}

/**
 * Draws worlds from the posterior of a hierarchical model: sizes scatter around a curve, calls around their size. Every
 * shape and scatter weighs as much as its marginal likelihood with a flat prior of the level (Gelman et al., Bayesian
 * Data Analysis, 3rd ed., section 5.4), and how much calls scatter is uncertain too. A size without calls follows the
 * curve, one with many its calls. The same levels give the same worlds. Throws a RangeError without any call.
 */
export function drawWorlds(shapes: readonly Shape[], levels: readonly SizeLevel[], count: number): Worlds {
  const hypotheses = weigh(shapes, levels)
  const sizes = levels.length
  const numbers = randomNumbers(count, sizes)
  const worlds = { count, sizes, logMs: new Float64Array(count * sizes), callSd: new Float64Array(count * sizes) }
  let at = 0
  let reached = hypotheses[0]?.weight ?? 0
  for (let world = 0; world < count; world++) {
    while (reached < (world + 0.5) / count && at < hypotheses.length - 1) reached += hypotheses[++at]?.weight ?? 0
    const hypothesis = hypotheses[at]
    if (!hypothesis) throw new RangeError('There is no shape.')
    const level = hypothesis.level + (numbers.levels[world] ?? 0) / Math.sqrt(hypothesis.precision)
    for (let size = 0; size < sizes; size++) {
      const sizeLevel = levels[size]
      if (sizeLevel) drawSize(worlds, world * sizes + size, sizeLevel, level + (hypothesis.shape.logMs[size] ?? 0))
    }
  }
  return worlds

  function drawSize(into: Worlds, index: number, own: SizeLevel, expected: number): void {
    const { scatter } = hypotheses[at] ?? { scatter: 0 }
    const widened = inverseChiSquare(own.freedom, numbers.spreads[index] ?? 0)
    const variance = own.variance * widened
    const apart = own.logMs - expected
    const odd = own.calls === 0 ? oddShare : oddShare * density(apart, variance + oddScatter ** 2)
    const usual = own.calls === 0 ? 1 - oddShare : (1 - oddShare) * density(apart, variance + scatter ** 2)
    const isOdd = (numbers.odds[index] ?? 0) * (odd + usual) < odd
    const ofCurve = 1 / (scatter ** 2 + (isOdd ? oddScatter ** 2 : 0))
    const ofCalls = 1 / variance
    const middle = (expected * ofCurve + own.logMs * ofCalls) / (ofCurve + ofCalls)
    const drawn = middle + (numbers.sizes[index] ?? 0) / Math.sqrt(ofCurve + ofCalls)
    into.logMs[index] = drawn + Math.min(own.callVariance, mostVariance) / 2
    into.callSd[index] = Math.sqrt(own.callVariance * widened)
  }
}

/** The likely ones; their weights sum to 1. */
function weigh(shapes: readonly Shape[], levels: readonly SizeLevel[]): readonly Hypothesis[] {
  const count = levels.length
  const own = Float64Array.from(levels, level => level.logMs)
  const hypotheses: Hypothesis[] = []
  let most = Number.NEGATIVE_INFINITY
  for (const [scatter, prior] of scatters) {
    const precisions = Float64Array.from(levels, level => 1 / (level.variance + scatter ** 2))
    const precision = precisions.reduce((sum, value) => sum + value, 0)
    if (precision === 0) throw new RangeError('A curve needs a call.')
    const spread = precisions.reduce((sum, value) => sum + (value > 0 ? Math.log(value) : 0), -Math.log(precision)) / 2
    for (const shape of shapes) {
      let first = 0
      let second = 0
      for (let size = 0; size < count; size++) {
        const apart = (own[size] ?? 0) - (shape.logMs[size] ?? 0)
        const weighted = (precisions[size] ?? 0) * apart
        first += weighted
        second += weighted * apart
      }
      const level = first / precision
      const weight = shape.logPrior + Math.log(prior) + spread - (second - first * level) / 2
      if (weight < most + leastLogWeight) continue
      most = Math.max(most, weight)
      hypotheses.push({ shape, scatter, level, precision, weight })
    }
  }
  const likely = hypotheses.filter(({ weight }) => weight >= most + leastLogWeight)
  let total = 0
  for (const hypothesis of likely) total += hypothesis.weight = Math.exp(hypothesis.weight - most)
  for (const hypothesis of likely) hypothesis.weight /= total
  return likely
}

function density(apart: number, variance: number): number {
  return Math.exp((-apart * apart) / (2 * variance)) / Math.sqrt(variance)
}

/** freedom ÷ χ², by Wilson and Hilferty's approximation (1931) from a standard normal. */
function inverseChiSquare(freedom: number, normal: number): number {
  const ninth = 2 / (9 * freedom)
  const root = 1 - ninth + normal * Math.sqrt(ninth)
  return 1 / Math.max(0.02, root * root * root)
}

interface RandomNumbers {
  /** Standard normal ones, one a world; the others one for each size of each world. */
  readonly levels: Float64Array
  readonly sizes: Float64Array
  readonly spreads: Float64Array
  /** Uniform in 0 … 1. */
  readonly odds: Float64Array
}

const known = new Map<string, RandomNumbers>()

/** The same for the same counts, so that answers differ by what was measured and not by luck. */
function randomNumbers(count: number, sizes: number): RandomNumbers {
  const key = `${count} ${sizes}`
  const found = known.get(key)
  if (found) return found
  const random = seededRandom(sizes)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const made = {
    levels: Float64Array.from({ length: count }, normal),
    sizes: Float64Array.from({ length: count * sizes }, normal),
    spreads: Float64Array.from({ length: count * sizes }, normal),
    odds: Float64Array.from({ length: count * sizes }, random),
  }
  known.set(key, made)
  return made
}
