import { CallLog } from './callLog.ts'
import type { FaultInjector } from './faults.ts'
import type { Interpreter, Interpreters } from './interpreters.ts'
import { type FunctionVersion, logGroupOf } from './labFunction.ts'
import type { Limiter } from './limiter.ts'
import { type LogStore, newStreamName } from './logStore.ts'
import type { OwnFolders } from './ownFolders.ts'
import { type InitializationType, type InitPhase, type PlatformLog, platformLog } from './platformLog.ts'
import { processStart } from './processStart.ts'
import type { ReportFailure } from './report.ts'
import type { RunFolder } from './runFolder.ts'
import { RuntimeApi, type RuntimeCall } from './runtimeApi.ts'
import { type Answer, type Failure, type Ready, Sandbox } from './sandbox.ts'

export interface EnvironmentHost {
  readonly limiter: Limiter
  readonly logs: LogStore
  readonly folder: RunFolder
  readonly region: string
  readonly faults: FaultInjector
  readonly ownFolders: OwnFolders
  readonly interpreters: Interpreters
}

export interface CallOutcome {
  readonly payload: Buffer
  readonly functionError?: 'Unhandled'
  /** The end of the call's log. */
  readonly logTail: Buffer
  /** `performance.now()`, after INIT. */
  readonly startedAtMs: number
  readonly durationMs: number
  /** Of the INIT that the call waited for, or that was ahead of it. */
  readonly initMs?: number
  readonly peakMb: number
}

/** On demand, INIT may last this long; then it is repeated inside the first call. */
const INIT_LIMIT_MS = 10_000
/** With provisioned concurrency it may last this long, or the function's timeout where that is longer. */
const PROVISIONED_INIT_LIMIT_MS = 130_000

/** One execution environment: one call at a time, its process reused while it lives, one log stream. */
export class Environment {
  readonly #version: FunctionVersion
  readonly #interpreter: Promise<Interpreter | undefined>
  readonly #host: EnvironmentHost
  readonly #stream: string
  readonly #log: CallLog
  readonly #platform: PlatformLog
  readonly #initialization: InitializationType
  /** Of an INIT before the first call: that call reports it. */
  #preparedMs: number | undefined
  #sandbox: Sandbox | undefined
  #peakMb = 0
  #isStopped = false
  #starts = 0
  /** After an answer, until the process can take the next call or has ended. */
  #settling: Promise<void> | undefined

  constructor(
    version: FunctionVersion,
    interpreter: Promise<Interpreter | undefined>,
    host: EnvironmentHost,
    initialization: InitializationType = 'on-demand',
  ) {
    this.#initialization = initialization
    this.#version = version
    this.#interpreter = interpreter
    this.#host = host
    const { logging } = version.settings
    this.#stream = newStreamName(version.version, logging.group === undefined ? '' : version.name)
    this.#log = new CallLog(host.logs, logGroupOf(version), this.#stream)
    this.#platform = platformLog(version, line => this.#log.write(line))
  }

  /** False before the first call, and after one that ended the process. */
  get isAlive(): boolean {
    return this.#sandbox !== undefined
  }

  get initialization(): InitializationType {
    return this.#initialization
  }

  /** Runs INIT before there is a call. False when it failed. */
  async prepare(): Promise<boolean> {
    const timeoutMs = this.#version.settings.timeoutSeconds * 1000
    const init = await this.#init('init', Math.max(PROVISIONED_INIT_LIMIT_MS, timeoutMs))
    if (init.kind !== 'ready') return false
    this.#preparedMs = init.initMs
    await this.#settle()
    return this.isAlive
  }

  /** Runs INIT first where there is no process. Never rejects for what the function does. */
  async call(call: Omit<RuntimeCall, 'deadlineMs'>): Promise<CallOutcome> {
    await this.#settling
    const limitMs = this.#version.settings.timeoutSeconds * 1000
    const init = this.#sandbox ? undefined : await this.#init('init', INIT_LIMIT_MS)

    const initMs = init?.kind === 'ready' ? init.initMs : this.#preparedMs
    this.#preparedMs = undefined
    this.#platform.start(call.requestId)
    const startMs = performance.now()
    const deadlineMs = Date.now() + limitMs
    // A failed INIT is repeated inside the call, on the call's time and share.
    const repeated = init && init.kind !== 'ready' ? await this.#init('invoke', limitMs) : undefined
    const failed = repeated && repeated.kind !== 'ready' ? repeated : undefined
    const restMs = limitMs - (performance.now() - startMs)
    const ending = failed ?? (await this.#run({ ...call, deadlineMs }, restMs))

    const durationMs = ending.kind === 'timeout' ? limitMs : ending.atMs - startMs
    const { payload, failure } = this.#conclude(call.requestId, ending, durationMs, failed !== undefined)
    this.#peakMb = Math.max(this.#peakMb, this.#sandbox?.peakMb ?? 0)
    this.#platform.end(call.requestId)
    this.#platform.report({
      requestId: call.requestId,
      durationMs,
      ...(initMs === undefined ? {} : { initMs }),
      memoryMb: this.#version.settings.memoryMb,
      peakMb: this.#peakMb,
      trace: call.trace,
      ...(failure ? { failure } : {}),
    })
    const logTail = this.#log.takeTail()
    const isAnswered = !failed && (ending.kind === 'response' || ending.kind === 'error')
    // The answer does not wait for that: only the next call does.
    if (isAnswered) this.#settling = this.#settle()
    else this.#end()
    return {
      payload,
      logTail,
      startedAtMs: startMs,
      durationMs,
      peakMb: this.#peakMb,
      ...(initMs === undefined ? {} : { initMs }),
      ...(ending.kind === 'response' ? {} : { functionError: 'Unhandled' as const }),
    }
  }

  async #settle(): Promise<void> {
    if (!(await this.#sandbox?.becomesReady())) this.#end()
  }

  /** Kills the process: a call at work ends as when the process exits. */
  stop(): void {
    this.#isStopped = true
    this.#end()
  }

  async #init(phase: InitPhase, limitMs: number): Promise<(Ready | Failure) & { readonly initMs: number }> {
    const { runtime } = this.#version.settings
    const interpreter = await this.#interpreter
    if (phase === 'init' && interpreter)
      this.#platform.initStart(`${runtime} by ${interpreter.path} ${interpreter.version}`, this.#initialization)
    const ending = await this.#start(phase, limitMs, interpreter)
    this.#peakMb = this.#sandbox?.peakMb ?? 0
    // The service's INIT has no time of its own for making the environment: folders, a port, control groups.
    const initMs = ending.atMs - (this.#sandbox?.startedAtMs ?? ending.atMs)
    if (ending.kind !== 'ready') {
      if (ending.kind === 'error') await this.#sandbox?.drain()
      this.#end()
      const failure = { status: ending.kind === 'timeout' ? 'timeout' : 'error', ...errorTypeOf(ending) } as const
      this.#platform.initReport(initMs, phase, failure)
    }
    return { ...ending, initMs }
  }

  async #start(phase: InitPhase, limitMs: number, interpreter: Interpreter | undefined): Promise<Ready | Failure> {
    const { runtime, memoryMb, layers } = this.#version.settings
    if (!interpreter) {
      const language = runtime.startsWith('python') ? 'Python 3' : 'Node.js'
      return startFailure(`No ${language} was found on this machine. Install it and start the lab again.`)
    }
    if (this.#isStopped) return startFailure('The lab is closing.')
    const id = `${this.#version.name}-${this.#stream.slice(-12)}-${++this.#starts}`
    const [api, tmp] = await Promise.all([RuntimeApi.listen(), this.#host.folder.make('tmp', id)])
    const opt = layers.folder === undefined ? {} : { opt: layers.folder }
    const own = { tmp, needsTmp: this.#version.code.mentionsTmp, ...opt }
    const view = await this.#host.ownFolders.view(own, interpreter.path)
    const site = {
      runtimeApi: api.address,
      stream: this.#stream,
      region: this.#host.region,
      tmp: view.tmp,
      initialization: this.#initialization,
      ...(view.opt === undefined ? {} : { opt: view.opt }),
    }
    const limits = this.#host.limiter.limit(id, memoryMb)
    try {
      const start = processStart(this.#version, interpreter, site)
      const sandbox = await Sandbox.start(view.start(start), api, limits, line => this.#log.write(line))
      this.#sandbox = sandbox
      // Only INIT on demand, ahead of the call, has the full share.
      if (phase === 'invoke' || this.#initialization !== 'on-demand') sandbox.throttle()
      this.#host.folder.addGroup(sandbox.pid)
      void sandbox.ended.then(() => this.#host.folder.removeGroup(sandbox.pid, tmp))
      return await sandbox.init(limitMs)
    } catch (error) {
      api.close()
      limits.close()
      return startFailure(`The interpreter could not be started: ${String(error)}`)
    }
  }

  async #run(call: RuntimeCall, limitMs: number): Promise<Answer | Failure> {
    if (!this.#sandbox) return startFailure('The environment was stopped.')
    // Before the call is handed over: a quick handler would answer first.
    if (this.#host.faults.killsCall()) this.#sandbox.kill()
    const ending = await this.#sandbox.run(call, limitMs)
    if (ending.kind === 'response' || ending.kind === 'error') await this.#sandbox?.drain()
    return ending
  }

  /** The payload the caller gets, with the platform's own line about it in the log where it has one. */
  #conclude(requestId: string, ending: Answer | Failure, durationMs: number, isInit: boolean) {
    if (ending.kind === 'response') return { payload: ending.body }
    const failure: ReportFailure = { status: 'error', ...errorTypeOf(ending) }
    if (ending.kind === 'error') return { payload: ending.body, failure: { ...failure, isOrdinary: !isInit } }
    if (ending.kind === 'exit') {
      const text = `RequestId: ${requestId} Error: ${ending.message}`
      this.#platform.exited(ending.errorType, text)
      return { payload: errorPayload(ending.errorType, text), failure }
    }
    const text = `Task timed out after ${(durationMs / 1000).toFixed(2)} seconds`
    this.#platform.timedOut(requestId, text)
    const payload = errorPayload('Sandbox.Timedout', `RequestId: ${requestId} Error: ${text}`)
    return { payload, failure: { status: 'timeout' as const } }
  }

  #end(): void {
    const sandbox = this.#sandbox
    this.#sandbox = undefined
    sandbox?.end()
  }
}

function startFailure(message: string): Failure {
  return { kind: 'exit', errorType: 'Runtime.InvalidEntrypoint', message, atMs: performance.now() }
}

function errorTypeOf(ending: Failure): { readonly errorType?: string } {
  return ending.kind === 'error' || ending.kind === 'exit' ? { errorType: ending.errorType } : {}
}

function errorPayload(errorType: string, errorMessage: string): Buffer {
  return Buffer.from(JSON.stringify({ errorType, errorMessage }))
}
