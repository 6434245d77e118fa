import { dependsOnSize } from './call.ts'
import type { CallOutcome, Sample } from './sample.ts'

/** What is known of one size while a sweep runs. */
export interface Tally {
  readonly memoryMb: number
  readonly version: string
  readonly calls: number
  readonly samples: readonly Sample[]
  readonly errors: number
  /** Why no more calls are made at this size. */
  readonly failure?: string
}

/** A report can be missing and a call can fail by chance: calls beyond the planned ones, this many a size. */
export const spareCallsPerSize = 2

export function newTally(memoryMb: number, version: string): Tally {
  return { memoryMb, version, calls: 0, samples: [], errors: 0 }
}

export function warmCount(tally: Tally): number {
  return tally.samples.reduce((count, sample) => count + (sample.cold ? 0 : 1), 0)
}

/**
 * A size that times out or runs out of memory is given up at once; any other failure only when it comes again and
 * again. The first call of a version starts an environment: where its report does not say how long that took, the
 * duration may have it inside, and is no sample.
 */
export function addOutcome(tally: Tally, outcome: CallOutcome): Tally {
  const called = { ...tally, calls: tally.calls + 1 }
  switch (outcome.kind) {
    case 'sample':
      return tally.calls === 0 && !outcome.sample.cold
        ? called
        : { ...called, samples: [...tally.samples, outcome.sample] }
    case 'missing':
      return called
    case 'failure': {
      const failed = { ...called, errors: tally.errors + 1 }
      const isFinal = dependsOnSize(outcome.errorType) || failed.errors > spareCallsPerSize
      return isFinal ? { ...failed, failure: outcome.reason } : failed
    }
  }
}
