import { randomBytes } from 'node:crypto'
import { FaultInjector, type Faults } from './faults.ts'
import { FunctionStore } from './functionStore.ts'
import { Invoker } from './invoker.ts'
import { LambdaApi } from './lambdaApi.ts'
import type { Limiter } from './limiter.ts'
import { LogFile } from './logFile.ts'
import { LogsApi } from './logsApi.ts'
import { LogStore } from './logStore.ts'
import type { RunFolder } from './runFolder.ts'
import { Service } from './service.ts'
import type { SigningKey } from './signature.ts'

const ACCOUNT = '000000000000'

export interface LabServerOptions {
  readonly limiter: Limiter
  readonly folder: RunFolder
  readonly maxConcurrency: number
  /** An environment without a call for this long is stopped. */
  readonly retireMs: number
  /** Where logs are kept for later labs; without it they end with this one. */
  readonly dataFolder?: string
  /** None without it. */
  readonly faults?: Faults
}

/** The parts of a lab, put together. */
export class LabServer {
  /** Made anew for each lab: who has it may call. */
  readonly key: SigningKey
  readonly #invoker: Invoker
  readonly #service: Service
  readonly #logFile: LogFile | undefined

  constructor({ limiter, folder, maxConcurrency, retireMs, dataFolder, faults }: LabServerOptions) {
    const injector = new FaultInjector(faults)
    const region = 'us-east-1'
    this.key = {
      accessKeyId: `LAB${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
      region,
    }
    const logs = new LogStore()
    this.#logFile = dataFolder === undefined ? undefined : new LogFile(dataFolder)
    this.#logFile?.attach(logs)
    this.#invoker = new Invoker(
      { limiter, logs, folder, region, faults: injector },
      { maxConcurrency, idleMs: retireMs },
    )
    const store = new FunctionStore(
      `arn:aws:lambda:${region}:${ACCOUNT}`,
      (name, version) => this.#invoker.retire(name, version),
      injector,
    )
    const lambda = new LambdaApi(store, this.#invoker, folder.path('code'))
    this.#service = new Service(this.key, lambda, new LogsApi(logs, `arn:aws:logs:${region}:${ACCOUNT}`), injector)
  }

  /** Resolves with the endpoint. */
  listen(port: number): Promise<string> {
    return this.#service.listen(port)
  }

  /** Since the last request; 0 while a call is at work. */
  get idleMs(): number {
    return this.#invoker.isBusy ? 0 : this.#service.idleMs
  }

  close(): void {
    this.#service.close()
    this.#invoker.close()
    this.#logFile?.flush()
  }
}
