import type { AwsConnection } from './connection.ts'
import { serviceError } from './serviceErrors.ts'

export interface RequestContext {
  readonly connection: AwsConnection
  /** The IAM action that the request needs: `lambda:InvokeFunction`. */
  readonly action: string
  /** What it is about, in words: `the function hello`. */
  readonly subject: string
}

/** What an SDK operation takes beside its input. */
export interface RequestOptions {
  readonly abortSignal: AbortSignal
}

/**
 * Sends one request. Rejects with a `LensError` where the service refused or was not reached, and with the signal's
 * own reason once that has fired.
 */
export async function request<T>(
  context: RequestContext,
  signal: AbortSignal,
  send: (options: RequestOptions) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  try {
    return await send({ abortSignal: signal })
  } catch (error) {
    signal.throwIfAborted()
    throw serviceError(error, context)
  }
}
