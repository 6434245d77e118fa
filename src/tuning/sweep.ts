import { isAbort, LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import { callUsd } from '#pricing/cost.ts'
import { callOnce, dependsOnSize } from './call.ts'
import type { FunctionConfiguration, FunctionControl, Invoker } from './functionControl.ts'
import { type Journal, type JournalEntry, newSweepId } from './journal.ts'
import type { SweepPlan } from './plan.ts'
import { nextSize } from './planner.ts'
import { restoreFunction } from './restore.ts'
import type { CallOutcome } from './sample.ts'
import { newTally, type Tally } from './tally.ts'
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
  /** All calls made, the trial among them. */
  readonly calls: number
  readonly usd: number
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

const restoreTimeoutMs = 180_000

/**
 * Measures a function at each size of the plan: one trial call, one version a size, `$LATEST` put back, calls, versions
 * deleted. Never rejects: however it ends, the outcome has what was measured, and the function has been put back or
 * `restoreError` says why not. Cancelling ends the call that is under way.
 */
export async function sweep(
  plan: SweepPlan,
  ports: SweepPorts,
  onProgress: (progress: SweepProgress) => void,
  signal: AbortSignal,
): Promise<SweepOutcome> {
  const run = new SweepRun(plan, ports, onProgress, signal)
  return await run.run()
}

class SweepRun {
  readonly #plan: SweepPlan
  readonly #ports: SweepPorts
  readonly #onProgress: (progress: SweepProgress) => void
  readonly #signal: AbortSignal
  #progress: SweepProgress = { activity: '', tallies: [], calls: 0, usd: 0 }

  constructor(plan: SweepPlan, ports: SweepPorts, onProgress: (progress: SweepProgress) => void, signal: AbortSignal) {
    this.#plan = plan
    this.#ports = ports
    this.#onProgress = onProgress
    this.#signal = signal
  }

  async run(): Promise<SweepOutcome> {
    let entry: JournalEntry | undefined
    let ended: Pick<SweepOutcome, 'ended' | 'error'>
    try {
      const original = await this.#ports.control.read(this.#plan.functionName, this.#signal)
      await this.#tryPayload(original)
      entry = await this.#begin(original)
      const versions = await publishSizes(this.#ports.control, entry, text => this.#say(text), this.#signal)
      this.#report({ tallies: [...versions].map(([memoryMb, version]) => newTally(memoryMb, version)) })
      ended = { ended: await this.#measure(original) }
    } catch (error) {
      ended = isAbort(error) || this.#signal.aborted ? { ended: 'cancelled' } : { ended: 'failed', error }
    }
    return { ...ended, ...(await this.#restore(entry)), ...this.#progress }
  }

  /** A payload that the handler refuses would be refused at every size: better known before anything is touched. */
  async #tryPayload(original: FunctionConfiguration): Promise<void> {
    this.#say(`Trying the payload at ${formatMemory(original.memoryMb)}`)
    const outcome = await this.#call('$LATEST', original.memoryMb, original)
    if (outcome.kind !== 'failure' || dependsOnSize(outcome.errorType)) return
    throw new LensError(
      'handler-failed',
      `The handler failed on this payload: ${outcome.reason}.`,
      'Choose a payload that it accepts, or mend the handler; then tune again.',
    )
  }

  async #begin(original: FunctionConfiguration): Promise<JournalEntry> {
    const versions = await this.#ports.control.listVersions(original.arn, this.#signal)
    const { memoryMb, timeoutSeconds, codeSha256 } = original
    const entry: JournalEntry = {
      sweepId: newSweepId(),
      functionArn: original.arn,
      pid: process.pid,
      startedAt: new Date().toISOString(),
      original: { memoryMb, timeoutSeconds, codeSha256 },
      intendedMb: this.#plan.sizes,
      versionsBefore: versions.map(version => version.version),
    }
    await this.#ports.journal.begin(entry)
    return entry
  }

  async #measure(original: FunctionConfiguration): Promise<'complete' | 'budget'> {
    for (;;) {
      const tally = nextSize(this.#progress.tallies, this.#plan)
      if (!tally) return 'complete'
      const { callsMax, usdLimit = Number.POSITIVE_INFINITY } = this.#plan
      if (this.#progress.calls >= callsMax || this.#progress.usd >= usdLimit) return 'budget'
      const { memoryMb } = tally
      this.#report({ activity: `Calling the function with ${formatMemory(memoryMb)}`, measuringMb: memoryMb })
      const outcome = await this.#call(tally.version, memoryMb, original)
      const after = addOutcome(tally, outcome)
      this.#report({ tallies: this.#progress.tallies.map(other => (other === tally ? after : other)) })
    }
  }

  async #call(qualifier: string, memoryMb: number, original: FunctionConfiguration): Promise<CallOutcome> {
    const target = { name: original.arn, qualifier, payload: this.#plan.payload, memoryMb }
    const outcome = await callOnce(this.#ports.invoker, target, this.#signal)
    const invocation = outcome.kind === 'sample' ? outcome.sample.invocation : undefined
    const billedMs = invocation?.billedMs ?? (outcome.kind === 'failure' ? outcome.invocation?.billedMs : undefined)
    const { architecture, ephemeralStorageMb } = original
    const usd =
      billedMs === undefined
        ? undefined
        : callUsd({ memoryMb, billedMs, architecture, region: this.#plan.region, ephemeralStorageMb })
    this.#report({ calls: this.#progress.calls + 1, usd: this.#progress.usd + (usd ?? 0) })
    return outcome
  }

  /** Not ended by the user's signal: a cancelled sweep is put back like any other. */
  async #restore(entry: JournalEntry | undefined): Promise<Pick<SweepOutcome, 'restored' | 'restoreError'>> {
    if (!entry) return { restored: true }
    this.#say('Deleting the versions and checking that the function is as before')
    try {
      const restoration = await restoreFunction(this.#ports.control, entry, AbortSignal.timeout(restoreTimeoutMs))
      await this.#ports.journal.end(entry)
      this.#say('')
      return restoration.kind === 'left' ? { restored: false, restoreError: restoration.why } : { restored: true }
    } catch (restoreError) {
      this.#say('')
      return { restored: false, restoreError }
    }
  }

  #say(activity: string): void {
    const { measuringMb: _, ...rest } = this.#progress
    this.#progress = { ...rest, activity }
    this.#onProgress(this.#progress)
  }

  #report(change: Partial<SweepProgress>): void {
    this.#progress = { ...this.#progress, ...change }
    this.#onProgress(this.#progress)
  }
}

function addOutcome(tally: Tally, outcome: CallOutcome): Tally {
  const called = { ...tally, calls: tally.calls + 1 }
  switch (outcome.kind) {
    case 'sample':
      return { ...called, samples: [...tally.samples, outcome.sample] }
    case 'missing':
      return called
    case 'failure':
      return { ...called, errors: tally.errors + 1, failure: outcome.reason }
  }
}
