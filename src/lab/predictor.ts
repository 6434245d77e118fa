import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { CpuSampler } from './cpuSampler.ts'
import { type CallOutcome, Environment, type EnvironmentHost } from './environment.ts'
import { FaultInjector } from './faults.ts'
import type { FunctionVersion } from './labFunction.ts'
import { cpuShare, type EnvironmentLimits, type Limiter } from './limiter.ts'
import { LogStore } from './logStore.ts'
import { type CpuTimeline, parallelism, predictCurve } from './predictCurve.ts'
import type { Prediction, PredictedCall } from './prediction.ts'
import { ServiceError } from './serviceError.ts'
import { newTrace } from './trace.ts'

/** A call with more threads at work than this is one of several threads; one thread has helpers of the runtime. */
const PARALLEL = 1.2

/** Curves from calls that are not throttled: an environment of its own, whose log nobody keeps. One at a time. */
export class Predictor {
  readonly #host: EnvironmentHost
  readonly #entry: string
  #sampler: Promise<CpuSampler> | undefined
  #last: Promise<unknown> = Promise.resolve()
  #open = 0

  /** `entry` is a script that runs the sampler when it is run as a worker. */
  constructor(host: EnvironmentHost, entry: string) {
    this.#host = host
    this.#entry = entry
  }

  /** The first of the calls is cold. Throws a `ServiceError` where CPU time cannot be sampled. */
  predict(version: FunctionVersion, payload: Buffer, sizes: readonly number[], calls: number): Promise<Prediction> {
    if (process.platform !== 'linux')
      throw new ServiceError('PredictionUnavailableException', 'The lab samples the CPU time of calls on Linux only.')
    this.#open++
    const next = this.#last.then(() => this.#predict(version, payload, sizes, calls)).finally(() => this.#open--)
    this.#last = next.catch(() => {})
    return next
  }

  get isBusy(): boolean {
    return this.#open > 0
  }

  async #predict(version: FunctionVersion, payload: Buffer, sizes: readonly number[], count: number) {
    this.#sampler ??= CpuSampler.start(this.#entry)
    const limiter = new SampledLimiter(this.#host.limiter, await this.#sampler)
    const host = { ...this.#host, limiter, logs: new LogStore(), faults: new FaultInjector() }
    const interpreter = host.interpreters.nearest(version.settings.runtime)
    const environment = new Environment(version, interpreter, host)
    const calls: PredictedCall[] = []
    try {
      for (let n = 0; n < count; n++) {
        const trace = newTrace(undefined, version.settings.tracing, Date.now())
        const call = { requestId: randomUUID(), payload, invokedArn: version.functionArn, trace }
        const outcome = await environment.call(call)
        const timeline = await limiter.takeTimeline()
        if (outcome.functionError) return failed(calls, outcome)
        if (timeline) calls.push(predicted(outcome, timeline, sizes))
      }
      return { calls }
    } finally {
      environment.stop()
    }
  }

  close(): void {
    void this.#sampler?.then(sampler => sampler.close())
  }
}

function failed(calls: readonly PredictedCall[], { payload, functionError, logTail }: CallOutcome): Prediction {
  const failure = { functionError: functionError ?? '', payload: payload.toString(), logTail: logTail.toString() }
  return { calls, failure }
}

function predicted(
  { startedAtMs, durationMs: wholeMs, initMs, peakMb }: CallOutcome,
  sampled: CpuTimeline,
  sizes: readonly number[],
): PredictedCall {
  const timeline = cut(sampled, performance.timeOrigin + startedAtMs + wholeMs)
  const durationMs = timeline.atMs.at(-1) ?? wholeMs
  const threads = parallelism(timeline)
  const machineMb = availableParallelism() * 1769
  return {
    ...(initMs === undefined ? {} : { initMs }),
    durationMs,
    cpuMs: timeline.threads.reduce((sum, { cpuMs }) => sum + (cpuMs.at(-1) ?? 0) - (cpuMs[0] ?? 0), 0),
    parallelism: threads,
    peakMb,
    sizes: predictCurve(timeline, sizes).map(size => ({
      ...size,
      isBeyondMachine: threads > PARALLEL && cpuShare(size.memoryMb) > cpuShare(machineMb),
    })),
  }
}

/** From the first look, which the call waited for, to the end of the call. */
function cut({ atMs, threads }: CpuTimeline, endMs: number): CpuTimeline {
  const beginMs = atMs[0] ?? endMs
  const after = atMs.findIndex(ms => ms >= endMs)
  const count = after < 0 ? atMs.length : after + 1
  return {
    atMs: atMs.slice(0, count).map(ms => Math.min(ms, endMs) - beginMs),
    threads: threads.map(({ cpuMs, waitedMs }) => ({
      cpuMs: cpuMs.slice(0, count),
      waitedMs: waitedMs.slice(0, count),
    })),
  }
}

/** As the limiter within, but samples each call where that would begin to throttle it. */
class SampledLimiter implements Limiter {
  readonly #within: Limiter
  readonly #sampler: CpuSampler
  #sampling: { end(): Promise<CpuTimeline> } | undefined

  constructor(within: Limiter, sampler: CpuSampler) {
    this.#within = within
    this.#sampler = sampler
  }

  get name() {
    return this.#within.name
  }

  limit(id: string, memoryMb: number): EnvironmentLimits {
    const limits = this.#within.limit(id, memoryMb)
    let pid = 0
    return {
      memoryMb,
      admit(admitted) {
        pid = admitted
        limits.admit(admitted)
      },
      throttle: () => {
        this.#sampling ??= this.#sampler.begin(pid)
      },
      setBusy: isBusy => limits.setBusy(isBusy),
      isOutOfMemory: () => limits.isOutOfMemory(),
      close: () => limits.close(),
    }
  }

  /** Of the call that has ended; undefined when it never began. */
  async takeTimeline(): Promise<CpuTimeline | undefined> {
    const sampling = this.#sampling
    this.#sampling = undefined
    return await sampling?.end()
  }

  close(): void {}
}
