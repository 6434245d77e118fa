import { isAbort, LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import { dependsOnSize } from './call.ts'
import { Caller } from './caller.ts'
import type { FunctionConfiguration, FunctionControl, Invoker, ReportSource } from './functionControl.ts'
import type { Journal, JournalEntry } from './journal.ts'
import { measure } from './measure.ts'
import type { SweepPlan } from './plan.ts'
import { type PreparedSizes, prepareSizes } from './preparation.ts'
import { recoverFunction } from './recovery.ts'
import { restoreFailure, restoreFunction } from './restore.ts'
import { newTally, type Tally } from './tally.ts'

export interface SweepPorts {
  readonly control: FunctionControl
  readonly invoker: Invoker
  readonly reports: ReportSource
  readonly journal: Journal
}

export interface SweepProgress {
  /** What is happening now, in words. */
  readonly activity: string
  /** The size being called. */
  readonly measuringMb?: number
  readonly tallies: readonly Tally[]
  /** All calls that were sent, the trial and a cancelled one among them. */
  readonly calls: number
  /** Of all calls; one without a report is reckoned by the time that it took. Absent where no price is known. */
  readonly usd?: number
  /** What else the user should know, in sentences: what an earlier sweep had left, why samples are missing. */
  readonly notes?: readonly string[]
}

export interface SweepOutcome extends SweepProgress {
  readonly ended: 'complete' | 'budget' | 'cancelled' | 'failed'
  /** Why it failed. */
  readonly error?: unknown
  /** The function was read again at the end: nothing of the sweep is left. */
  readonly restored: boolean
  /** Why it was not put back. Unless somebody else changed it, the journal keeps what the next start needs. */
  readonly restoreError?: unknown
}

const restoreTimeoutMs = 420_000

/**
 * Measures a function at each size of the plan: one trial call, one version a size (of the function, which is put back
 * at once, or of a copy), calls, versions or copy deleted. Never rejects: however it ends, the outcome has what was measured, and the function has been put back or
 * `restoreError` says why not. Cancelling ends the call that is under way; a change that was sent is waited for first.
 */
export async function sweep(
  plan: SweepPlan,
  ports: SweepPorts,
  onProgress: (progress: SweepProgress) => void,
  signal: AbortSignal,
): Promise<SweepOutcome> {
  return await new SweepRun(plan, ports, onProgress, signal).run()
}

class SweepRun {
  readonly #plan: SweepPlan
  readonly #ports: SweepPorts
  readonly #onProgress: (progress: SweepProgress) => void
  readonly #signal: AbortSignal
  #progress: SweepProgress = { activity: '', tallies: [], calls: 0, usd: 0 }
  #caller: Caller | undefined
  #entry: JournalEntry | undefined
  #listenerError: unknown

  constructor(plan: SweepPlan, ports: SweepPorts, onProgress: (progress: SweepProgress) => void, signal: AbortSignal) {
    this.#plan = plan
    this.#ports = ports
    this.#onProgress = onProgress
    this.#signal = signal
  }

  async run(): Promise<SweepOutcome> {
    const ended = await this.#sweep()
    const restored = await this.#restore()
    const listener = this.#listenerError === undefined ? {} : ({ ended: 'failed', error: this.#listenerError } as const)
    return { ...this.#progress, ...ended, ...listener, ...restored }
  }

  async #sweep(): Promise<Pick<SweepOutcome, 'ended' | 'error'>> {
    try {
      await this.#recover()
      const prepared = await this.#prepare()
      const tallies = this.#plan.sizes.map(memoryMb => {
        const failure = prepared.refused.get(memoryMb)
        const tally = newTally(memoryMb, prepared.versions.get(memoryMb)?.[0] ?? '')
        return failure === undefined ? tally : { ...tally, failure }
      })
      this.#report({ tallies })
      return { ended: await this.#measure(prepared) }
    } catch (error) {
      return isAbort(error) || this.#signal.aborted ? { ended: 'cancelled' } : { ended: 'failed', error }
    }
  }

  /** What an earlier sweep of the function left is put back first: it would be taken for the original. */
  async #recover(): Promise<void> {
    const { control, journal } = this.#ports
    const recovered = await recoverFunction(journal, control, this.#plan.functionArn, this.#signal)
    if (recovered) this.#note(recovered.message)
    if (recovered?.error instanceof Error) throw recovered.error
  }

  async #prepare(): Promise<PreparedSizes> {
    const { control, journal } = this.#ports
    const ports = {
      control,
      journal,
      onActivity: (text: string) => this.#say(text),
      onEntry: (entry: JournalEntry) => {
        this.#entry = entry
      },
      tryPayloads: async (measured: FunctionConfiguration) => await this.#tryPayloads(measured),
    }
    return await prepareSizes(this.#plan, ports, this.#signal)
  }

  /** A payload that the handler refuses would be refused at every size. */
  async #tryPayloads({ arn, logging, memoryMb }: FunctionConfiguration): Promise<void> {
    const { pricing, calling } = this.#plan
    const onChange = () => this.#count()
    const onNote = (note: string) => this.#note(note)
    const options = { functionArn: arn, pricing, logging, ...calling, onChange, onNote }
    const caller = new Caller(this.#ports, options, this.#signal)
    this.#caller = caller
    this.#say(`Trying the payload at ${formatMemory(memoryMb)}`)
    for (const { text } of calling.payloads) {
      const outcome = await caller.call({ qualifier: '$LATEST', payload: text, memoryMb })
      if (outcome.kind !== 'failure' || dependsOnSize(outcome.errorType)) continue
      throw new LensError(
        'handler-failed',
        `The handler failed on this payload: ${outcome.reason}.`,
        'Choose a payload that it accepts, or mend the handler; then tune again.',
      )
    }
  }

  async #measure(prepared: PreparedSizes): Promise<'complete' | 'budget'> {
    if (!this.#caller) throw new RangeError('The payloads were not tried.')
    const ports = {
      caller: this.#caller,
      onSize: (measuringMb: number, activity: string) => this.#report({ activity, measuringMb }),
      onTallies: (tallies: readonly Tally[]) => this.#report({ tallies }),
    }
    return await measure(this.#plan, prepared, this.#progress.tallies, ports, this.#signal)
  }

  /** Not ended by the user's signal: a cancelled sweep is put back like any other. */
  async #restore(): Promise<Pick<SweepOutcome, 'restored' | 'restoreError'>> {
    const entry = this.#entry
    if (!entry) return { restored: true }
    const { control, journal } = this.#ports
    this.#say(
      entry.way === 'clone' ? 'Deleting the copy' : 'Deleting the versions and checking that the function is as before',
    )
    try {
      const restoration = await restoreFunction(control, entry, AbortSignal.timeout(restoreTimeoutMs))
      await journal.end(entry)
      if (restoration.kind === 'left') return { restored: false, restoreError: restoration.why }
      if (restoration.meanwhile) this.#note(restoration.meanwhile.message)
      return { restored: true }
    } catch (error) {
      journal.leave(entry)
      return { restored: false, restoreError: restoreFailure(error) }
    } finally {
      this.#say('')
    }
  }

  #count(): void {
    const { usd: _, ...progress } = this.#progress
    const { calls = 0, usd } = this.#caller ?? {}
    this.#progress = usd === undefined ? { ...progress, calls } : { ...progress, calls, usd }
    this.#tell()
  }

  #say(activity: string): void {
    const { measuringMb: _, ...rest } = this.#progress
    this.#progress = { ...rest, activity }
    this.#tell()
  }

  #note(note: string): void {
    this.#report({ notes: [...(this.#progress.notes ?? []), note] })
  }

  #report(change: Partial<SweepProgress>): void {
    this.#progress = { ...this.#progress, ...change }
    this.#tell()
  }

  /** Whatever a listener does, the function is put back. */
  #tell(): void {
    try {
      this.#onProgress(this.#progress)
    } catch (error) {
      this.#listenerError ??= error
    }
  }
}
