import type { TuneState } from '#protocol/tune.ts'
import { assertConfirmed, type Caution } from '#tuning/caution.ts'

/** Whether the user has typed the name of a function that may be in use. */
export class TuneConfirmation {
  #typed: string | undefined

  type(name: string): void {
    this.#typed = name
  }

  /** Throws a `LensError` (`confirmation-needed`). Without a caution nobody depends on the function. */
  assert(caution: Caution | undefined, name: string): void {
    if (caution) assertConfirmed(caution, name, this.#typed)
  }

  state(caution: Caution | undefined, name: string): Pick<TuneState, 'caution'> {
    if (!caution || caution.reasons.length === 0) return {}
    const { reasons, unknown } = caution
    return { caution: { name, reasons, unknown, isConfirmed: this.#typed === name } }
  }
}
