import type { Sample } from './sample.ts'

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

export function newTally(memoryMb: number, version: string): Tally {
  return { memoryMb, version, calls: 0, samples: [], errors: 0 }
}

export function warmCount(tally: Tally): number {
  return tally.samples.reduce((count, sample) => count + (sample.cold ? 0 : 1), 0)
}
