import { randomBytes } from 'node:crypto'
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
  /** Where logs are kept for later labs; without it they end with this one. */
  readonly dataFolder?: string
}

/** The parts of a lab, put together. */
export class LabServer {
  /** Made anew for each lab: who has it may call. */
  readonly key: SigningKey
  readonly #invoker: Invoker
  readonly #service: Service
  readonly #logFile: LogFile | undefined

  constructor({ limiter, folder, maxConcurrency, dataFolder }: LabServerOptions) {
    const region = 'us-east-1'
    this.key = {
      accessKeyId: `LAB${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
      region,
    }
    const logs = new LogStore()
    this.#logFile = dataFolder === undefined ? undefined : new LogFile(dataFolder)
    this.#logFile?.attach(logs)
    this.#invoker = new Invoker({ limiter, logs, folder, region }, { maxConcurrency, idleMs: 5 * 60 * 1000 })
    const store = new FunctionStore(`arn:aws:lambda:${region}:${ACCOUNT}`, (name, version) =>
      this.#invoker.retire(name, version),
    )
    const lambda = new LambdaApi(store, this.#invoker, folder.path('code'))
    this.#service = new Service(this.key, lambda, new LogsApi(logs, `arn:aws:logs:${region}:${ACCOUNT}`))
  }

  /** Resolves with the endpoint. */
  listen(port: number): Promise<string> {
    return this.#service.listen(port)
  }

  close(): void {
    this.#service.close()
    this.#invoker.close()
    this.#logFile?.flush()
  }
}
