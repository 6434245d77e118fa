import { EnvironmentProcess, type ProcessEnd, type ProcessStart } from './environmentProcess.ts'
import type { EnvironmentLimits } from './limiter.ts'
import type { RuntimeApi, RuntimeCall, RuntimeReply } from './runtimeApi.ts'
import { TreeMemory } from './treeMemory.ts'

interface Ending {
  /** `performance.now()`. */
  readonly atMs: number
}

export type Failure = Ending &
  (
    | {
        /** The function's own error, told by the bootstrap. */ readonly kind: 'error'
        readonly body: Buffer
        readonly errorType: string
      }
    | { /** The process is gone. */ readonly kind: 'exit'; readonly errorType: string; readonly message: string }
    | { readonly kind: 'timeout' }
  )
export type Ready = Ending & { readonly kind: 'ready' }
export type Answer = Ending & { readonly kind: 'response'; readonly body: Buffer }

/** How long the bootstrap may take from its answer to its next request for work. */
const READY_MS = 2000
/** A call that follows within this time does not wait for the processes to be stopped and let go on. */
const FREEZE_AFTER_MS = 5

const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
}

/** A process with its Runtime API and its limits. Once it has ended it stays so. */
export class Sandbox {
  readonly #api: RuntimeApi
  readonly #limits: EnvironmentLimits
  readonly #process: EnvironmentProcess
  readonly #memory: TreeMemory
  #peakKb = 0
  #isGone = false
  #isFrozen = false
  #freezeTimer: NodeJS.Timeout | undefined
  #processEnd: ProcessEnd | undefined
  /** Who waits for an ending now. */
  #onProcessEnd: ((end: ProcessEnd) => void) | undefined

  private constructor(api: RuntimeApi, limits: EnvironmentLimits, process: EnvironmentProcess) {
    this.#api = api
    this.#limits = limits
    this.#process = process
    this.#memory = new TreeMemory(process.pid)
    limits.admit(process.pid)
    void process.ended.then(end => {
      this.#processEnd = end
      this.#onProcessEnd?.(end)
    })
  }

  static async start(
    start: ProcessStart,
    api: RuntimeApi,
    limits: EnvironmentLimits,
    onLine: (line: string) => void,
  ): Promise<Sandbox> {
    const process = await EnvironmentProcess.start(start, onLine, connection => api.accept(connection))
    return new Sandbox(api, limits, process)
  }

  get pid(): number {
    return this.#process.pid
  }

  /** `performance.now()`. */
  get startedAtMs(): number {
    return this.#process.startedAtMs
  }

  get ended(): Promise<ProcessEnd> {
    return this.#process.ended
  }

  /** High-water mark of the process tree so far. */
  get peakMb(): number {
    return Math.ceil(this.#peakKb / 1024)
  }

  throttle(): void {
    this.#limits.throttle()
  }

  /** Waits until the bootstrap asks for its first call. */
  init(limitMs: number): Promise<Ready | Failure> {
    return this.#until<Ready>(limitMs, done => {
      this.#api.onReady = () => {
        const atMs = performance.now()
        this.#readPeak()
        done({ kind: 'ready', atMs })
      }
      this.#api.onReply = reply => done(this.#failure(reply))
    })
  }

  /** CPU is limited from the first call on. */
  run(call: RuntimeCall, limitMs: number): Promise<Answer | Failure> {
    clearTimeout(this.#freezeTimer)
    if (this.#isFrozen) this.#limits.setBusy(true)
    this.#isFrozen = false
    this.#limits.throttle()
    return this.#until<Answer>(limitMs, done => {
      this.#api.onReply = reply => done(this.#read(reply))
      this.#api.hand(call)
    })
  }

  /**
   * After an answer: waits until the bootstrap asks for work again, and has the processes frozen soon after. False when
   * the process has ended instead.
   */
  async becomesReady(): Promise<boolean> {
    const ending = await this.#until<Ready>(READY_MS, done => {
      if (this.#api.isIdle) done({ kind: 'ready', atMs: performance.now() })
      else this.#api.onReady = () => done({ kind: 'ready', atMs: performance.now() })
    })
    if (ending.kind !== 'ready') return false
    this.#freezeTimer = setTimeout(() => {
      this.#isFrozen = true
      this.#limits.setBusy(false)
    }, FREEZE_AFTER_MS)
    return true
  }

  /** Ends the process as from outside; the call at work fails. */
  kill(): void {
    this.#process.kill()
  }

  drain(): Promise<void> {
    return this.#process.drain()
  }

  end(): void {
    if (this.#isGone) return
    this.#isGone = true
    clearTimeout(this.#freezeTimer)
    this.#readPeak()
    this.#process.kill()
    this.#api.close()
    void this.#process.ended.then(() => this.#limits.close())
  }

  /** The first of: what `listen` reports, the end of the process, the time limit. */
  #until<T>(limitMs: number, listen: (done: (ending: T | Failure) => void) => void): Promise<T | Failure> {
    return new Promise(resolve => {
      const done = (ending: T | Failure) => {
        clearTimeout(timer)
        this.#onProcessEnd = undefined
        resolve(ending)
      }
      const timer = setTimeout(() => {
        this.#readPeak()
        done({ kind: 'timeout', atMs: performance.now() })
      }, limitMs)
      this.#onProcessEnd = end => done(this.#exit(end))
      if (this.#processEnd) this.#onProcessEnd(this.#processEnd)
      else listen(done)
    })
  }

  #read(reply: RuntimeReply): Answer | Failure {
    if (reply.kind !== 'response') return this.#failure(reply)
    this.#readPeak(reply.peakKb)
    return { kind: 'response', body: reply.body, atMs: reply.atMs }
  }

  #failure({ body, atMs, peakKb, errorType = 'Runtime.Unknown' }: RuntimeReply): Failure {
    this.#readPeak(peakKb)
    return { kind: 'error', body, errorType, atMs }
  }

  #exit({ code, signal }: ProcessEnd): Failure {
    const atMs = performance.now()
    if (this.#limits.isOutOfMemory()) {
      this.#peakKb = Math.max(this.#peakKb, this.#limits.memoryMb * 1024)
      return {
        kind: 'exit',
        errorType: 'Runtime.OutOfMemory',
        message: 'Runtime exited with error: signal: killed',
        atMs,
      }
    }
    const cause = signal ? `signal: ${SIGNALS[signal] ?? signal}` : `exit status ${code}`
    const message = code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${cause}`
    return { kind: 'exit', errorType: 'Runtime.ExitError', message, atMs }
  }

  /** Takes the larger of what the bootstrap tells of itself and, on Linux, what the kernel tells of the tree. */
  #readPeak(toldKb = 0): void {
    this.#peakKb = Math.max(this.#peakKb, this.#memory.kb('VmHWM'), toldKb)
  }
}
