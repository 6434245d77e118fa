import { randomUUID } from 'node:crypto'
import { AliasApi } from './aliasApi.ts'
import { unpackCode } from './codePackage.ts'
import { ConcurrencyApi } from './concurrencyApi.ts'
import type { FunctionStore, UpdateOptions } from './functionStore.ts'
import type { Invoker } from './invoker.ts'
import type { JsonObject } from './json.ts'
import { describeVersion, type FunctionSettings } from './labFunction.ts'
import {
  headerOf,
  jsonOf,
  type LambdaAnswer,
  type LambdaRequest,
  paginate,
  parseTarget,
  type Target,
  unknownOperation,
} from './lambdaRequest.ts'
import type { LayerFolders } from './layers.ts'
import { MeteredInvoker } from './meteredInvoker.ts'
import type { MetricStore } from './metricStore.ts'
import { ProvisionedConcurrency } from './provisionedConcurrency.ts'
import { invalidParameter, ServiceError } from './serviceError.ts'
import { changedSettings, newSettings } from './settings.ts'
import { streamedAnswer } from './streamedAnswer.ts'
import { newTrace } from './trace.ts'

const MAX_SYNC_BYTES = 6_291_456
const MAX_ASYNC_BYTES = 1_048_576
/** The versions of the API that operations on functions belong to. */
const DATES = new Set(['2015-03-31', '2017-10-31', '2019-09-30', '2021-11-15'])

/** Lambda's REST-JSON operations on functions, versions and calls. */
export class LambdaApi {
  readonly #store: FunctionStore
  readonly #invoker: Invoker
  readonly #calls: MeteredInvoker
  readonly #codeFolder: string
  readonly #layers: LayerFolders
  readonly #provisioned: ProvisionedConcurrency
  readonly #aliases: AliasApi
  readonly #concurrency: ConcurrencyApi

  constructor(store: FunctionStore, invoker: Invoker, metrics: MetricStore, codeFolder: string, layers: LayerFolders) {
    this.#store = store
    this.#invoker = invoker
    this.#calls = new MeteredInvoker(invoker, metrics)
    this.#codeFolder = codeFolder
    this.#layers = layers
    this.#provisioned = new ProvisionedConcurrency(invoker)
    this.#aliases = new AliasApi(store, this.#provisioned)
    this.#concurrency = new ConcurrencyApi(store, invoker, this.#provisioned)
  }

  async handle(request: LambdaRequest): Promise<LambdaAnswer> {
    const [, date = '', path = ''] = /^\/(\d{4}-\d\d-\d\d)\/functions(?:\/(.*))?$/.exec(request.path) ?? []
    const [rawName, part, detail, ...more] = path.split('/').filter(text => text !== '')
    if (!DATES.has(date) || more.length > 0) throw unknownOperation(request)
    if (rawName === undefined) {
      if (request.method === 'GET') return this.#listFunctions(request)
      if (request.method === 'POST') return this.#create(request)
      throw unknownOperation(request)
    }
    const target = parseTarget(decodeURIComponent(rawName), request.query.get('Qualifier') ?? undefined)
    if (part === 'aliases') return this.#aliases.handle(request, target.name, detail)
    if (detail !== undefined) throw unknownOperation(request)
    if (part === 'concurrency') return this.#concurrency.reserved(request, target)
    if (part === 'provisioned-concurrency') return this.#concurrency.provisioned(request, target)
    switch (`${request.method} ${part ?? ''}`) {
      case 'GET ':
        return { status: 200, body: this.#getFunction(target) }
      case 'DELETE ':
        this.#store.delete(target.name, target.qualifier)
        this.#provisioned.remove(target.name, target.qualifier)
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
      case 'POST response-streaming-invocations':
        return this.#invoke(target, request, part === 'response-streaming-invocations')
      default:
        throw unknownOperation(request)
    }
  }

  async #create(request: LambdaRequest): Promise<LambdaAnswer> {
    const json = jsonOf(request)
    const { name } = parseTarget(json.string('FunctionName') ?? '', undefined)
    const settings = await this.#withLayers(newSettings(json), json)
    const code = await this.#unpack(json.object('Code'))
    const publish = json.boolean('Publish')
    const created = this.#store.create(name, settings, code, publish)
    return { status: 201, body: describeVersion(created, publish ? created.version : undefined) }
  }

  #listFunctions({ query }: LambdaRequest): LambdaAnswer {
    const { page, next } = paginate(this.#store.list(), query)
    return { status: 200, body: { Functions: page.map(version => describeVersion(version)), ...next } }
  }

  #listVersions(name: string, { query }: LambdaRequest): LambdaAnswer {
    const { page, next } = paginate(this.#store.versions(name), query)
    return { status: 200, body: { Versions: page.map(version => describeVersion(version, version.version)), ...next } }
  }

  #describe({ name, qualifier }: Target): Record<string, unknown> {
    return describeVersion(this.#store.get(name, qualifier), qualifier)
  }

  #getFunction(target: Target): Record<string, unknown> {
    const { code } = this.#store.get(target.name, target.qualifier)
    const location = new URL(`file://${code.folder}`).href
    const reserved = this.#invoker.reserved(target.name)
    return {
      Configuration: this.#describe(target),
      Code: { RepositoryType: 'Lab', Location: location },
      Tags: {},
      ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    }
  }

  async #updateConfiguration(name: string, json: JsonObject): Promise<LambdaAnswer> {
    const settings = await this.#withLayers(changedSettings(json, this.#store.get(name).settings), json)
    const updated = this.#store.update(name, { settings }, revisionOf(json))
    return { status: 200, body: describeVersion(updated) }
  }

  async #updateCode(name: string, json: JsonObject): Promise<LambdaAnswer> {
    this.#store.get(name)
    const code = await this.#unpack(json)
    const publish = json.boolean('Publish')
    const updated = json.boolean('DryRun')
      ? this.#store.preview(name, { code }, json.string('RevisionId'))
      : this.#store.update(name, { code }, { ...revisionOf(json), publish })
    return { status: 200, body: describeVersion(updated, publish ? updated.version : undefined) }
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
    return { status: 201, body: describeVersion(version, version.version) }
  }

  async #invoke({ name, qualifier }: Target, request: LambdaRequest, isStreamed: boolean): Promise<LambdaAnswer> {
    const version = this.#store.callable(name, qualifier)
    const type = headerOf(request, 'x-amz-invocation-type') ?? 'RequestResponse'
    if (type === 'DryRun') return { status: 204 }
    assertPayload(request.body, type === 'Event' ? MAX_ASYNC_BYTES : MAX_SYNC_BYTES)
    const clientContext = headerOf(request, 'x-amz-client-context')
    const call = {
      requestId: randomUUID(),
      payload: request.body.length === 0 ? Buffer.from('{}') : request.body,
      trace: newTrace(headerOf(request, 'x-amzn-trace-id'), version.settings.tracing, Date.now()),
      invokedArn: qualifier === undefined ? version.functionArn : `${version.functionArn}:${qualifier}`,
      ...(clientContext ? { clientContext: Buffer.from(clientContext, 'base64').toString() } : {}),
    }
    if (type === 'Event') {
      // Nobody waits: a refusal for too many calls at once is lost, as the answer is.
      void this.#calls.invoke(version, qualifier, call).catch(() => {})
      return { status: 202, headers: { 'x-amzn-RequestId': call.requestId } }
    }
    const headers: Record<string, string> = {
      'x-amzn-RequestId': call.requestId,
      'X-Amz-Executed-Version': version.version,
    }
    const withLog = headerOf(request, 'x-amz-log-type') === 'Tail'
    if (isStreamed) {
      headers['Content-Type'] = 'application/vnd.amazon.eventstream'
      const invoke = (onChunk: (chunk: Buffer) => Promise<void>) =>
        this.#calls.invoke(version, qualifier, { ...call, onChunk })
      return { status: 200, body: await streamedAnswer(invoke, withLog), headers }
    }
    const { payload, functionError, logTail } = await this.#calls.invoke(version, qualifier, call)
    if (functionError) headers['X-Amz-Function-Error'] = functionError
    if (withLog) headers['X-Amz-Log-Result'] = logTail.toString('base64')
    return { status: 200, body: payload, headers }
  }

  async #withLayers(settings: FunctionSettings, json: JsonObject): Promise<FunctionSettings> {
    return json.has('Layers') ? { ...settings, layers: await this.#layers.join(json.strings('Layers')) } : settings
  }

  #unpack(json: JsonObject) {
    const zip = json.string('ZipFile')
    if (!zip) throw invalidParameter('Please provide a source for function code: the lab takes a ZipFile.')
    return unpackCode(Buffer.from(zip, 'base64'), this.#codeFolder)
  }
}

function revisionOf(json: JsonObject): UpdateOptions {
  const revisionId = json.string('RevisionId')
  return revisionId === undefined ? {} : { revisionId }
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
