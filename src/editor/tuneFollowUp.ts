import type { TuneApplied, TuneComparison } from '#protocol/tune.ts'
import { compareSweeps } from '#tuning/compareSweeps.ts'
import { type AppliedRecord, type SweepHistory, type SweepRecord, sweepRecord } from '#tuning/history.ts'
import type { FunctionConfiguration } from '#tuning/functionControl.ts'
import type { SweepPlan } from '#tuning/plan.ts'
import type { SweepOutcome } from '#tuning/sweep.ts'

/** Where the sweeps of a function are kept, and what can be done with a recommendation. */
export interface TunePlaces {
  readonly history: SweepHistory
  /** The ARN, or for the lab the place of the handler. */
  readonly functionKey: string
  /** Undefined when the user looked at the edit and declined. */
  toTemplate?(memoryMb: number, signal: AbortSignal): Promise<AppliedRecord | undefined>
  toFunction?(fromMb: number, toMb: number, signal: AbortSignal): Promise<AppliedRecord>
  undo?(applied: AppliedRecord, signal: AbortSignal): Promise<void>
}

/** What comes after a sweep: its history, the comparison with the last one, and applying. */
export class TuneFollowUp {
  readonly #places: TunePlaces
  #comparison: TuneComparison | undefined
  #applied: AppliedRecord | undefined

  constructor(places: TunePlaces) {
    this.#places = places
  }

  get state(): { readonly comparison?: TuneComparison; readonly applied?: TuneApplied; readonly canApply: string[] } {
    const { toTemplate, toFunction, undo } = this.#places
    const applied = this.#applied
    return {
      ...(this.#comparison ? { comparison: this.#comparison } : {}),
      ...(applied ? { applied: appliedState(applied, undo !== undefined) } : {}),
      canApply: [...(toTemplate ? ['template'] : []), ...(toFunction ? ['function'] : [])],
    }
  }

  async keep(
    plan: SweepPlan,
    outcome: SweepOutcome,
    configuration: FunctionConfiguration,
    recommendedMb: number | undefined,
  ): Promise<void> {
    const { history, functionKey } = this.#places
    const record = sweepRecord(plan, outcome, configuration, recommendedMb, functionKey)
    const [last] = await history.sweeps(functionKey)
    this.#comparison = last && comparisonState(last, record)
    this.#applied = undefined
    await history.addSweep(record)
  }

  async apply(to: 'template' | 'function', fromMb: number, toMb: number, signal: AbortSignal): Promise<void> {
    const places = this.#places
    const applied =
      to === 'template' ? await places.toTemplate?.(toMb, signal) : await places.toFunction?.(fromMb, toMb, signal)
    if (!applied) return
    this.#applied = applied
    await places.history.addApplied(places.functionKey, applied)
  }

  async undo(signal: AbortSignal): Promise<void> {
    const { history, functionKey, undo } = this.#places
    if (this.#applied?.to !== 'function' || !undo) return
    await undo(this.#applied, signal)
    await history.addApplied(functionKey, { ...this.#applied, at: new Date().toISOString(), undone: true })
    this.#applied = undefined
  }
}

function comparisonState(before: SweepRecord, after: SweepRecord): TuneComparison {
  const { duration, sameCode, sizes } = compareSweeps(before, after)
  return {
    with: Date.parse(before.at),
    sameCode,
    ...(duration ? { duration } : {}),
    sizes: sizes.map(({ memoryMb, duration: ofSize }) => ({ memoryMb, duration: ofSize })),
  }
}

function appliedState({ to, fromMb, toMb, file }: AppliedRecord, canUndo: boolean): TuneApplied {
  return {
    to,
    ...(fromMb === undefined ? {} : { fromMb }),
    toMb,
    ...(file === undefined ? {} : { file }),
    canUndo: to === 'function' && canUndo,
  }
}
