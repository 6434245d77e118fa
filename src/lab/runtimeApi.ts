import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { readBody } from './readBody.ts'
import { type Trace, traceHeader } from './trace.ts'

/** A call as the Runtime API hands it to the bootstrap. */
export interface RuntimeCall {
  readonly requestId: string
  readonly payload: Buffer
  readonly deadlineMs: number
  readonly invokedArn: string
  readonly trace: Trace
  readonly clientContext?: string
  /** Takes the pieces of a response that is streamed; the reply has none of them then. */
  readonly onChunk?: (chunk: Buffer) => Promise<void>
}

export interface RuntimeReply {
  readonly kind: 'response' | 'error' | 'init-error'
  readonly body: Buffer
  readonly errorType?: string
  /** `performance.now()` when the last byte had come. */
  readonly atMs: number
  /** The bootstrap's own peak memory, for machines where it cannot be read from outside. */
  readonly peakKb: number
}

/** The service limits a synchronous response to 6 MB and a little. */
const MAX_RESPONSE_BYTES = 6_291_556
/** One that is streamed, to 200 MB. */
const MAX_STREAM_BYTES = 209_715_200

/**
 * The Runtime API of one environment, on a random loopback port of its own: `next`, `response`, `error`, `init/error`.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #server: Server
  /** The bootstrap's open `next` request, while it has nothing to do. */
  #idle: ServerResponse | undefined
  #current: RuntimeCall | undefined
  /** Called when the bootstrap asks for work. */
  onReady: (() => void) | undefined
  onReply: ((reply: RuntimeReply) => void) | undefined

  private constructor(server: Server) {
    this.#server = server
  }

  static async listen(): Promise<RuntimeApi> {
    const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })
    const api = new RuntimeApi(server)
    server.on('request', (request, response) => {
      api.#handle(request, response).catch(() => response.destroy())
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    return api
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Serves a connection that was not made to the port. */
  accept(connection: Duplex): void {
    this.#server.emit('connection', connection)
  }

  get isIdle(): boolean {
    return this.#idle !== undefined
  }

  /** Gives the waiting bootstrap a call; call only after `onReady`. */
  hand(call: RuntimeCall): void {
    const response = this.#idle
    if (!response) throw new Error('The environment is not waiting for a call.')
    this.#idle = undefined
    this.#current = call
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': call.payload.length,
      'Lambda-Runtime-Aws-Request-Id': call.requestId,
      'Lambda-Runtime-Deadline-Ms': call.deadlineMs,
      'Lambda-Runtime-Invoked-Function-Arn': call.invokedArn,
      'Lambda-Runtime-Trace-Id': traceHeader(call.trace),
      ...(call.clientContext === undefined ? {} : { 'Lambda-Runtime-Client-Context': call.clientContext }),
    })
    response.end(call.payload)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.replace('/2018-06-01/runtime/', '') ?? ''
    if (request.method === 'GET' && path === 'invocation/next') {
      this.#idle = response
      this.onReady?.()
      return
    }
    const [, id, verb] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
    const isInitError = path === 'init/error'
    const isOfCall = id !== undefined && id === this.#current?.requestId
    const isStreamed = request.headers['lambda-runtime-function-response-mode'] === 'streaming'
    const onChunk = isOfCall && isStreamed ? this.#current?.onChunk : undefined
    const mostBytes = onChunk ? MAX_STREAM_BYTES : MAX_RESPONSE_BYTES
    const body = await readBody(request, mostBytes, onChunk)
    if (request.method !== 'POST' || (!isInitError && (!isOfCall || id !== this.#current?.requestId))) {
      answer(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' })
      return
    }
    this.#current = undefined
    const reply = { atMs: performance.now(), peakKb: Number(request.headers['lambda-lab-peak-kb'] ?? 0) }
    if (body === undefined) {
      answer(response, 413, { errorType: 'RequestEntityTooLarge', errorMessage: 'The response is too large.' })
      const message = `Response payload size exceeded maximum allowed payload size (${mostBytes} bytes).`
      const errorType = 'Function.ResponseSizeTooLarge'
      const error = Buffer.from(JSON.stringify({ errorMessage: message, errorType }))
      this.onReply?.({ kind: 'error', body: error, errorType, ...reply })
      return
    }
    // The caller's answer goes first.
    setImmediate(() => answer(response, 202, { status: 'OK' }))
    const broken = streamError(request)
    if (broken) {
      this.onReply?.({ kind: 'error', ...broken, ...reply })
      return
    }
    const kind = isInitError ? 'init-error' : verb === 'error' ? 'error' : 'response'
    const errorType = request.headers['lambda-runtime-function-error-type']
    this.onReply?.({ kind, body, ...(typeof errorType === 'string' ? { errorType } : {}), ...reply })
  }
}

/** A response that is streamed may end in an error, which its trailers tell. */
function streamError({ trailers }: IncomingMessage): { readonly body: Buffer; readonly errorType: string } | undefined {
  const errorType = trailers['lambda-runtime-function-error-type']
  if (errorType === undefined) return undefined
  const body = Buffer.from(trailers['lambda-runtime-function-error-body'] ?? '', 'base64')
  return { errorType, body: body.length > 0 ? body : Buffer.from(JSON.stringify({ errorType })) }
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
  response.end(text)
}
