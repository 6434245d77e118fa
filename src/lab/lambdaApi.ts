import { randomUUID } from 'node:crypto'
import { unpackCode } from './codePackage.ts'
import type { FunctionStore } from './functionStore.ts'
import type { Invoker } from './invoker.ts'
import { JsonObject } from './json.ts'
import { describeVersion, type FunctionVersion, qualifiedArn } from './labFunction.ts'
import { invalidParameter, ServiceError } from './serviceError.ts'
import { changedSettings, newSettings } from './settings.ts'

export interface LambdaRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface LambdaAnswer {
  readonly status: number
  /** JSON, or bytes that are sent as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const MAX_SYNC_BYTES = 6_291_456
const MAX_ASYNC_BYTES = 1_048_576
const ROOT = '/2015-03-31/functions'

/** Lambda's REST-JSON operations on functions, versions and calls. */
export class LambdaApi {
  readonly #store: FunctionStore
  readonly #invoker: Invoker
  readonly #codeFolder: string

  constructor(store: FunctionStore, invoker: Invoker, codeFolder: string) {
    this.#store = store
    this.#invoker = invoker
    this.#codeFolder = codeFolder
  }

  async handle(request: LambdaRequest): Promise<LambdaAnswer> {
    const [rawName, part, ...more] = request.path
      .slice(ROOT.length)
      .split('/')
      .filter(text => text !== '')
    if (!request.path.startsWith(ROOT) || more.length > 0) throw unknownOperation(request)
    if (rawName === undefined) {
      if (request.method === 'GET') return this.#listFunctions(request)
      if (request.method === 'POST') return this.#create(request)
      throw unknownOperation(request)
    }
    const target = parseTarget(decodeURIComponent(rawName), request.query.get('Qualifier') ?? undefined)
    switch (`${request.method} ${part ?? ''}`) {
      case 'GET ':
        return { status: 200, body: this.#getFunction(target) }
      case 'DELETE ':
        this.#store.delete(target.name, target.qualifier)
        return { status: 204 }
      case 'GET configuration':
        return { status: 200, body: this.#describe(target) }
      case 'PUT configuration':
        return this.#updateConfiguration(target.name, jsonOf(request))
      case 'PUT code':
        return this.#updateCode(target.name, jsonOf(request))
      case 'POST versions':
        return this.#publish(target.name, jsonOf(request))
      case 'GET versions':
        return this.#listVersions(target.name, request)
      case 'POST invocations':
        return this.#invoke(target, request)
      default:
        throw unknownOperation(request)
    }
  }

  async #create(request: LambdaRequest): Promise<LambdaAnswer> {
    const json = jsonOf(request)
    const { name } = parseTarget(json.string('FunctionName') ?? '', undefined)
    const settings = newSettings(json)
    const code = await this.#unpack(json.object('Code'))
    const created = this.#store.create(name, settings, code)
    return { status: 201, body: describeVersion(created, false) }
  }

  #listFunctions({ query }: LambdaRequest): LambdaAnswer {
    const { page, next } = paginate(this.#store.list(), query)
    return { status: 200, body: { Functions: page.map(version => describeVersion(version, false)), ...next } }
  }

  #listVersions(name: string, { query }: LambdaRequest): LambdaAnswer {
    const { page, next } = paginate(this.#store.versions(name), query)
    return { status: 200, body: { Versions: page.map(version => describeVersion(version, true)), ...next } }
  }

  #describe({ name, qualifier }: Target): Record<string, unknown> {
    return describeVersion(this.#store.get(name, qualifier), qualifier !== undefined)
  }

  #getFunction(target: Target): Record<string, unknown> {
    const { code } = this.#store.get(target.name, target.qualifier)
    const location = new URL(`file://${code.folder}`).href
    return { Configuration: this.#describe(target), Code: { RepositoryType: 'Lab', Location: location }, Tags: {} }
  }

  #updateConfiguration(name: string, json: JsonObject): LambdaAnswer {
    const settings = changedSettings(json, this.#store.get(name).settings)
    const updated = this.#store.update(name, { settings }, json.string('RevisionId'))
    return { status: 200, body: describeVersion(updated, false) }
  }

  async #updateCode(name: string, json: JsonObject): Promise<LambdaAnswer> {
    this.#store.get(name)
    if (json.boolean('Publish')) throw invalidParameter('The lab publishes with PublishVersion only.')
    const code = await this.#unpack(json)
    const updated = this.#store.update(name, { code }, json.string('RevisionId'))
    return { status: 200, body: describeVersion(updated, false) }
  }

  #publish(name: string, json: JsonObject): LambdaAnswer {
    const description = json.string('Description')
    const codeSha256 = json.string('CodeSha256')
    const revisionId = json.string('RevisionId')
    const version = this.#store.publish(name, {
      ...(description ? { description } : {}),
      ...(codeSha256 ? { codeSha256 } : {}),
      ...(revisionId ? { revisionId } : {}),
    })
    return { status: 201, body: describeVersion(version, true) }
  }

  async #invoke({ name, qualifier }: Target, request: LambdaRequest): Promise<LambdaAnswer> {
    const version = this.#store.callable(name, qualifier)
    const type = headerOf(request, 'x-amz-invocation-type') ?? 'RequestResponse'
    if (type === 'DryRun') return { status: 204 }
    assertPayload(request.body, type === 'Event' ? MAX_ASYNC_BYTES : MAX_SYNC_BYTES)
    const clientContext = headerOf(request, 'x-amz-client-context')
    const call = {
      requestId: randomUUID(),
      payload: request.body.length === 0 ? Buffer.from('{}') : request.body,
      invokedArn: qualifier === undefined ? version.functionArn : qualifiedArn(version),
      ...(clientContext ? { clientContext: Buffer.from(clientContext, 'base64').toString() } : {}),
    }
    if (type === 'Event') {
      // Nobody waits: a refusal for too many calls at once is lost, as the answer is.
      void this.#invoker.invoke(version, call).catch(() => {})
      return { status: 202, headers: { 'x-amzn-RequestId': call.requestId } }
    }
    const { payload, functionError, logTail } = await this.#invoker.invoke(version, call)
    const headers: Record<string, string> = {
      'x-amzn-RequestId': call.requestId,
      'X-Amz-Executed-Version': version.version,
    }
    if (functionError) headers['X-Amz-Function-Error'] = functionError
    if (headerOf(request, 'x-amz-log-type') === 'Tail') headers['X-Amz-Log-Result'] = logTail.toString('base64')
    return { status: 200, body: payload, headers }
  }

  #unpack(json: JsonObject) {
    const zip = json.string('ZipFile')
    if (!zip) throw invalidParameter('Please provide a source for function code: the lab takes a ZipFile.')
    return unpackCode(Buffer.from(zip, 'base64'), this.#codeFolder)
  }
}

interface Target {
  readonly name: string
  readonly qualifier: string | undefined
}

/** A name, `name:qualifier`, a partial or a whole ARN; `Qualifier` of the query must not disagree. */
function parseTarget(text: string, qualifier: string | undefined): Target {
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

function paginate(all: readonly FunctionVersion[], query: URLSearchParams) {
  const start = Number(query.get('Marker') ?? 0)
  const end = start + Math.min(50, Math.max(1, Number(query.get('MaxItems') ?? 50)))
  if (!Number.isInteger(start) || !Number.isInteger(end)) throw invalidParameter('Marker or MaxItems is not valid.')
  return { page: all.slice(start, end), next: end < all.length ? { NextMarker: String(end) } : {} }
}

function assertPayload(payload: Buffer, maxBytes: number): void {
  if (payload.length > maxBytes) {
    const message = `Request must be smaller than ${maxBytes} bytes for the InvokeFunction operation`
    throw new ServiceError('RequestTooLargeException', message, 413)
  }
  try {
    if (payload.length > 0) JSON.parse(payload.toString())
  } catch (error) {
    const message = `Could not parse request body into json: ${error instanceof Error ? error.message : String(error)}`
    throw new ServiceError('InvalidRequestContentException', message)
  }
}

function jsonOf({ body }: LambdaRequest): JsonObject {
  try {
    return new JsonObject(body.length === 0 ? {} : JSON.parse(body.toString()))
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON.')
  }
}

function headerOf({ headers }: LambdaRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

function unknownOperation({ method, path }: LambdaRequest): ServiceError {
  return new ServiceError('UnknownOperationException', `The lab has no operation ${method} ${path}.`, 404)
}
