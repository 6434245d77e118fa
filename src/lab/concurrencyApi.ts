import type { FunctionStore } from './functionStore.ts'
import type { Invoker } from './invoker.ts'
import { LATEST } from './labFunction.ts'
import {
  jsonOf,
  type LambdaAnswer,
  type LambdaRequest,
  paginate,
  type Target,
  unknownOperation,
} from './lambdaRequest.ts'
import type { ProvisionedConcurrency } from './provisionedConcurrency.ts'
import { invalidParameter } from './serviceError.ts'

/** Lambda's operations on reserved and provisioned concurrency. */
export class ConcurrencyApi {
  readonly #store: FunctionStore
  readonly #invoker: Invoker
  readonly #provisioned: ProvisionedConcurrency

  constructor(store: FunctionStore, invoker: Invoker, provisioned: ProvisionedConcurrency) {
    this.#store = store
    this.#invoker = invoker
    this.#provisioned = provisioned
  }

  reserved(request: LambdaRequest, { name }: Target): LambdaAnswer {
    this.#store.get(name)
    const body = (count: number | undefined) => (count === undefined ? {} : { ReservedConcurrentExecutions: count })
    if (request.method === 'GET') return { status: 200, body: body(this.#invoker.reserved(name)) }
    if (request.method === 'DELETE') {
      this.#invoker.reserve(name, undefined)
      return { status: 204 }
    }
    if (request.method !== 'PUT') throw unknownOperation(request)
    const count = jsonOf(request).number('ReservedConcurrentExecutions')
    if (count === undefined || !Number.isInteger(count) || count < 0)
      throw invalidParameter('ReservedConcurrentExecutions is a whole number from 0.')
    this.#invoker.reserve(name, count)
    return { status: 200, body: body(count) }
  }

  provisioned(request: LambdaRequest, { name, qualifier }: Target): LambdaAnswer {
    const version = this.#store.get(name, qualifier)
    if (request.method === 'GET' && request.query.get('List') === 'ALL') {
      const { page, next } = paginate(this.#provisioned.list(name), request.query)
      return { status: 200, body: { ProvisionedConcurrencyConfigs: page, ...next } }
    }
    if (qualifier === undefined || version.version === LATEST)
      throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.')
    if (request.method === 'GET') return { status: 200, body: this.#provisioned.get(name, qualifier) }
    if (request.method === 'DELETE') {
      this.#provisioned.remove(name, qualifier)
      return { status: 204 }
    }
    if (request.method !== 'PUT') throw unknownOperation(request)
    const count = jsonOf(request).number('ProvisionedConcurrentExecutions')
    const most = Math.min(this.#invoker.maxConcurrency, this.#invoker.reserved(name) ?? Number.POSITIVE_INFINITY)
    if (count === undefined || !Number.isInteger(count) || count < 1 || count > most)
      throw invalidParameter(`ProvisionedConcurrentExecutions is a whole number from 1 to ${most}, the lab's limit.`)
    return { status: 202, body: this.#provisioned.put(name, qualifier, version, count) }
  }
}
