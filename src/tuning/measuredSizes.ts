import { mean } from '#common/quantile.ts'
import type { MeasuredSize } from './callNoise.ts'
import type { Sample } from './sample.ts'

/**
 * The warm calls of each of the sizes, in the same order. Where several payloads take turns, a whole round of them is
 * one call, of their mean duration, so that all are of the same mixture.
 */
export function measuredSizes(
  samples: readonly Sample[],
  sizes: readonly number[],
  round = 1,
): readonly MeasuredSize[] {
  return sizes.map(memoryMb => {
    const warm = samples.filter(sample => sample.memoryMb === memoryMb && !sample.cold)
    const durationsOf = (environment: number | undefined) =>
      rounds(
        warm
          .filter(sample => sample.environment === environment)
          .map(sample => Math.max(leastMs, sample.invocation.durationMs)),
        round,
      )
    const known = [...new Set(warm.map(sample => sample.environment))].flatMap(environment =>
      environment === undefined ? durationsOf(undefined).map(ms => [ms]) : [durationsOf(environment)],
    )
    return { memoryMb, environments: known }
  })
}

/** Reports have two decimals: a shorter call has no logarithm. */
const leastMs = 0.01

/** A last round that is not whole counts where it is the only one. */
function rounds(durations: readonly number[], length: number): number[] {
  const whole = Math.max(1, Math.floor(durations.length / length))
  return Array.from({ length: whole }, (_, index) => mean(durations.slice(index * length, (index + 1) * length)))
}
