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
 * Signature Version 4 with one key: tells the requests that carry it from all others, and gives it to our own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export class Signatures {
  readonly #key: SigningKey
  /** The day's key of each service, which takes four hashes to make. */
  readonly #scopeKeys = new Map<string, Buffer>()

  constructor(key: SigningKey) {
    this.#key = key
  }

  /** Throws a `ServiceError` unless the request is signed, and by this key. */
  verify(request: SignedRequest, nowMs: number): void {
    const authorization = header(request, 'authorization')
    if (authorization === undefined)
      throw refusal('MissingAuthenticationTokenException', 'Missing Authentication Token')
    const { credential, signedHeaders, signature } = parseAuthorization(authorization)
    const [accessKeyId, day, region, service, end] = credential.split('/')
    const time = header(request, 'x-amz-date') ?? ''
    const isWhole = day && region && service && end === 'aws4_request'
    if (!isWhole || !time.startsWith(day) || !signedHeaders.includes('host'))
      throw refusal(
        'IncompleteSignatureException',
        'The credential scope, the date or the signed headers are incomplete.',
      )
    if (accessKeyId !== this.#key.accessKeyId)
      throw refusal('UnrecognizedClientException', 'The security token included in the request is invalid.')
    const timeMs = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    if (!(Math.abs(nowMs - timeMs) <= MAX_SKEW_MS))
      throw refusal('InvalidSignatureException', `Signature expired: ${time} is not within 15 min of the lab's clock.`)

    const expected = this.#sign(request, signedHeaders, time, { day, region, service })
    const given = Buffer.from(signature, 'hex')
    if (region !== this.#key.region || given.length !== expected.length || !timingSafeEqual(given, expected))
      throw refusal(
        'InvalidSignatureException',
        'The request signature we calculated does not match the signature you provided.',
      )
  }

  /** The headers that a request of ours needs. `request.headers` has `host` at least; all of them are signed. */
  headersFor(request: SignedRequest, service: string, nowMs: number): Record<string, string> {
    const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '')
    const scope = { day: time.slice(0, 8), region: this.#key.region, service }
    const signed = { ...request, headers: { ...request.headers, 'x-amz-date': time } }
    const names = Object.keys(signed.headers).sort()
    const signature = this.#sign(signed, names, time, scope).toString('hex')
    const credential = `${this.#key.accessKeyId}/${textOf(scope)}`
    const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
    return { 'x-amz-date': time, authorization }
  }

  #sign(request: SignedRequest, signedHeaders: readonly string[], time: string, scope: Scope): Buffer {
    const text = textOf(scope)
    const toSign = [ALGORITHM, time, text, sha256(canonicalRequest(request, signedHeaders))].join('\n')
    return hmac(this.#scopeKey(text), toSign)
  }

  #scopeKey(scope: string): Buffer {
    const known = this.#scopeKeys.get(scope)
    if (known) return known
    const start: Buffer = Buffer.from(`AWS4${this.#key.secretAccessKey}`)
    const made = scope.split('/').reduce((secret, part) => hmac(secret, part), start)
    // A stranger may ask for any scope: a handful is enough to keep.
    if (this.#scopeKeys.size >= 8) this.#scopeKeys.clear()
    this.#scopeKeys.set(scope, made)
    return made
  }
}

interface Scope {
  /** `20261121`. */
  readonly day: string
  readonly region: string
  readonly service: string
}

function textOf({ day, region, service }: Scope): string {
  return `${day}/${region}/${service}/aws4_request`
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

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

function refusal(type: string, message: string): ServiceError {
  return new ServiceError(type, message, 403)
}
