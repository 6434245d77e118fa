import { JsonObject } from './json.ts'
import { invalidParameter, ServiceError } from './serviceError.ts'

export interface LambdaRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface LambdaAnswer {
  readonly status: number
  /** JSON; bytes and streams are sent as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Target {
  readonly name: string
  readonly qualifier: string | undefined
}

/** A name, `name:qualifier`, a partial or a whole ARN; `Qualifier` of the query must not disagree. */
export function parseTarget(text: string, qualifier: string | undefined): Target {
  const pattern = /^(?:(?:arn:aws[\w-]*:lambda:[\w-]+:)?\d{12}:function:)?([\w-]{1,64})(?::(\$LATEST|[\w-]+))?$/
  const [, name, own] = pattern.exec(text) ?? []
  if (name === undefined) {
    const message = `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern`
    throw new ServiceError('ValidationException', message)
  }
  if (own !== undefined && qualifier !== undefined && own !== qualifier)
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.')
  return { name, qualifier: own ?? qualifier }
}

export function paginate<T>(all: readonly T[], query: URLSearchParams) {
  const start = Number(query.get('Marker') ?? 0)
  const end = start + Math.min(50, Math.max(1, Number(query.get('MaxItems') ?? 50)))
  if (!Number.isInteger(start) || !Number.isInteger(end)) throw invalidParameter('Marker or MaxItems is not valid.')
  return { page: all.slice(start, end), next: end < all.length ? { NextMarker: String(end) } : {} }
}

export function jsonOf({ body }: LambdaRequest): JsonObject {
  try {
    return new JsonObject(body.length === 0 ? {} : JSON.parse(body.toString()))
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON.')
  }
}

export function headerOf({ headers }: LambdaRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

export function unknownOperation({ method, path }: LambdaRequest): ServiceError {
  return new ServiceError('UnknownOperationException', `The lab has no operation ${method} ${path}.`, 404)
}
