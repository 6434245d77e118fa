import { setTimeout as wait } from 'node:timers/promises'
import { LensError } from '#common/errors.ts'
import { callUsd } from '#pricing/cost.ts'
import type { Invocation } from '#telemetry/invocation.ts'
import { type CallTarget, callOnce, outcomeOf } from './call.ts'
import type { Calling } from './calling.ts'
import type { Pricing } from './estimate.ts'
import type { FunctionLogging, InvocationAnswer, Invoker, ReportSource } from './functionControl.ts'
import type { CallOutcome } from './sample.ts'
import { addUsd } from './spending.ts'

export interface CallerPorts {
  readonly invoker: Invoker
  readonly reports: ReportSource
}

export interface CallerOptions extends Pick<Calling, 'hooks' | 'retriesMax'> {
  readonly functionArn: string
  readonly pricing: Pricing
  readonly logging: FunctionLogging
  /** After each change of `calls` and `usd`. */
  readonly onChange: () => void
  readonly onNote: (note: string) => void
}

const unanswered = new Set(['service-failed', 'request-timeout', 'unreachable'])
/** After so many without an answer in a row the service is gone. */
const mostInARow = 4
const firstPauseMs = 200

/** Makes the calls of one sweep, and keeps count of them. */
export class Caller {
  readonly #ports: CallerPorts
  readonly #options: CallerOptions
  readonly #signal: AbortSignal
  #calls = 0
  #usd: number | undefined = 0
  #unanswered = 0
  #inARow = 0
  /** False once the log group could not be searched. */
  #searchesLog = true

  constructor(ports: CallerPorts, options: CallerOptions, signal: AbortSignal) {
    this.#ports = ports
    this.#options = options
    this.#signal = signal
  }

  /** All calls that were sent, those without an answer among them. */
  get calls(): number {
    return this.#calls
  }

  /** Of all calls; one without a report is reckoned by the time that it took. Undefined where no price is known. */
  get usd(): number | undefined {
    return this.#usd
  }

  /**
   * Calls once. A call that the service or the network left without an answer may have run: it is counted, and a
   * missing sample; too many of them reject, as every other refusal of the service does.
   */
  async call(call: Omit<CallTarget, 'name'>): Promise<CallOutcome> {
    const { functionArn, hooks } = this.#options
    const payload = (await hooks.before?.(call.payload, this.#signal)) ?? call.payload
    const target = { ...call, payload, name: functionArn }
    const started = performance.now()
    const elapsedMs = () => Math.ceil(performance.now() - started)
    this.#calls++
    this.#options.onChange()
    let answer: InvocationAnswer
    try {
      answer = await callOnce(this.#ports.invoker, target, this.#signal)
    } catch (error) {
      this.#pay(target.memoryMb, elapsedMs())
      await this.#bearWithout(error)
      return { kind: 'missing' }
    }
    this.#inARow = 0
    const answeredMs = elapsedMs()
    const outcome = await this.#outcome(answer, target.memoryMb, answeredMs)
    this.#pay(target.memoryMb, billedMs(outcome) ?? answeredMs)
    await hooks.after?.(payload, answer.payload, this.#signal)
    return outcome
  }

  /** Rejects with the error where it is no matter of chance, or there have been too many. */
  async #bearWithout(error: unknown): Promise<void> {
    const isChance = error instanceof LensError && unanswered.has(error.code)
    if (!isChance || this.#unanswered === this.#options.retriesMax || this.#inARow === mostInARow) throw error
    this.#unanswered++
    await wait(firstPauseMs * 2 ** this.#inARow++, undefined, { signal: this.#signal })
  }

  async #outcome(answer: InvocationAnswer, memoryMb: number, answeredMs: number): Promise<CallOutcome> {
    const outcome = outcomeOf(answer, memoryMb)
    if (outcome.kind !== 'missing' || answer.requestId === undefined || !this.#searchesLog) return outcome
    const report = await this.#find(answer.requestId, Date.now() - answeredMs)
    return report ? outcomeOf(answer, memoryMb, report) : outcome
  }

  /** A function that writes much pushes the report out of the log tail; the log group has it still. */
  async #find(requestId: string, since: number): Promise<Invocation | undefined> {
    try {
      return await this.#ports.reports.find(this.#options.logging.group, requestId, since, this.#signal)
    } catch (error) {
      if (!(error instanceof LensError)) throw error
      this.#searchesLog = false
      this.#options.onNote(
        `Calls whose report is not at the end of their log give no sample: ${error.message} ${error.remedy}`,
      )
      return undefined
    }
  }

  #pay(memoryMb: number, billedMs: number): void {
    this.#usd = addUsd(this.#usd, callUsd({ memoryMb, billedMs, ...this.#options.pricing }))
    this.#options.onChange()
  }
}

function billedMs(outcome: CallOutcome): number | undefined {
  if (outcome.kind === 'sample') return outcome.sample.invocation.billedMs
  return outcome.kind === 'failure' ? outcome.invocation?.billedMs : undefined
}
