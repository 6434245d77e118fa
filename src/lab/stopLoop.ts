import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { receiveMessageOnPort, type MessagePort, Worker } from 'node:worker_threads'
import { CpuBucket } from './cpuBucket.ts'
import { freeze } from './killGroup.ts'
import { cpuShare, type EnvironmentLimits, type Limiter } from './limiter.ts'
import { MemoryGuard } from './memoryGuard.ts'

export interface StopLoopData {
  readonly role: 'stop-loop'
  readonly wake: Int32Array
}

type LoopMessage =
  | { readonly type: 'add'; readonly pid: number; readonly share: number }
  | { readonly type: 'busy'; readonly pid: number; readonly isBusy: boolean }
  | { readonly type: 'remove'; readonly pid: number }

/**
 * CPU shares where control groups cannot be used: a thread stops a process tree (SIGSTOP) when its quota of the period
 * is used and lets it go on (SIGCONT) at the next. Linux only.
 */
export class StopLoop implements Limiter {
  readonly name = 'stop-loop'
  readonly #worker: Worker
  readonly #wake: Int32Array

  private constructor(worker: Worker, wake: Int32Array) {
    this.#worker = worker
    this.#wake = wake
  }

  /** Resolves when the loop runs. `entry` is a script that calls `runStopLoop` when it is run as a worker. */
  static async start(entry: string): Promise<StopLoop> {
    const wake = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(entry, { workerData: { role: 'stop-loop', wake } satisfies StopLoopData })
    await once(worker, 'message')
    worker.unref()
    return new StopLoop(worker, wake)
  }

  limit(_id: string, memoryMb: number): EnvironmentLimits {
    const guard = new MemoryGuard(memoryMb)
    // A share of all cores needs no limit.
    const isLimited = cpuShare(memoryMb) < availableParallelism()
    let pid = 0
    let isThrottled = false
    return {
      memoryMb,
      admit(admitted) {
        pid = admitted
        guard.watch(pid)
      },
      throttle: () => {
        if (isThrottled || !isLimited) return
        isThrottled = true
        this.#send({ type: 'add', pid, share: cpuShare(memoryMb) })
      },
      setBusy: isBusy => {
        guard.setBusy(isBusy)
        // Stopping and going on are the thread's alone where it is at work, so that the two never cross.
        if (isThrottled) this.#send({ type: 'busy', pid, isBusy })
        else freeze(pid, !isBusy)
      },
      isOutOfMemory: () => guard.hasKilled,
      close: () => {
        guard.setBusy(false)
        if (isThrottled) this.#send({ type: 'remove', pid })
      },
    }
  }

  close(): void {
    void this.#worker.terminate()
  }

  #send(message: LoopMessage): void {
    this.#worker.postMessage(message)
    Atomics.add(this.#wake, 0, 1)
    Atomics.notify(this.#wake, 0)
  }
}

/** The loop itself. Sleeps in `Atomics.wait`, which is woken by messages and keeps time better than timers. */
export function runStopLoop(port: MessagePort, { wake }: StopLoopData): never {
  const buckets = new Map<number, CpuBucket>()
  port.postMessage('ready')
  for (;;) {
    const seen = Atomics.load(wake, 0)
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
      apply(next.message as LoopMessage, buckets)
    let dueMs = Number.POSITIVE_INFINITY
    for (const bucket of buckets.values()) dueMs = Math.min(dueMs, bucket.step(performance.now()))
    Atomics.wait(wake, 0, seen, Math.max(0, dueMs - performance.now()))
  }
}

function apply(message: LoopMessage, buckets: Map<number, CpuBucket>): void {
  const bucket = buckets.get(message.pid)
  if (message.type === 'add') buckets.set(message.pid, new CpuBucket(message.pid, message.share, performance.now()))
  else if (message.type === 'busy') bucket?.setBusy(message.isBusy)
  else if (message.type === 'remove') {
    bucket?.close()
    buckets.delete(message.pid)
  }
}
