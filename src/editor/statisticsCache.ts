import { describeError, isAbort } from '#common/errors.ts'
import { summarize } from '#telemetry/statistics.ts'
import { type LabFunction, type LabFunctions, labSettings } from './labFunctions.ts'
import type { LensState } from './lensText.ts'

export const windowHours = 24

/** What the lenses show, by function; each is read once until it is asked to be read again. */
export class StatisticsCache {
  readonly #lab: LabFunctions
  readonly #onChange: () => void
  #states = new Map<string, LensState>()
  readonly #controller = new AbortController()

  constructor(lab: LabFunctions, onChange: () => void) {
    this.#lab = lab
    this.#onChange = onChange
  }

  /** At once: what is known now. The first question starts the reading, and `onChange` tells of its end. */
  stateOf(target: LabFunction): LensState {
    const key = keyOf(target)
    const known = this.#states.get(key)
    if (known) return known
    if (!this.#lab.isRunning) return { kind: 'notRunning' }
    const states = this.#states
    states.set(key, { kind: 'reading' })
    void this.#read(target).then(state => {
      states.set(key, state)
      // What was asked before a refresh is not shown after it.
      if (states === this.#states) this.#onChange()
    })
    return { kind: 'reading' }
  }

  /** Forgets what was read: the next question reads again. */
  refresh(): void {
    this.#states = new Map()
    this.#onChange()
  }

  dispose(): void {
    this.#controller.abort()
  }

  async #read(target: LabFunction): Promise<LensState> {
    const { architecture } = labSettings(target)
    try {
      const calls = await this.#lab.invocations(target, windowHours * 3_600_000, this.#controller.signal)
      if (!calls) return { kind: 'notRunning' }
      const statistics = summarize(calls, { architecture, region: 'lab' })
      return statistics ? { kind: 'known', statistics } : { kind: 'noCalls' }
    } catch (error) {
      return { kind: 'failed', reason: isAbort(error) ? 'Interrupted.' : describeError(error) }
    }
  }
}

/** Another memory size is another population of calls. */
function keyOf(target: LabFunction): string {
  const { name, memoryMb } = labSettings(target)
  return `${name} ${memoryMb}`
}
