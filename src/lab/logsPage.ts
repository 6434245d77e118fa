import type { JsonObject } from './json.ts'
import { ServiceError } from './serviceError.ts'

/** The page that a request of CloudWatch Logs asks for, and the token of the next. */
export function pageOf<T>(all: readonly T[], request: JsonObject) {
  const start = tokenNumber(request.string('nextToken'))
  const end = start + limitOf(request, 50)
  return { page: all.slice(start, end), next: end < all.length ? { nextToken: String(end) } : {} }
}

export function limitOf(request: JsonObject, most: number): number {
  const limit = request.number('limit') ?? most
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    const message = `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and ${most}`
    throw new ServiceError('InvalidParameterException', message)
  }
  return limit
}

export function tokenNumber(token: string | undefined): number {
  const number = Number(token ?? 0)
  if (!Number.isInteger(number))
    throw new ServiceError('InvalidParameterException', 'The specified nextToken is invalid.')
  return number
}
