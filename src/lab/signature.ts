import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { ServiceError } from './serviceError.ts'

export interface SigningKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

export interface SignedRequest {
  readonly method: string
  /** Path and query as they came over the wire. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const MAX_SKEW_MS = 15 * 60 * 1000

/**
 * Throws a `ServiceError` unless the request carries a valid Signature Version 4 of this key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifySignature(request: SignedRequest, key: SigningKey, nowMs: number): void {
  const authorization = header(request, 'authorization')
  if (authorization === undefined) throw refusal('MissingAuthenticationTokenException', 'Missing Authentication Token')
  const { credential, signedHeaders, signature } = parseAuthorization(authorization)
  const [accessKeyId, day, region, service, end] = credential.split('/')
  const time = header(request, 'x-amz-date') ?? ''
  if (!day || !region || !service || end !== 'aws4_request' || !time.startsWith(day) || !signedHeaders.includes('host'))
    throw refusal(
      'IncompleteSignatureException',
      'The credential scope, the date or the signed headers are incomplete.',
    )
  if (accessKeyId !== key.accessKeyId)
    throw refusal('UnrecognizedClientException', 'The security token included in the request is invalid.')
  const timeMs = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(nowMs - timeMs) <= MAX_SKEW_MS))
    throw refusal('InvalidSignatureException', `Signature expired: ${time} is not within 15 min of the lab's clock.`)

  const scope = `${day}/${region}/${service}/aws4_request`
  const toSign = [ALGORITHM, time, scope, sha256(canonicalRequest(request, signedHeaders))].join('\n')
  const signingKey = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${key.secretAccessKey}`,
  )
  const expected = hmac(signingKey, toSign)
  const given = Buffer.from(signature, 'hex')
  if (region !== key.region || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw refusal(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided.',
    )
}

function parseAuthorization(text: string) {
  const field = (name: string) => new RegExp(`[ ,]${name}=([^, ]+)`).exec(text)?.[1]
  const credential = field('Credential')
  const signedHeaders = field('SignedHeaders')
  const signature = field('Signature')
  if (!text.startsWith(`${ALGORITHM} `) || !credential || !signedHeaders || !signature)
    throw refusal('IncompleteSignatureException', 'The Authorization header has not the form of Signature Version 4.')
  return { credential, signedHeaders: signedHeaders.split(';'), signature }
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const [path = '/', query = ''] = request.target.split('?', 2)
  const headers = signedHeaders.map(name => `${name}:${(header(request, name) ?? '').trim().replace(/ +/g, ' ')}\n`)
  return [
    request.method,
    // The path is encoded once more than on the wire, for every service but S3.
    path.split('/').map(encode).join('/'),
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n')
}

function canonicalQuery(query: string): string {
  const pairs = query === '' ? [] : query.split('&').map(pair => pair.split('=', 2).map(decodeURIComponent))
  return pairs
    .map(([name = '', value = '']) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function header(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

function refusal(type: string, message: string): ServiceError {
  return new ServiceError(type, message, 403)
}
