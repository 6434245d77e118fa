import type { LensError } from '#common/errors.ts'
import type { TuneTarget } from '#protocol/tune.ts'
import type { Caution } from '#tuning/caution.ts'
import type { SweepPorts } from '#tuning/sweep.ts'
import type { TunePlaces } from './tuneFollowUp.ts'

/** A function that can be swept, wherever it is. */
export interface TuneSubject {
  readonly title: string
  readonly source: TuneTarget['source']
  readonly region: string
  /** Makes the function ready as it stands in the editor, and tells how to reach it. */
  prepare(signal: AbortSignal): Promise<PreparedFunction>
}

export interface PreparedFunction {
  readonly functionName: string
  readonly ports: SweepPorts
  readonly limiter?: string
  /** Why nothing of the function is left to measure or to put back, such as a lab that was killed. */
  readonly gone?: () => LensError | undefined
  /** Who may depend on the function; absent where nobody can. */
  readonly caution?: Caution
  readonly places?: TunePlaces
}

export interface TunePayload {
  readonly name: string
  readonly text: string
}
