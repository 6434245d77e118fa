import { isAbort, LensError } from '#common/errors.ts'
import type { RequestContext } from './request.ts'

/** What the SDK, the service or the socket tell of a failure, as far as they do. */
interface Failure {
  readonly name: string
  readonly message: string
  readonly status?: number
  /** Of the socket: `ECONNREFUSED`. */
  readonly code?: string
}

type Explain = (failure: Failure, context: RequestContext) => LensError

/**
 * An error of the SDK in words for people, with what to do next; the original is its `cause`. An abort, an error that
 * is explained already, and an error that no service or network caused are returned as they are.
 */
export function serviceError(error: unknown, context: RequestContext): unknown {
  if (error instanceof LensError || isAbort(error)) return error
  const failure = failureOf(error)
  const explain = failure && explanation(failure)
  if (!explain) return error
  const { code, message, remedy } = explain(failure, context)
  return new LensError(code, message, remedy, error)
}

function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined
  const { $metadata, code } = error as { $metadata?: { httpStatusCode?: number }; code?: unknown }
  const status = $metadata?.httpStatusCode
  return {
    name: error.name,
    message: error.message,
    ...(status !== undefined && { status }),
    ...(typeof code === 'string' && { code }),
  }
}

function explanation({ name, message, status, code }: Failure): Explain | undefined {
  if (message.includes('Region is missing')) return regionMissing
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return /expired|aws sso login/i.test(message) ? credentialsExpired : credentialsMissing
  }
  if (name === 'TimeoutError') return timedOut
  if (status === undefined) return code !== undefined && networkCodes.has(code) ? unreachable : undefined
  if (/signature (expired|not yet current)/i.test(message)) return clockSkewed
  return byName.get(name) ?? byStatus(status)
}

function byStatus(status: number): Explain {
  if (status < 400) return unreadable
  if (status === 401 || status === 403) return accessDenied
  if (status === 404) return notFound
  if (status === 413) return tooLarge
  if (status === 429) return throttled
  return status >= 500 ? serviceFailed : refused
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

const accessDenied: Explain = ({ message }, { action, subject, connection }) =>
  new LensError(
    'access-denied',
    `${service(connection)} does not let you use ${action} on ${subject}: ${sentence(message)}`,
    `Have this allowed in an IAM policy of yours, or choose a profile that has it: ${policyLine(action)}`,
  )

const notFound: Explain = (_, { subject, connection }) =>
  new LensError(
    'not-found',
    `There is no ${subject.replace(/^the /, '')} ${place(connection)}.`,
    'Check its name, the region and the profile.',
  )

const throttled: Explain = ({ message }, { action, subject, connection }) =>
  new LensError(
    'throttled',
    `${service(connection)} throttled ${action} on ${subject}: ${sentence(message)}`,
    'Wait a moment and try again; fewer calls at once, or more concurrency for the function, avoid it.',
  )

const credentialsExpired: Explain = (_, { connection }) =>
  new LensError('credentials-expired', 'Your AWS credentials have expired.', signIn(connection))

const credentialsMissing: Explain = ({ message }, { connection }) =>
  new LensError('credentials-missing', `There are no AWS credentials to use: ${sentence(message)}`, signIn(connection))

const credentialsRefused: Explain = ({ message }, { connection }) =>
  new LensError(
    'credentials-refused',
    `${service(connection)} does not accept your credentials: ${sentence(message)}`,
    signIn(connection),
  )

const clockSkewed: Explain = ({ message }) =>
  new LensError('clock-skewed', `The clock of this machine is wrong: ${sentence(message)}`, 'Set it, then try again.')

const regionMissing: Explain = () =>
  new LensError(
    'region-missing',
    'No AWS region is chosen.',
    'Run `aws configure set region us-east-1` with your region.',
  )

const unreachable: Explain = ({ message }, { connection: { endpoint } }) =>
  endpoint === undefined
    ? new LensError(
        'unreachable',
        `AWS cannot be reached: ${sentence(message)}`,
        'Check the network, the proxy and the region.',
      )
    : new LensError(
        'unreachable',
        `Nothing answers at ${endpoint}: ${sentence(message)}`,
        'If this is the lab, it has stopped: start it again. Else check the endpoint.',
      )

const timedOut: Explain = ({ message }, { action, subject }) =>
  new LensError(
    'request-timeout',
    `${action} on ${subject} got no answer in time: ${sentence(message)}`,
    'Check the network and try again.',
  )

const tooLarge: Explain = ({ message }, { action, subject }) =>
  new LensError(
    'payload-too-large',
    `What ${action} was to send to ${subject} is too large: ${sentence(message)}`,
    'A payload may have 6 MB, a zip that is uploaded directly 50 MB.',
  )

const payloadInvalid: Explain = ({ message }, { subject }) =>
  new LensError(
    'payload-invalid',
    `The payload for ${subject} is not JSON: ${sentence(message)}`,
    'Correct the payload.',
  )

const functionChanged: Explain = (_, { subject }) =>
  new LensError(
    'function-changed',
    `Somebody else has changed ${subject} meanwhile; nothing was written over it.`,
    'Try again once that deployment has ended.',
  )

const functionBusy: Explain = ({ message }, { subject }) =>
  new LensError(
    'function-busy',
    `Another change of ${subject} is in progress: ${sentence(message)}`,
    'Try again in a minute.',
  )

const serviceFailed: Explain = ({ name, message }, { action, connection }) =>
  new LensError(
    'service-failed',
    `${service(connection)} failed at ${action} (${name}): ${sentence(message)}`,
    'Try again in a moment.',
  )

const refused: Explain = ({ name, message }, { action, subject, connection }) =>
  new LensError(
    'request-refused',
    `${service(connection)} refused ${action} on ${subject} (${name}): ${sentence(message)}`,
    `Look up ${name} in the Lambda API reference.`,
  )

const unreadable: Explain = ({ message }, { action }) =>
  new LensError(
    'answer-unreadable',
    `The answer to ${action} is not one of AWS: ${sentence(message)}`,
    'Check the endpoint, and whether a proxy or a sign-in page stands between.',
  )

/** By the service's name of the error, where its HTTP status does not tell enough. */
const byName: ReadonlyMap<string, Explain> = new Map<string, Explain>([
  ['ExpiredToken', credentialsExpired],
  ['ExpiredTokenException', credentialsExpired],
  ['IncompleteSignature', credentialsRefused],
  ['InvalidClientTokenId', credentialsRefused],
  ['InvalidSignatureException', credentialsRefused],
  ['MissingAuthenticationToken', credentialsRefused],
  ['MissingAuthenticationTokenException', credentialsRefused],
  ['SignatureDoesNotMatch', credentialsRefused],
  ['UnrecognizedClientException', credentialsRefused],
  ['AccessDeniedException', accessDenied],
  ['ResourceNotFoundException', notFound],
  ['ThrottlingException', throttled],
  ['TooManyRequestsException', throttled],
  ['PreconditionFailedException', functionChanged],
  ['ResourceConflictException', functionBusy],
  ['InvalidRequestContentException', payloadInvalid],
])

/** A statement of an IAM policy, as it can be pasted. */
function policyLine(action: string): string {
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: '*' })
}

function signIn({ credentials, profile: chosen }: RequestContext['connection']): string {
  if (typeof credentials === 'object') return 'They were given for this connection alone: renew them there.'
  const profile = chosen ?? process.env['AWS_PROFILE'] ?? 'default'
  return `Run \`aws sso login --profile ${profile}\`, or \`aws configure --profile ${profile}\` for an access key.`
}

function service({ endpoint }: RequestContext['connection']): string {
  return endpoint === undefined ? 'AWS' : `The service at ${endpoint}`
}

function place({ region, endpoint }: RequestContext['connection']): string {
  if (endpoint !== undefined) return `at ${endpoint}`
  return region === undefined ? 'in the chosen region' : `in ${region}`
}

function sentence(message: string): string {
  const line = message.trim().split('\n')[0] ?? ''
  if (line === '') return 'it gave no reason.'
  return /[.!?]$/.test(line) ? line : `${line}.`
}
