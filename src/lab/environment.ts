import { CallLog } from './callLog.ts'
import type { Interpreter } from './interpreters.ts'
import { type FunctionVersion, logGroupOf } from './labFunction.ts'
import type { Limiter } from './limiter.ts'
import { type LogStore, newStreamName } from './logStore.ts'
import { processStart } from './processStart.ts'
import { initReportLine, type ReportFailure, reportLine } from './report.ts'
import type { RunFolder } from './runFolder.ts'
import { RuntimeApi, type RuntimeCall } from './runtimeApi.ts'
import { type Answer, type Failure, type Ready, Sandbox } from './sandbox.ts'

export interface EnvironmentHost {
  readonly limiter: Limiter
  readonly logs: LogStore
  readonly folder: RunFolder
  readonly region: string
}

export interface CallOutcome {
  readonly payload: Buffer
  readonly functionError?: 'Unhandled'
  /** The end of the call's log. */
  readonly logTail: Buffer
}

/** On demand, INIT may last this long; then it is repeated inside the first call. */
const INIT_LIMIT_MS = 10_000

/** One execution environment: one call at a time, its process reused while it lives, one log stream. */
export class Environment {
  readonly #version: FunctionVersion
  readonly #interpreter: Interpreter | undefined
  readonly #host: EnvironmentHost
  readonly #stream: string
  readonly #log: CallLog
  #sandbox: Sandbox | undefined
  #peakMb = 0
  #isStopped = false

  constructor(version: FunctionVersion, interpreter: Interpreter | undefined, host: EnvironmentHost) {
    this.#version = version
    this.#interpreter = interpreter
    this.#host = host
    this.#stream = newStreamName(version.version)
    this.#log = new CallLog(host.logs, logGroupOf(version.name), this.#stream)
  }

  /** False before the first call, and after one that ended the process. */
  get isAlive(): boolean {
    return this.#sandbox !== undefined
  }

  /** Runs INIT first where there is no process. Never rejects for what the function does. */
  async call(call: Omit<RuntimeCall, 'deadlineMs'>): Promise<CallOutcome> {
    const limitMs = this.#version.settings.timeoutSeconds * 1000
    const init = this.#sandbox ? undefined : await this.#init('init', INIT_LIMIT_MS)

    this.#log.write(`START RequestId: ${call.requestId} Version: ${this.#version.version}`)
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
    this.#log.write(`END RequestId: ${call.requestId}`)
    this.#log.write(
      reportLine({
        requestId: call.requestId,
        durationMs,
        ...(init?.kind === 'ready' ? { initMs: init.initMs } : {}),
        memoryMb: this.#version.settings.memoryMb,
        peakMb: this.#peakMb,
        ...(failure ? { failure } : {}),
      }),
    )
    const logTail = this.#log.takeTail()
    const isAnswered = !failed && (ending.kind === 'response' || ending.kind === 'error')
    if (!isAnswered || !(await this.#sandbox?.becomesReady())) this.#end()
    return { payload, logTail, ...(ending.kind === 'response' ? {} : { functionError: 'Unhandled' as const }) }
  }

  /** Kills the process: a call at work ends as when the process exits. */
  stop(): void {
    this.#isStopped = true
    this.#end()
  }

  async #init(phase: 'init' | 'invoke', limitMs: number): Promise<(Ready | Failure) & { readonly initMs: number }> {
    const { runtime } = this.#version.settings
    const interpreter = this.#interpreter
    if (phase === 'init' && interpreter)
      this.#log.write(`INIT_START Runtime Version: ${runtime} by ${interpreter.path} ${interpreter.version}`)
    const startMs = performance.now()
    const ending = await this.#start(phase, limitMs)
    this.#peakMb = this.#sandbox?.peakMb ?? 0
    const initMs = ending.atMs - startMs
    if (ending.kind !== 'ready') {
      if (ending.kind === 'error') await this.#sandbox?.drain()
      this.#end()
      const failure = { status: ending.kind === 'timeout' ? 'timeout' : 'error', ...errorTypeOf(ending) } as const
      this.#log.write(initReportLine(initMs, phase, failure))
    }
    return { ...ending, initMs }
  }

  async #start(phase: 'init' | 'invoke', limitMs: number): Promise<Ready | Failure> {
    const { runtime, memoryMb } = this.#version.settings
    if (!this.#interpreter) {
      const language = runtime.startsWith('python') ? 'Python 3' : 'Node.js'
      return startFailure(`No ${language} was found on this machine. Install it and start the lab again.`)
    }
    if (this.#isStopped) return startFailure('The lab is closing.')
    const id = `${this.#version.name}-${this.#stream.slice(-12)}-${phase}`
    const api = await RuntimeApi.listen()
    const tmp = await this.#host.folder.make('tmp', id)
    const site = { runtimeApi: api.address, stream: this.#stream, region: this.#host.region, tmp }
    const limits = this.#host.limiter.limit(id, memoryMb)
    try {
      const start = processStart(this.#version, this.#interpreter, site)
      const sandbox = await Sandbox.start(start, api, limits, line => this.#log.write(line))
      this.#sandbox = sandbox
      if (phase === 'invoke') sandbox.throttle()
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
    const ending = await this.#sandbox.run(call, limitMs)
    if (ending.kind === 'response' || ending.kind === 'error') await this.#sandbox?.drain()
    return ending
  }

  /** The payload the caller gets, with the platform's own line about it in the log where it has one. */
  #conclude(requestId: string, ending: Answer | Failure, durationMs: number, isInit: boolean) {
    if (ending.kind === 'response') return { payload: ending.body }
    const failure: ReportFailure = { status: 'error', ...errorTypeOf(ending) }
    // An ordinary exception leaves no status in the report, a failed INIT does.
    if (ending.kind === 'error') return isInit ? { payload: ending.body, failure } : { payload: ending.body }
    if (ending.kind === 'exit') {
      const text = `RequestId: ${requestId} Error: ${ending.message}`
      this.#log.write(`${text}\r${ending.errorType}`)
      return { payload: errorPayload(ending.errorType, text), failure }
    }
    const text = `Task timed out after ${(durationMs / 1000).toFixed(2)} seconds`
    this.#log.write(`${new Date().toISOString()} ${requestId} ${text}\n`)
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
