import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ProtocolRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface ProtocolAnswer {
  readonly status?: number
  /** Sent as `x-amzn-errortype`. */
  readonly errorType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Sent as it stands, instead of a body in JSON. */
  readonly text?: string
}

/** A service on loopback that answers the real SDK clients as a test wants, and remembers what it was asked. */
export interface ProtocolServer {
  readonly endpoint: string
  readonly requests: readonly ProtocolRequest[]
  close(): Promise<void>
}

/** An answer of `undefined` is none at all: the request stays open until the server is closed. */
export async function serveProtocol(
  answer: (request: ProtocolRequest) => ProtocolAnswer | undefined,
): Promise<ProtocolServer> {
  const requests: ProtocolRequest[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method = '', url = '', headers } = incoming
    const request = { method, url, headers, body: Buffer.concat(chunks).toString() }
    requests.push(request)
    const answered = answer(request)
    if (!answered) return
    response.writeHead(answered.status ?? 200, {
      'content-type': 'application/json',
      ...(answered.errorType !== undefined && { 'x-amzn-errortype': answered.errorType }),
      ...answered.headers,
    })
    response.end(answered.text ?? (answered.body === undefined ? '' : JSON.stringify(answered.body)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
