import { isAbort } from '#common/errors.ts'
import type { TunePhase, TuneState } from '#protocol/tune.ts'
import type { FunctionConfiguration } from '#tuning/functionControl.ts'
import { type Objective, defaultObjective } from '#tuning/objective.ts'
import { makePlan, type SweepPlan } from '#tuning/plan.ts'
import { type SweepOutcome, type SweepProgress, sweep } from '#tuning/sweep.ts'
import { TuneConfirmation } from './tuneConfirmation.ts'
import { TuneFollowUp } from './tuneFollowUp.ts'
import { tuneState } from './tuneState.ts'
import type { PreparedFunction, TunePayload, TuneSubject } from './tuneSubject.ts'

export interface TuneListeners {
  readonly onChange: (state: TuneState) => void
  /** For the log: what went wrong, or could not be put back. */
  readonly onProblem: (error: unknown) => void
}

const phaseAfter: Readonly<Record<SweepOutcome['ended'], TunePhase>> = {
  complete: 'done',
  budget: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
}

const nothingYet: SweepProgress = { activity: '', tallies: [], calls: 0, usd: 0 }

/** One function's way from plan to recommendation; the panel shows its `state`. Knows nothing of VS Code. */
export class TuneSession {
  readonly #subject: TuneSubject
  readonly #onChange: (state: TuneState) => void
  readonly #onProblem: (error: unknown) => void
  #payload: TunePayload
  #objective: Objective = defaultObjective
  #sizes: readonly number[] | undefined
  #prepared: PreparedFunction
  #configuration: FunctionConfiguration
  #plan: SweepPlan
  #phase: TunePhase = 'planning'
  #progress: SweepProgress = nothingYet
  #outcome: SweepOutcome | undefined
  #finishedAt: number | undefined
  #error: unknown
  readonly #confirmation = new TuneConfirmation()
  #followUp: TuneFollowUp | undefined
  #controller: AbortController | undefined

  /** Prepares the function and makes the plan; rejects when it cannot be prepared. */
  static async open(
    subject: TuneSubject,
    payload: TunePayload,
    listeners: TuneListeners,
    signal: AbortSignal,
  ): Promise<TuneSession> {
    const prepared = await subject.prepare(signal)
    const configuration = await prepared.ports.control.read(prepared.functionName, signal)
    return new TuneSession(subject, payload, listeners, prepared, configuration)
  }

  private constructor(
    subject: TuneSubject,
    payload: TunePayload,
    listeners: TuneListeners,
    prepared: PreparedFunction,
    configuration: FunctionConfiguration,
  ) {
    this.#subject = subject
    this.#payload = payload
    this.#onChange = listeners.onChange
    this.#onProblem = listeners.onProblem
    this.#prepared = prepared
    this.#configuration = configuration
    this.#plan = this.#makePlan()
    this.#followUp = prepared.places && new TuneFollowUp(prepared.places)
  }

  get state(): TuneState {
    const { title, source, region } = this.#subject
    const { name, runtime, architecture, memoryMb, timeoutSeconds } = this.#configuration
    const { limiter } = this.#prepared
    return tuneState({
      target: {
        title,
        // The lab's names are ours: what the user calls the function is the title.
        functionName: source === 'lab' ? title : name,
        source,
        region,
        ...(runtime === undefined ? {} : { runtime }),
        architecture,
        currentMemoryMb: memoryMb,
        timeoutSeconds,
        ...(limiter === undefined ? {} : { limiter }),
      },
      configuration: this.#configuration,
      plan: this.#plan,
      payloadName: this.#payload.name,
      phase: this.#phase,
      progress: this.#progress,
      ...(this.#outcome ? { outcome: this.#outcome } : {}),
      ...(this.#finishedAt === undefined ? {} : { finishedAt: this.#finishedAt }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...this.#confirmation.state(this.#prepared.caution, this.#configuration.name),
      ...(this.#followUp ? { followUp: this.#followUp.state } : {}),
    })
  }

  get isRunning(): boolean {
    return this.#controller !== undefined
  }

  get sizes(): readonly number[] {
    return this.#plan.sizes
  }

  /** A new payload or other sizes ask for a new measurement: back to the plan. */
  setPayload(payload: TunePayload): void {
    this.#payload = payload
    this.#replan()
  }

  setSizes(sizes: readonly number[]): void {
    this.#sizes = sizes
    this.#replan()
  }

  /** What was measured stays; the recommendation is another. */
  setObjective(objective: Objective): void {
    this.#objective = objective
    this.#plan = { ...this.#plan, objective }
    this.#changed()
  }

  /** Takes the typed name as confirmation; another one is told by `start`. */
  confirm(name: string): void {
    this.#confirmation.type(name)
    this.#error = undefined
    this.#changed()
  }

  /** Gives the function, live or in its template, a memory. Rejects with the reason where it cannot be. */
  async apply(to: 'template' | 'function', memoryMb: number): Promise<void> {
    if (this.#controller) return
    await this.#followUp?.apply(to, this.#configuration.memoryMb, memoryMb, new AbortController().signal)
    this.#changed()
  }

  async undo(): Promise<void> {
    if (this.#controller) return
    await this.#followUp?.undo(new AbortController().signal)
    this.#changed()
  }

  /** Sweeps. Failures are part of the state: this does not reject. */
  async start(): Promise<void> {
    if (this.#controller || !this.#isConfirmed()) return
    const controller = new AbortController()
    this.#controller = controller
    this.#begin()
    try {
      await this.#sweep(controller.signal)
    } catch (error) {
      this.#phase = isAbort(error) ? 'cancelled' : 'failed'
      if (!isAbort(error)) {
        this.#error = error
        this.#onProblem(error)
      }
    }
    this.#controller = undefined
    this.#finishedAt = Date.now()
    this.#progress = { ...this.#progress, activity: '' }
    this.#changed()
  }

  cancel(): void {
    if (!this.#controller) return
    this.#phase = 'cancelling'
    this.#controller.abort()
    this.#changed()
  }

  /** What is not confirmed stays a plan, with the reason. */
  #isConfirmed(): boolean {
    try {
      this.#confirmation.assert(this.#prepared.caution, this.#configuration.name)
      return true
    } catch (error) {
      this.#error = error
      this.#changed()
      return false
    }
  }

  #begin(): void {
    this.#phase = 'running'
    this.#outcome = undefined
    this.#error = undefined
    this.#finishedAt = undefined
    this.#progress = { ...nothingYet, activity: 'Preparing the function' }
    this.#changed()
  }

  /** The source may have changed since the plan was made, so the function is prepared anew. */
  async #sweep(signal: AbortSignal): Promise<void> {
    this.#prepared = await this.#subject.prepare(signal)
    this.#configuration = await this.#prepared.ports.control.read(this.#prepared.functionName, signal)
    this.#confirmation.assert(this.#prepared.caution, this.#configuration.name)
    this.#plan = this.#makePlan()
    const onProgress = (progress: SweepProgress) => {
      this.#progress = progress
      this.#changed()
    }
    const outcome = await sweep(this.#plan, this.#prepared.ports, onProgress, signal)
    this.#outcome = outcome
    this.#phase = phaseAfter[outcome.ended]
    for (const error of [outcome.error, outcome.restoreError]) if (error !== undefined) this.#onProblem(error)
    if (outcome.ended === 'failed') this.#error = this.#prepared.gone?.()
    await this.#keep(outcome)
  }

  /** A history that cannot be written is no reason to lose what was measured. */
  async #keep(outcome: SweepOutcome): Promise<void> {
    try {
      await this.#followUp?.keep(this.#plan, outcome, this.#configuration, this.state.recommendation?.memoryMb)
    } catch (error) {
      this.#onProblem(error)
    }
  }

  #makePlan(): SweepPlan {
    return makePlan(this.#configuration, {
      region: this.#subject.region,
      payload: this.#payload.text,
      objective: this.#objective,
      ...(this.#sizes ? { sizes: this.#sizes } : {}),
    })
  }

  #replan(): void {
    if (this.#controller) return
    this.#plan = this.#makePlan()
    this.#phase = 'planning'
    this.#outcome = undefined
    this.#error = undefined
    this.#progress = nothingYet
    this.#changed()
  }

  #changed(): void {
    this.#onChange(this.state)
  }
}
