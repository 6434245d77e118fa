import { setTimeout as wait } from 'node:timers/promises'
import { formatMemory } from '#common/format.ts'
import type { Caller } from './caller.ts'
import { payloadRound, type Starts } from './calling.ts'
import type { SweepPlan } from './plan.ts'
import { nextSize } from './nextSize.ts'
import type { CallOutcome, Sample } from './sample.ts'
import { addUsd, worstCallUsd } from './spending.ts'
import { addOutcome, type Tally } from './tally.ts'
import type { PreparedSizes } from './preparation.ts'

export interface MeasurePorts {
  readonly caller: Caller
  /** Before the calls of a size. */
  readonly onSize: (memoryMb: number, activity: string) => void
  readonly onTallies: (tallies: readonly Tally[]) => void
}

/** Calls the versions until the plan needs no more calls, or its limits allow none. */
export async function measure(
  plan: SweepPlan,
  prepared: PreparedSizes,
  tallies: readonly Tally[],
  ports: MeasurePorts,
  signal: AbortSignal,
): Promise<'complete' | 'budget'> {
  return await new Measuring(plan, prepared, tallies, ports, signal).run()
}

class Measuring {
  readonly #plan: SweepPlan
  readonly #prepared: PreparedSizes
  readonly #ports: MeasurePorts
  readonly #signal: AbortSignal
  readonly #payloads: readonly string[]
  #tallies: readonly Tally[]

  constructor(
    plan: SweepPlan,
    prepared: PreparedSizes,
    tallies: readonly Tally[],
    ports: MeasurePorts,
    signal: AbortSignal,
  ) {
    this.#plan = plan
    this.#prepared = prepared
    this.#tallies = tallies
    this.#ports = ports
    this.#signal = signal
    this.#payloads = payloadRound(plan.calling.payloads)
  }

  async run(): Promise<'complete' | 'budget'> {
    const { starts } = this.#plan.calling
    if (starts !== 'warm' && !(await this.#measureCold())) return 'budget'
    return starts === 'cold' || (await this.#measureWarm()) ? 'complete' : 'budget'
  }

  /** Returns false when the limits allow no further call. */
  async #measureWarm(): Promise<boolean> {
    for (;;) {
      const tally = nextSize(this.#tallies, this.#plan)
      if (!tally) return true
      const isFirst = tally.calls === 0
      // The first call starts an environment and is set apart: a round of the payloads comes after it.
      const payloads = isFirst ? this.#payloads.slice(0, 1) : this.#payloads
      if (!this.#affords(tally.memoryMb, payloads.length, isFirst)) return false
      this.#ports.onSize(tally.memoryMb, `Calling the function with ${formatMemory(tally.memoryMb)}`)
      let after = tally
      for (const outcome of await this.#call(tally.version, tally.memoryMb, payloads)) {
        after = addOutcome(after, this.#placed(after, outcome))
      }
      this.#replace(tally, after)
    }
  }

  /** Calls that come one after the other are served by one environment, until a cold start tells of the next one. */
  #placed({ samples }: Tally, outcome: CallOutcome): CallOutcome {
    const { concurrency, starts } = this.#plan.calling
    if (outcome.kind !== 'sample' || concurrency > 1 || starts !== 'warm') return outcome
    const environment = samples.filter(sample => sample.cold).length + (outcome.sample.cold ? 1 : 0)
    return { ...outcome, sample: { ...outcome.sample, environment } }
  }

  /** First calls of fresh versions, all of a version's at once, so that each starts an environment of its own. */
  async #measureCold(): Promise<boolean> {
    const { coldCalls, coldAtOnce, starts } = this.#plan.calling
    for (const { memoryMb, failure } of this.#tallies) {
      const versions = this.#prepared.versions.get(memoryMb) ?? []
      for (const [index, version] of versions.entries()) {
        const tally = this.#tallies.find(other => other.memoryMb === memoryMb)
        if (!tally || failure !== undefined || tally.failure !== undefined) break
        const count = Math.min(coldAtOnce, coldCalls - index * coldAtOnce)
        if (!this.#affords(memoryMb, count, true)) return false
        this.#ports.onSize(memoryMb, `Starting environments with ${formatMemory(memoryMb)}`)
        const payloads = Array.from({ length: count }, (_, at) => this.#payloads[at % this.#payloads.length] ?? '')
        const outcomes = await this.#call(version, memoryMb, payloads, count)
        this.#replace(tally, addColdStarts(tally, outcomes, starts))
      }
    }
    return true
  }

  async #call(
    version: string,
    memoryMb: number,
    payloads: readonly string[],
    atOnce = this.#plan.calling.concurrency,
  ): Promise<readonly CallOutcome[]> {
    const outcomes: CallOutcome[] = []
    for (let from = 0; from < payloads.length; from += atOnce) {
      const { pauseMs } = this.#plan.calling
      if (pauseMs > 0) await wait(pauseMs, undefined, { signal: this.#signal })
      const calls = payloads
        .slice(from, from + atOnce)
        .map(async payload => await this.#ports.caller.call({ qualifier: version, payload, memoryMb }))
      outcomes.push(...(await allSettled(calls)))
    }
    return outcomes
  }

  #affords(memoryMb: number, count: number, cold: boolean): boolean {
    const { callsMax, usdLimit, pricing } = this.#plan
    const { caller } = this.#ports
    if (caller.calls + count > callsMax) return false
    if (usdLimit === undefined) return true
    const { timeoutSeconds } = this.#prepared.measured
    const worst = worstCallUsd(memoryMb, { timeoutSeconds, cold }, pricing)
    return (addUsd(caller.usd, worst && worst * count) ?? 0) <= usdLimit
  }

  #replace(tally: Tally, after: Tally): void {
    this.#tallies = this.#tallies.map(other => (other === tally ? after : other))
    this.#ports.onTallies(this.#tallies)
  }
}

/** All of them end before the first failure is told: none goes on unseen. */
async function allSettled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises)
  return settled.map(result => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

/**
 * The environments' first calls count as one call of the size, as the one first call does otherwise. One that met an
 * environment that another had started tells nothing of a start. Where starts alone are measured, they are the sample:
 * what a caller waits, with the init in it.
 */
function addColdStarts(tally: Tally, outcomes: readonly CallOutcome[], starts: Starts): Tally {
  let after: Tally = tally
  for (const outcome of outcomes) {
    if (outcome.kind === 'failure') after = addOutcome({ ...after, calls: 0 }, outcome)
    if (outcome.kind !== 'sample' || !outcome.sample.cold) continue
    const sample = starts === 'cold' ? asWaited(outcome.sample) : outcome.sample
    after = { ...after, samples: [...after.samples, sample] }
  }
  return { ...after, calls: 1 }
}

function asWaited({ memoryMb, invocation }: Sample): Sample {
  const { durationMs, initMs = 0, restoreMs = 0 } = invocation
  return { memoryMb, cold: false, invocation: { ...invocation, durationMs: durationMs + initMs + restoreMs } }
}
