import { setTimeout as wait } from 'node:timers/promises'
import type { Lambda } from '@aws-sdk/client-lambda'
import { LensError } from '#common/errors.ts'
import type { AwsClients } from './clients.ts'
import { type RequestOptions, request } from './request.ts'

/** After the SDK's own retries: a sweep makes dozens of requests beside everybody's deployments, and one undoes it. */
const pausesMs = [500, 1000, 2000]

/** A request to Lambda's control plane about one function. Throttling and failures of the service are waited out. */
export async function controlRequest<T>(
  clients: AwsClients,
  operation: string,
  name: string,
  signal: AbortSignal,
  send: (lambda: Lambda, options: RequestOptions) => Promise<T>,
): Promise<T> {
  const { connection } = clients
  const context = { connection, action: `lambda:${operation}`, subject: `the function ${name}` }
  let earlier = 0
  for (let tries = 0; ; tries++) {
    try {
      return await request(context, signal, async options => send(await clients.lambda(), options))
    } catch (error) {
      earlier = addAttempts(error, earlier)
      const pauseMs = pausesMs[tries]
      if (pauseMs === undefined || !isPassing(error)) throw error
      await wait(pauseMs, undefined, { signal })
    }
  }
}

/**
 * The change that a write met may have been its own: an earlier attempt of it was left without an answer. Lambda
 * answers the next one that the revision has changed, or that an update is in progress.
 */
export function mayHaveMetItself(error: unknown): boolean {
  if (!(error instanceof LensError && ['function-changed', 'function-busy'].includes(error.code))) return false
  return attemptsOf(error).attempts > 1
}

/** Makes the error tell all attempts, where the SDK counts those of its own request. Returns the sum. */
function addAttempts(error: unknown, earlier: number): number {
  const metadata = attemptsOf(error)
  metadata.attempts += earlier
  return metadata.attempts
}

function attemptsOf(error: unknown): { attempts: number } {
  // Keys that are missing are told without the SDK: such an error has no cause.
  const cause = error instanceof LensError ? error.cause : undefined
  const { $metadata = {} } = (cause ?? {}) as { $metadata?: { attempts?: number } }
  return Object.assign($metadata, { attempts: $metadata.attempts ?? 1 })
}

/** Of those that another attempt may not meet. */
function isPassing(error: unknown): boolean {
  return error instanceof LensError && (error.code === 'throttled' || error.code === 'service-failed')
}
