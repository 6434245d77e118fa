import { createHash } from 'node:crypto'
import type { Bundler } from '#bundle/bundler.ts'
import type { Log } from '#common/log.ts'
import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import { type RunSettings, runSettings } from '#handlers/runSettings.ts'
import type { Invocation } from '#telemetry/invocation.ts'
import type { InvocationSource } from '#telemetry/invocationSource.ts'
import type { LabConnection } from './labConnection.ts'

/** A handler as the lab knows it. */
export interface LabFunction {
  /** Absolute path of the project. */
  readonly root: string
  readonly handler: Handler
  readonly definition?: FunctionDefinition
}

const nothingKept: InvocationSource = { invocations: async () => [] }

/** The functions of the window's one lab, which starts when it is first needed and again after it was killed. */
export class LabFunctions {
  readonly #connect: () => Promise<LabConnection>
  readonly #bundler: Bundler
  readonly #log: Log
  readonly #onEnd: () => void
  readonly #kept: () => Promise<InvocationSource>
  #connection: Promise<LabConnection> | undefined
  #current: LabConnection | undefined

  /** `onEnd` is told when the lab has ended, wanted or not; `kept` has the calls of labs of before, while none runs. */
  constructor(
    connect: () => Promise<LabConnection>,
    bundler: Bundler,
    log: Log,
    onEnd: () => void,
    kept: () => Promise<InvocationSource> = async () => nothingKept,
  ) {
    this.#kept = kept
    this.#connect = connect
    this.#onEnd = onEnd
    this.#bundler = bundler
    this.#log = log
  }

  get isRunning(): boolean {
    return this.#connection !== undefined
  }

  /** False once that lab has ended. */
  isCurrent(connection: LabConnection): boolean {
    return this.#current === connection
  }

  /** Starts the lab unless it runs. */
  async connection(): Promise<LabConnection> {
    if (this.#connection) return await this.#connection
    const connecting = this.#connect()
    this.#connection = connecting
    const forget = () => {
      if (this.#connection !== connecting) return
      this.#connection = undefined
      this.#current = undefined
      this.#onEnd()
    }
    connecting.then(connection => {
      this.#current = connection
      this.#log.info(`The lab runs as process ${connection.pid}; its limiter is ${connection.limiter}.`)
      void connection.exited.then(forget, forget)
    }, forget)
    return await connecting
  }

  /** Brings the handler as it stands on disk into the lab. Returns its name there. */
  async deploy(target: LabFunction, signal: AbortSignal): Promise<string> {
    const { root, handler, definition } = target
    const settings = labSettings(target)
    const codeFolder = definition?.codeFolder
    const { packageHandler } = await import('#bundle/functionPackage.ts')
    const code = await packageHandler(
      { ...handler, root, runtime: settings.runtime, ...(codeFolder === undefined ? {} : { codeFolder }) },
      this.#bundler,
      signal,
    )
    const { deployer } = await this.connection()
    await deployer.deploy({ ...settings, ...code }, signal)
    return settings.name
  }

  /**
   * Brings the handler with another text of its file into the lab, beside the handler itself. Another `round` means
   * new environments. Returns its name there.
   */
  async deployVariant(
    { root, handler, ...target }: LabFunction,
    variant: { readonly name: string; readonly text: string; readonly round: number },
    signal: AbortSignal,
  ): Promise<string> {
    const { name: ownName, ...settings } = labSettings({ root, handler, ...target })
    const { packageHandler } = await import('#bundle/functionPackage.ts')
    const { runtime } = settings
    const code = await packageHandler({ ...handler, root, runtime, text: variant.text }, this.#bundler, signal)
    const name = `${ownName.slice(0, 50)}-${variant.name}`
    const environment = { ...settings.environment, LAMBDA_LENS_ROUND: String(variant.round) }
    const { deployer } = await this.connection()
    await deployer.deploy({ ...settings, ...code, name, environment }, signal)
    return name
  }

  /** Calls of the last `windowMs` at the memory that the function has; undefined while no lab runs and none is kept. */
  async invocations(
    target: LabFunction,
    windowMs: number,
    signal: AbortSignal,
  ): Promise<readonly Invocation[] | undefined> {
    const { name, memoryMb } = labSettings(target)
    const running = await this.#connection
    const source = running?.invocations ?? (await this.#kept())
    const now = Date.now()
    const all = await source.invocations(name, { from: now - windowMs, to: now }, signal)
    const calls = all.filter(invocation => invocation.memoryMb === memoryMb)
    return running || calls.length > 0 ? calls : undefined
  }

  async dispose(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined)
    await connection?.close()
  }
}

/** Several folders and templates may use one logical id; in the window's one lab each function has its own name. */
export function labSettings({ root, handler, definition }: LabFunction): RunSettings {
  const settings = runSettings(handler, definition)
  const identity = JSON.stringify([root, definition?.template ?? handler.file, settings.name])
  const suffix = createHash('sha256').update(identity).digest('hex').slice(0, 6)
  return { ...settings, name: `${settings.name.slice(0, 57)}-${suffix}` }
}
