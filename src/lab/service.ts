import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FaultInjector } from './faults.ts'
import { lambdaAction } from './lambdaAction.ts'
import type { LambdaApi } from './lambdaApi.ts'
import type { LambdaAnswer } from './lambdaRequest.ts'
import type { LogsApi } from './logsApi.ts'
import type { MetricsApi } from './metricsApi.ts'
import type { PredictionApi } from './predictionApi.ts'
import { readBody } from './readBody.ts'
import { ServiceError } from './serviceError.ts'
import { type SigningKey, Signatures } from './signature.ts'

/** A zip of 50 MB in base64, as the real service takes it. */
const MAX_REQUEST_BYTES = 70_167_211

/** Of CloudWatch's operations in X-Amz-Target. */
const METRICS = 'GraniteServiceVersion20100801'

interface ServiceApis {
  readonly lambda: LambdaApi
  readonly logs: LogsApi
  readonly metrics: MetricsApi
  readonly prediction: PredictionApi
}

/** The HTTP service on loopback: checks each request's host and signature and gives it to the API it is for. */
export class Service {
  readonly #server: Server
  readonly #signatures: Signatures
  readonly #apis: ServiceApis
  readonly #faults: FaultInjector
  #lastRequestAt = performance.now()

  constructor(key: SigningKey, apis: ServiceApis, faults: FaultInjector) {
    this.#faults = faults
    this.#signatures = new Signatures(key)
    this.#apis = apis
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.#handle(request, response).catch(() => response.destroy())
    })
  }

  /** Resolves with the endpoint. Port 0 takes any free one. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    return `http://127.0.0.1:${this.#port}`
  }

  /** Since the last request that was signed by the lab's key. */
  get idleMs(): number {
    return performance.now() - this.#lastRequestAt
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.headers['x-amz-target']
    const isRpc = target !== undefined
    const rpcType = `application/x-amz-json-1.${String(target).startsWith(METRICS) ? 0 : 1}`
    let answer: LambdaAnswer
    try {
      answer = await this.#answer(request)
    } catch (error) {
      answer = describe(error, isRpc)
    }
    const { body } = answer
    if (body instanceof Readable) {
      response.writeHead(answer.status, { 'x-amzn-RequestId': randomUUID(), ...answer.headers })
      await pipeline(body, response)
      return
    }
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body))
    response.writeHead(answer.status, {
      'Content-Type': isRpc ? rpcType : 'application/json',
      ...(answer.status === 204 ? {} : { 'Content-Length': bytes.length }),
      'x-amzn-RequestId': randomUUID(),
      ...answer.headers,
    })
    response.end(bytes)
  }

  async #answer(request: IncomingMessage): Promise<LambdaAnswer> {
    // A page in the user's browser must not reach the lab by a name that it makes resolve to this machine.
    const host = request.headers.host
    if (host !== `127.0.0.1:${this.#port}` && host !== `localhost:${this.#port}`)
      throw new ServiceError('AccessDeniedException', 'The lab answers requests to 127.0.0.1 and localhost only.', 403)
    const body = await readBody(request, MAX_REQUEST_BYTES)
    if (!body)
      throw new ServiceError(
        'RequestEntityTooLargeException',
        `Request must be smaller than ${MAX_REQUEST_BYTES} bytes`,
        413,
      )
    const { method = '', url: target = '/', headers } = request
    this.#signatures.verify({ method, target, headers, body }, Date.now())
    const operation = headers['x-amz-target']
    this.#lastRequestAt = performance.now()
    if (typeof operation === 'string') {
      const [api, name = operation] = operation.split('.')
      if (api === METRICS) {
        await this.#faults.beforeRequest(`cloudwatch:${name}`)
        return { status: 200, body: this.#apis.metrics.handle(name, body) }
      }
      await this.#faults.beforeRequest(`logs:${name}`)
      return { status: 200, body: this.#apis.logs.handle(operation, body) }
    }
    const url = new URL(target, 'http://lab')
    const parsed = { method, path: url.pathname, query: url.searchParams, headers, body }
    if (this.#apis.prediction.isFor(parsed)) return this.#apis.prediction.handle(parsed)
    await this.#faults.beforeRequest(lambdaAction(method, url.pathname))
    return this.#apis.lambda.handle(parsed)
  }
}

function describe(error: unknown, isRpc: boolean): LambdaAnswer {
  const known = error instanceof ServiceError ? error : undefined
  const type = known?.type ?? 'ServiceException'
  const message =
    known?.message ?? `The lab failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  const status = known?.status ?? 500
  const body = isRpc
    ? { __type: type, message, ...known?.details }
    : { Type: status < 500 ? 'User' : 'Service', message, Message: message, ...known?.details }
  return { status, body, headers: { 'x-amzn-errortype': type } }
}
