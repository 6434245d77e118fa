import { randomBytes } from 'node:crypto'
import { FaultInjector, type Faults } from './faults.ts'
import { FunctionStore } from './functionStore.ts'
import { Interpreters } from './interpreters.ts'
import { Invoker } from './invoker.ts'
import { LambdaApi } from './lambdaApi.ts'
import { LayerFolders } from './layers.ts'
import type { Limiter } from './limiter.ts'
import { LogFile } from './logFile.ts'
import { LogsApi } from './logsApi.ts'
import { LogStore, sizeOf } from './logStore.ts'
import { MetricsApi } from './metricsApi.ts'
import { MetricStore } from './metricStore.ts'
import { OwnFolders } from './ownFolders.ts'
import { PredictionApi } from './predictionApi.ts'
import { Predictor } from './predictor.ts'
import type { RunFolder } from './runFolder.ts'
import { Service } from './service.ts'
import type { SigningKey } from './signature.ts'

const ACCOUNT = '000000000000'

export interface LabServerOptions {
  readonly limiter: Limiter
  readonly folder: RunFolder
  /** The script of the lab itself, to run as a worker. */
  readonly entry: string
  readonly maxConcurrency: number
  /** An environment without a call for this long is stopped. */
  readonly retireMs: number
  /** None without it. */
  readonly faults?: Faults
  /** Folders of layers that functions may name by their ARN, by the layer's name. */
  readonly layers: ReadonlyMap<string, string>
}

/** The parts of a lab, put together. */
export class LabServer {
  /** Made anew for each lab: who has it may call. */
  readonly key: SigningKey
  readonly #invoker: Invoker
  readonly #service: Service
  readonly #predictor: Predictor
  readonly #logFile: LogFile | undefined

  /** `dataFolder` is where logs are kept for later labs; without it they end with this one. */
  constructor(
    { limiter, folder, entry, maxConcurrency, retireMs, faults, layers }: LabServerOptions,
    dataFolder?: string,
  ) {
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
    const interpreters = new Interpreters()
    const host = {
      limiter,
      logs,
      folder,
      region,
      faults: injector,
      ownFolders: new OwnFolders(folder.root),
      interpreters,
    }
    this.#invoker = new Invoker(host, { maxConcurrency, idleMs: retireMs })
    this.#predictor = new Predictor(host, entry)
    const store = new FunctionStore(
      `arn:aws:lambda:${region}:${ACCOUNT}`,
      (name, version) => this.#invoker.retire(name, version),
      injector,
    )
    const metrics = new MetricStore()
    logs.onWrite((LogGroupName, event) =>
      metrics.record('AWS/Logs', 'IncomingBytes', { LogGroupName }, sizeOf(event), event.timestamp),
    )
    const layerFolders = new LayerFolders(layers, folder.path('layers'))
    const lambda = new LambdaApi(store, this.#invoker, metrics, folder.path('code'), layerFolders)
    const apis = {
      metrics: new MetricsApi(metrics),
      lambda,
      logs: new LogsApi(logs, `arn:aws:logs:${region}:${ACCOUNT}`),
      prediction: new PredictionApi(store, this.#predictor),
    }
    this.#service = new Service(this.key, apis, injector)
  }

  /** Resolves with the endpoint. */
  listen(port: number): Promise<string> {
    return this.#service.listen(port)
  }

  /** Since the last request; 0 while a call is at work. */
  get idleMs(): number {
    return this.#invoker.isBusy || this.#predictor.isBusy ? 0 : this.#service.idleMs
  }

  close(): void {
    this.#service.close()
    this.#invoker.close()
    this.#predictor.close()
    this.#logFile?.flush()
  }
}
