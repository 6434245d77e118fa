import { isAbort, LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import { callUsd } from '#pricing/cost.ts'
import { callOnce, dependsOnSize } from './call.ts'
import type { FunctionConfiguration, FunctionControl, Invoker } from './functionControl.ts'
import type { Journal, JournalEntry } from './journal.ts'
import type { SweepPlan } from './plan.ts'
import { nextSize } from './planner.ts'
import { restoreFailure, restoreFunction } from './restore.ts'
import type { CallOutcome } from './sample.ts'
import { addUsd, worstCallUsd } from './spending.ts'
import { addOutcome, newTally, type Tally } from './tally.ts'
import { publishSizes } from './versions.ts'

export interface SweepPorts {
  readonly control: FunctionControl
  readonly invoker: Invoker
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
}

export interface SweepOutcome extends SweepProgress {
  readonly ended: 'complete' | 'budget' | 'cancelled' | 'failed'
  /** Why it failed. */
  readonly error?: unknown
  /** The function was read again at the end and was as before. */
  readonly restored: boolean
  /** Why it was not put back. Unless somebody else changed it, the journal keeps what the next start needs. */
  readonly restoreError?: unknown
}

const restoreTimeoutMs = 420_000

/**
 * Measures a function at each size of the plan: one trial call, one version a size, `$LATEST` put back, calls, versions
 * deleted. Never rejects: however it ends, the outcome has what was measured, and the function has been put back or
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
    const { control, journal } = this.#ports
    try {
      const original = await control.read(this.#plan.functionArn, this.#signal)
      await this.#tryPayload(original)
      this.#entry = await this.#begin(original)
      const onActivity = (text: string) => this.#say(text)
      const onEntry = (entry: JournalEntry) => {
        this.#entry = entry
      }
      const publishPorts = { control, journal, onActivity, onEntry }
      const versions = await publishSizes(this.#plan.sizes, this.#entry, publishPorts, this.#signal)
      this.#report({ tallies: [...versions].map(([memoryMb, version]) => newTally(memoryMb, version)) })
      return { ended: await this.#measure(original) }
    } catch (error) {
      return isAbort(error) || this.#signal.aborted ? { ended: 'cancelled' } : { ended: 'failed', error }
    }
  }

  /** A payload that the handler refuses would be refused at every size: better known before anything is touched. */
  async #tryPayload(original: FunctionConfiguration): Promise<void> {
    this.#say(`Trying the payload at ${formatMemory(original.memoryMb)}`)
    const outcome = await this.#call('$LATEST', original.memoryMb)
    if (outcome.kind !== 'failure' || dependsOnSize(outcome.errorType)) return
    throw new LensError(
      'handler-failed',
      `The handler failed on this payload: ${outcome.reason}.`,
      'Choose a payload that it accepts, or mend the handler; then tune again.',
    )
  }

  async #begin({ arn, memoryMb, timeoutSeconds, codeSha256 }: FunctionConfiguration): Promise<JournalEntry> {
    const versions = await this.#ports.control.listVersions(arn, this.#signal)
    return await this.#ports.journal.begin({
      functionArn: arn,
      original: { memoryMb, timeoutSeconds, codeSha256 },
      ownMb: [],
      versionsBefore: versions.map(version => version.version),
    })
  }

  async #measure({ timeoutSeconds }: FunctionConfiguration): Promise<'complete' | 'budget'> {
    const { callsMax, usdLimit, pricing } = this.#plan
    for (;;) {
      const tally = nextSize(this.#progress.tallies, this.#plan)
      if (!tally) return 'complete'
      const { memoryMb } = tally
      const next = worstCallUsd(memoryMb, { timeoutSeconds, cold: tally.calls === 0 }, pricing)
      const spent = addUsd(this.#progress.usd, next) ?? 0
      if (this.#progress.calls >= callsMax || (usdLimit !== undefined && spent > usdLimit)) return 'budget'
      this.#report({ activity: `Calling the function with ${formatMemory(memoryMb)}`, measuringMb: memoryMb })
      const after = addOutcome(tally, await this.#call(tally.version, memoryMb))
      this.#report({ tallies: this.#progress.tallies.map(other => (other === tally ? after : other)) })
    }
  }

  async #call(qualifier: string, memoryMb: number): Promise<CallOutcome> {
    const { functionArn: name, payload, pricing } = this.#plan
    const started = performance.now()
    let billedMs: number | undefined
    this.#report({ calls: this.#progress.calls + 1 })
    try {
      const outcome = await callOnce(this.#ports.invoker, { name, qualifier, payload, memoryMb }, this.#signal)
      if (outcome.kind === 'sample') billedMs = outcome.sample.invocation.billedMs
      if (outcome.kind === 'failure') billedMs = outcome.invocation?.billedMs
      return outcome
    } finally {
      billedMs ??= Math.ceil(performance.now() - started)
      const usd = addUsd(this.#progress.usd, callUsd({ memoryMb, billedMs, ...pricing }))
      const { usd: _, ...progress } = this.#progress
      this.#progress = usd === undefined ? progress : { ...progress, usd }
      this.#tell()
    }
  }

  /** Not ended by the user's signal: a cancelled sweep is put back like any other. */
  async #restore(): Promise<Pick<SweepOutcome, 'restored' | 'restoreError'>> {
    const entry = this.#entry
    if (!entry) return { restored: true }
    const { control, journal } = this.#ports
    this.#say('Deleting the versions and checking that the function is as before')
    try {
      const restoration = await restoreFunction(control, entry, AbortSignal.timeout(restoreTimeoutMs))
      await journal.end(entry)
      return restoration.kind === 'left' ? { restored: false, restoreError: restoration.why } : { restored: true }
    } catch (error) {
      journal.leave(entry)
      return { restored: false, restoreError: restoreFailure(error) }
    } finally {
      this.#say('')
    }
  }

  #say(activity: string): void {
    const { measuringMb: _, ...rest } = this.#progress
    this.#progress = { ...rest, activity }
    this.#tell()
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
