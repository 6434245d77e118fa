/** An error the service answers with: `type` is the real service's exception name, which SDK clients turn into classes. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly type: string
  readonly status: number
  /** More members of the answer's body. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(type: string, message: string, status = 400, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.type = type
    this.status = status
    this.details = details
  }
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message)
}

export function conflict(message: string): ServiceError {
  return new ServiceError('ResourceConflictException', message, 409)
}

export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, 404)
}
