import type { Split } from './aliases.ts'
import type { FunctionStore } from './functionStore.ts'
import type { JsonObject } from './json.ts'
import { jsonOf, type LambdaAnswer, type LambdaRequest, paginate, unknownOperation } from './lambdaRequest.ts'
import type { ProvisionedConcurrency } from './provisionedConcurrency.ts'
import { invalidParameter } from './serviceError.ts'

/** Lambda's operations on aliases: each names one version. */
export class AliasApi {
  readonly #store: FunctionStore
  readonly #provisioned: ProvisionedConcurrency

  constructor(store: FunctionStore, provisioned: ProvisionedConcurrency) {
    this.#store = store
    this.#provisioned = provisioned
  }

  /** `alias` is absent for the list of all. */
  handle(request: LambdaRequest, functionName: string, alias: string | undefined): LambdaAnswer {
    const aliases = this.#store.aliases(functionName)
    const json = jsonOf(request)
    const version = json.string('FunctionVersion')
    if (version !== undefined) this.#store.assertVersion(functionName, version)
    const description = json.string('Description')
    const split = this.#split(functionName, json)
    if (alias === undefined && request.method === 'GET') {
      const { page, next } = paginate(
        aliases.list().filter(found => [null, found.version].includes(request.query.get('FunctionVersion'))),
        request.query,
      )
      return { status: 200, body: { Aliases: page.map(found => aliases.describe(found)), ...next } }
    }
    if (alias === undefined && request.method === 'POST') {
      if (version === undefined) throw invalidParameter('FunctionVersion is missing.')
      const created = aliases.create(json.string('Name') ?? '', { version, description: description ?? '', split })
      return { status: 201, body: aliases.describe(created) }
    }
    if (alias === undefined) throw unknownOperation(request)
    if (request.method === 'GET') return { status: 200, body: aliases.describe(aliases.get(alias)) }
    if (request.method === 'DELETE') {
      this.#provisioned.remove(functionName, alias)
      aliases.delete(alias)
      return { status: 204 }
    }
    if (request.method !== 'PUT') throw unknownOperation(request)
    const change = {
      ...(version === undefined ? {} : { version }),
      ...(description === undefined ? {} : { description }),
      ...(json.has('RoutingConfig') ? { split } : {}),
    }
    const updated = aliases.update(alias, change, json.string('RevisionId'))
    if (version !== undefined) this.#provisioned.move(functionName, alias, this.#store.get(functionName, alias))
    return { status: 200, body: aliases.describe(updated) }
  }

  /** The other version of a RoutingConfig, and its share; undefined without one. */
  #split(functionName: string, json: JsonObject): Split | undefined {
    const weights = json.object('RoutingConfig').object('AdditionalVersionWeights')
    const [version, ...more] = weights.names()
    if (version === undefined) return undefined
    if (more.length > 0) throw invalidParameter('An alias points to at most two versions.')
    if (!/^\d+$/.test(version))
      throw invalidParameter(`${version} is no published version: an alias cannot split to it.`)
    this.#store.assertVersion(functionName, version)
    const weight = weights.number(version)
    if (weight === undefined || weight < 0 || weight > 1) throw invalidParameter('A version’s weight is from 0 to 1.')
    return { version, weight }
  }
}
