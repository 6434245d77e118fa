import { once } from 'node:events'
import { type MessagePort, Worker } from 'node:worker_threads'
import type { CpuTimeline } from './predictCurve.ts'
import { ThreadTimes } from './threadTimes.ts'

/** How often is looked. */
const EVERY_MS = 1

export interface SamplerData {
  readonly role: 'sampler'
  /** What the thread shall do, or does: one of the states below. */
  readonly state: Int32Array
}

const IDLE = 0
const STARTING = 1
const SAMPLING = 2
const ENDING = 3
/** The first look at a process takes about a ms. */
const START_LIMIT_MS = 50

/** Looks at the CPU time of a process tree each ms, in a thread of its own. Linux only. */
export class CpuSampler {
  readonly #worker: Worker
  readonly #state: Int32Array

  private constructor(worker: Worker, state: Int32Array) {
    this.#worker = worker
    this.#state = state
  }

  /** `entry` is a script that calls `runSampler` when it is run as a worker with `SamplerData`. */
  static async start(entry: string): Promise<CpuSampler> {
    const state = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(entry, { workerData: { role: 'sampler', state } satisfies SamplerData })
    await once(worker, 'message')
    worker.unref()
    return new CpuSampler(worker, state)
  }

  /**
   * Samples from now on, and returns when there has been a first look, so that nothing that follows is missed. `end`
   * resolves with the timeline. One at a time.
   */
  begin(pid: number): { end(): Promise<CpuTimeline> } {
    const sampled = once(this.#worker, 'message')
    Atomics.store(this.#state, 0, STARTING)
    this.#worker.postMessage(pid)
    Atomics.wait(this.#state, 0, STARTING, START_LIMIT_MS)
    return {
      end: async () => {
        Atomics.store(this.#state, 0, ENDING)
        Atomics.notify(this.#state, 0)
        const [timeline]: CpuTimeline[] = await sampled
        return timeline ?? { atMs: [], threads: [] }
      },
    }
  }

  close(): void {
    void this.#worker.terminate()
  }
}

/** The thread itself: waits for a process id, and answers with its timeline, in epoch ms with fractions. */
export function runSampler(port: MessagePort, { state }: SamplerData): void {
  port.postMessage('ready')
  port.on('message', (pid: number) => port.postMessage(sample(pid, state)))
}

function sample(pid: number, state: Int32Array): CpuTimeline {
  const times = new ThreadTimes(pid)
  const atMs: number[] = []
  const look = () => {
    times.look()
    atMs.push(performance.timeOrigin + performance.now())
  }
  look()
  let dueMs = performance.now()
  Atomics.compareExchange(state, 0, STARTING, SAMPLING)
  Atomics.notify(state, 0)
  while (Atomics.load(state, 0) === SAMPLING) {
    dueMs = Math.max(dueMs + EVERY_MS, performance.now())
    Atomics.wait(state, 0, SAMPLING, dueMs - performance.now())
    look()
  }
  times.close()
  Atomics.store(state, 0, IDLE)
  return { atMs, threads: times.threads }
}
