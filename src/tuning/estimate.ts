import { ascending, mean, quantile } from '#common/quantile.ts'
import { resample, seededRandom } from '#common/random.ts'
import { callUsd } from '#pricing/cost.ts'
import type { FunctionConfiguration } from './functionControl.ts'
import type { Sample } from './sample.ts'

/** How a call of the function is priced. */
export type Pricing = Pick<FunctionConfiguration, 'architecture' | 'ephemeralStorageMb'> & { readonly region: string }

/** Figures of the warm calls of one size; cold ones apart. */
export interface SizeEstimate {
  readonly memoryMb: number
  /** Warm samples. */
  readonly n: number
  readonly meanMs: number
  readonly p5Ms: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly billedMeanMs: number
  /** Mean cost of a million calls; absent where the region's price is not known. */
  readonly usdPerMillion?: number
  /** 95 % bootstrap interval of `usdPerMillion`; absent with fewer than three calls, which say nothing of the spread. */
  readonly interval?: { readonly low: number; readonly high: number }
  readonly coldP50Ms?: number
  readonly initP50Ms?: number
  readonly peakMemoryMb: number
}

const worlds = 1000
const fewestCalls = 3

/**
 * Returns undefined without a warm sample. The interval is the percentile bootstrap of the mean over the samples
 * (Efron 1979), with a fixed seed: the same samples give the same interval.
 */
export function estimateSize(memoryMb: number, samples: readonly Sample[], pricing: Pricing): SizeEstimate | undefined {
  const ofSize = samples.filter(sample => sample.memoryMb === memoryMb)
  const warm = ofSize.filter(sample => !sample.cold).map(sample => sample.invocation)
  if (warm.length === 0) return undefined
  const cold = ofSize.filter(sample => sample.cold).map(sample => sample.invocation)
  const durations = ascending(warm.map(invocation => invocation.durationMs))
  const usd = warm.map(invocation => callUsd({ memoryMb, billedMs: invocation.billedMs, ...pricing }))
  const known = usd.filter(value => value !== undefined)
  const inits = cold.map(invocation => invocation.initMs).filter(value => value !== undefined)
  return {
    memoryMb,
    n: warm.length,
    meanMs: mean(warm.map(invocation => invocation.durationMs)),
    p5Ms: quantile(durations, 0.05),
    p50Ms: quantile(durations, 0.5),
    p95Ms: quantile(durations, 0.95),
    p99Ms: quantile(durations, 0.99),
    billedMeanMs: mean(warm.map(invocation => invocation.billedMs)),
    ...(known.length === usd.length ? { usdPerMillion: mean(known) * 1e6 } : {}),
    ...(known.length === usd.length && known.length >= fewestCalls
      ? { interval: meanInterval(byEnvironment(ofSize, known), 1e6) }
      : {}),
    ...(cold.length > 0
      ? {
          coldP50Ms: quantile(ascending(cold.map(call => call.durationMs + (call.initMs ?? call.restoreMs ?? 0))), 0.5),
        }
      : {}),
    ...(inits.length > 0 ? { initP50Ms: quantile(ascending(inits), 0.5) } : {}),
    peakMemoryMb: Math.max(...ofSize.map(sample => sample.invocation.maxMemoryUsedMb)),
  }
}

/** Costs of the warm calls, by the environment that served them; one whose environment is not known is its own. */
function byEnvironment(samples: readonly Sample[], usd: readonly number[]): readonly (readonly number[])[] {
  const warm = samples.filter(sample => !sample.cold)
  const known = new Set(warm.map(sample => sample.environment).filter(environment => environment !== undefined))
  const unknown = usd.filter((_, index) => warm[index]?.environment === undefined).map(value => [value])
  return [...unknown, ...[...known].map(one => usd.filter((_, index) => warm[index]?.environment === one))]
}

/** Calls of one environment are alike, so environments are drawn, where there are several, and then their calls. */
function meanInterval(environments: readonly (readonly number[])[], scale: number): { low: number; high: number } {
  const random = seededRandom(environments.flat().length)
  const [only] = environments
  const world = () =>
    environments.length === 1 && only
      ? resample(only, random)
      : resample(environments, random).flatMap(calls => resample(calls, random))
  const means = ascending(Array.from({ length: worlds }, () => mean(world())))
  return { low: quantile(means, 0.025) * scale, high: quantile(means, 0.975) * scale }
}
