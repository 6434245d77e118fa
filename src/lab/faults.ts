import { LensError } from '#common/errors.ts'
import { ServiceError } from './serviceError.ts'

/** Failures that the lab makes up, for tests of retries and of error messages. All are off unless set. */
export interface Faults {
  /** Share of requests that are throttled, 0–1. */
  readonly throttle: number
  /** Share of requests that fail inside the service, 0–1. */
  readonly serverError: number
  /** Each request waits this long. */
  readonly latencyMs: number
  /** Actions that are denied: `lambda:InvokeFunction`, `lambda:*`. */
  readonly denied: readonly string[]
  readonly hasExpiredToken: boolean
  /** How much longer creating and updating a function take. */
  readonly slowUpdateMs: number
  /** Share of updates that fail after they were accepted, 0–1. */
  readonly updateFailure: number
  /** Share of calls during which the environment dies, 0–1. */
  readonly death: number
  /** The same seed gives the same failures to the same requests. */
  readonly seed: number
}

const NONE: Faults = {
  throttle: 0,
  serverError: 0,
  latencyMs: 0,
  denied: [],
  hasExpiredToken: false,
  slowUpdateMs: 0,
  updateFailure: 0,
  death: 0,
  seed: 1,
}

/**
 * Reads `throttle=0.2,latency-ms=50,deny=lambda:InvokeFunction,expired-token=true,seed=7`; `deny` may occur again.
 * Throws a `LensError` for what it does not know.
 */
export function parseFaults(text: string): Faults {
  let faults = NONE
  for (const part of text.split(',').filter(part => part.trim() !== '')) {
    const [name = '', value = ''] = part.split('=', 2).map(side => side.trim())
    faults = { ...faults, ...faultOf(name, value, faults) }
  }
  return faults
}

function faultOf(name: string, value: string, { denied }: Faults): Partial<Faults> {
  switch (name) {
    case 'throttle':
      return { throttle: numberOf(name, value, 1) }
    case 'server-error':
      return { serverError: numberOf(name, value, 1) }
    case 'latency-ms':
      return { latencyMs: numberOf(name, value) }
    case 'deny':
      return { denied: [...denied, value] }
    case 'expired-token':
      return { hasExpiredToken: value === 'true' }
    case 'slow-update-ms':
      return { slowUpdateMs: numberOf(name, value) }
    case 'update-failure':
      return { updateFailure: numberOf(name, value, 1) }
    case 'death':
      return { death: numberOf(name, value, 1) }
    case 'seed':
      return { seed: numberOf(name, value) }
    default:
      throw wrongFaults(`There is no fault ${name}.`)
  }
}

function numberOf(name: string, value: string, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(value)
  if (value !== '' && number >= 0 && number <= most) return number
  throw wrongFaults(`The fault ${name} takes a number from 0${most === 1 ? ' to 1' : ''}, not ${value}.`)
}

function wrongFaults(message: string): LensError {
  const names = 'throttle, server-error, latency-ms, deny, expired-token, slow-update-ms, update-failure, death, seed'
  return new LensError('lab-faults', message, `Write --faults NAME=VALUE,… with ${names}.`)
}

/** Makes the failures happen. */
export class FaultInjector {
  readonly #faults: Faults
  #state: number

  constructor(faults: Faults = NONE) {
    this.#faults = faults
    this.#state = faults.seed
  }

  get slowUpdateMs(): number {
    return this.#faults.slowUpdateMs
  }

  /** Before a request is served. `action` is `lambda:GetFunction` or the like. Throws the `ServiceError` to answer with. */
  async beforeRequest(action: string): Promise<void> {
    const { latencyMs, hasExpiredToken, denied, throttle, serverError } = this.#faults
    if (latencyMs > 0) await new Promise(resolve => setTimeout(resolve, latencyMs))
    if (hasExpiredToken)
      throw new ServiceError('ExpiredTokenException', 'The security token included in the request is expired', 403)
    if (denied.some(pattern => pattern === action || pattern === `${action.split(':')[0]}:*`))
      throw new ServiceError('AccessDeniedException', `User is not authorized to perform: ${action}`, 403)
    if (this.#happens(throttle)) throw throttling(action)
    if (this.#happens(serverError)) throw internalError(action)
  }

  /** Whether an update that was accepted shall fail in the end. */
  failsUpdate(): boolean {
    return this.#happens(this.#faults.updateFailure)
  }

  /** Whether the environment shall die during this call. */
  killsCall(): boolean {
    return this.#happens(this.#faults.death)
  }

  /** A small generator (mulberry32): faults need no good randomness, but the same one each time. */
  #happens(share: number): boolean {
    if (share === 0) return false
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 < share
  }
}

function internalError(action: string): ServiceError {
  const type = action.startsWith('lambda:') ? 'ServiceException' : 'ServiceUnavailableException'
  return new ServiceError(type, 'The service encountered an internal error.', 500)
}

function throttling(action: string): ServiceError {
  return action.startsWith('lambda:')
    ? new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: 'CallerRateLimitExceeded' })
    : new ServiceError('ThrottlingException', 'Rate exceeded')
}
