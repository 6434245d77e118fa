import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Signatures } from '#lab/signature.ts'
import type { Lab } from '#lab/start.ts'

type Service = Pick<Lab, 'endpoint' | 'region' | 'credentials'>

/** What happens to a request between the SDK and the service. */
export type ProxyFault = 'throttled' | 'server-error' | 'denied' | 'expired-token' | 'clock-skew' | 'held'

export interface ProxiedRequest {
  /** `StartQuery`, `ListFunctions`. */
  readonly operation: string
  readonly url: string
  readonly body: string
}

interface Arrived extends ProxiedRequest {
  readonly method: string
  readonly headers: IncomingHttpHeaders
}

type Refusal = Exclude<ProxyFault, 'held'>

const refusals: Readonly<Record<Refusal, readonly [status: number, type: string, message: string]>> = {
  throttled: [429, 'TooManyRequestsException', 'Rate exceeded'],
  'server-error': [500, 'ServiceException', 'An internal error occurred.'],
  denied: [403, 'AccessDeniedException', 'User: arn:aws:iam::123456789012:user/me is not authorized.'],
  'expired-token': [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
  'clock-skew': [403, 'InvalidSignatureException', 'Signature expired: 20261121T000000Z is now earlier than …'],
}

/** Stands between the real SDK clients and the lab on the wire: counts, and makes failures up. */
export class FaultyProxy {
  readonly requests: ProxiedRequest[] = []
  /** Decides over each request as it arrives. */
  fault: (request: ProxiedRequest) => ProxyFault | undefined = () => undefined
  /** What is answered here, such as the metrics that the lab does not have. */
  answer: (request: ProxiedRequest) => object | undefined = () => undefined
  /** Changes what the service answers. */
  rewrite: (request: ProxiedRequest, answer: string) => string = (_, answer) => answer
  /** Questions that came while the same one was open. */
  readonly twice: string[] = []
  readonly #service: Service
  readonly #signatures: Signatures
  readonly #open = new Map<string, number>()
  readonly #server = createServer((incoming, response) => void this.#serve(incoming, response))
  #held: (() => void)[] = []
  #port = 0

  private constructor(service: Service) {
    this.#service = service
    this.#signatures = new Signatures({ ...service.credentials, region: service.region })
  }

  static async before(service: Service): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(service)
    await proxy.listen()
    return proxy
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Again on the port that it had. */
  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Whoever connects now is refused. */
  async close(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  /** Answers what was held. */
  release(): void {
    this.fault = () => undefined
    const held = this.#held
    this.#held = []
    for (const go of held) go()
  }

  /** How often an operation was asked. */
  count(operation: string): number {
    return this.requests.filter(one => one.operation === operation).length
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method = '', url = '', headers } = incoming
    const arrived = {
      method,
      url,
      headers,
      operation: operationOf(url, headers),
      body: Buffer.concat(chunks).toString(),
    }
    this.requests.push(arrived)
    const key = `${arrived.operation} ${url} ${arrived.body}`
    const alike = (this.#open.get(key) ?? 0) + 1
    this.#open.set(key, alike)
    if (alike > 1) this.twice.push(key)
    response.once('close', () => this.#open.set(key, (this.#open.get(key) ?? 1) - 1))
    const fault = this.fault(arrived)
    if (fault === 'held') await new Promise<void>(resolve => this.#held.push(resolve))
    if (fault !== undefined && fault !== 'held') refuse(response, fault)
    else this.#answer(arrived, response)
  }

  #answer(arrived: Arrived, response: ServerResponse): void {
    const own = this.answer(arrived)
    if (!own) return this.#forward(arrived, response)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(own))
  }

  #forward(arrived: Arrived, response: ServerResponse): void {
    const { method, url, body } = arrived
    const target = new URL(url, this.#service.endpoint)
    const onward = request(target, { method, headers: this.#signed(arrived, target.host) }, async answer => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk)
      const text = this.rewrite(arrived, Buffer.concat(chunks).toString())
      const { 'content-length': _, 'transfer-encoding': __, ...kept } = answer.headers
      response.writeHead(answer.statusCode ?? 502, kept)
      response.end(text)
    })
    onward.on('error', () => response.destroy())
    onward.end(body)
  }

  /** The lab answers to its own address only, and so wants another signature. */
  #signed({ method, url, headers, body }: Arrived, host: string): Record<string, string> {
    const names = ['content-type', 'x-amz-target'] as const
    const sent = names.flatMap(name => (typeof headers[name] === 'string' ? [[name, headers[name]] as const] : []))
    const all = { ...Object.fromEntries(sent), host }
    const service = /\/(\w+)\/aws4_request/.exec(headers.authorization ?? '')?.[1] ?? 'lambda'
    const request = { method, target: url, headers: all, body: Buffer.from(body) }
    return { ...all, ...this.#signatures.headersFor(request, service, Date.now()) }
  }
}

function refuse(response: ServerResponse, fault: Refusal): void {
  const [status, type, message] = refusals[fault]
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
  response.end(JSON.stringify({ __type: type, message, Message: message }))
}

/** So many bytes for each metric that is asked, as `GetMetricData` answers. */
export function metricsOf({ operation, body }: ProxiedRequest, bytes: readonly number[]): object | undefined {
  if (operation !== 'GetMetricData') return undefined
  const { MetricDataQueries }: { MetricDataQueries: { Id: string }[] } = JSON.parse(body)
  return { MetricDataResults: MetricDataQueries.map(({ Id }, index) => ({ Id, Values: [bytes[index] ?? 0] })) }
}

/** Logs say it in a header, Lambda by the path. */
function operationOf(url: string, headers: IncomingHttpHeaders): string {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return target.split('.').at(-1) ?? ''
  if (/\/functions\/?(\?|$)/.test(url)) return 'ListFunctions'
  if (url.includes('/versions')) return 'ListVersionsByFunction'
  return url.includes('/configuration') ? 'GetFunctionConfiguration' : url
}
