import { Readable } from 'node:stream'
import type { AwsClients } from '#aws/clients.ts'

/** What happens to a request between the SDK and the service. */
export type WireFault =
  /** The service fails before it does anything. */
  | 'server-error'
  | 'throttled'
  | 'expired-token'
  /** The service does what it was asked, and its answer does not arrive. */
  | 'lost-answer'
  /** What an account answers that is capped at 3,008 MB. */
  | 'memory-capped'

/** The requests of real SDK clients on the wire, retries among them. */
export interface Wire {
  /** In the order in which they were sent. */
  readonly requests: readonly WireRequest[]
  /** Decides over each request by its number, from 0. */
  decide: (index: number, request: WireRequest) => WireFault | undefined
}

export interface WireRequest {
  /** `PublishVersion` */
  readonly operation: string
  readonly input: object
}

const refusals: Readonly<Record<Exclude<WireFault, 'lost-answer'>, readonly [number, string, string]>> = {
  'server-error': [500, 'ServiceException', 'An internal error occurred.'],
  throttled: [429, 'TooManyRequestsException', 'Rate exceeded'],
  'expired-token': [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
  'memory-capped': [
    400,
    'InvalidParameterValueException',
    "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 3008",
  ],
}

/** Stands between the clients' Lambda requests and the service. */
export async function tapWire(clients: AwsClients): Promise<Wire> {
  const requests: WireRequest[] = []
  const wire: Wire = { requests, decide: () => undefined }
  for (const client of [await clients.lambda(), await clients.invoker()]) {
    client.middlewareStack.add(
      (next, context) => async args => {
        const operation = String(context['commandName']).replace(/Command$/, '')
        const request = { operation, input: args.input }
        const fault = wire.decide(requests.push(request) - 1, request)
        if (fault !== undefined && fault !== 'lost-answer') {
          return { response: refusal(fault), output: { $metadata: {} } }
        }
        const answer = await next(args)
        if (fault === 'lost-answer') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
        return answer
      },
      { step: 'deserialize', name: 'wire', priority: 'low' },
    )
  }
  return wire
}

function refusal(fault: Exclude<WireFault, 'lost-answer'>) {
  const [statusCode, type, message] = refusals[fault]
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type }
  return { statusCode, headers, body: Readable.from(Buffer.from(JSON.stringify({ message, Message: message }))) }
}
