import { randomUUID } from 'node:crypto'
import { conflict, invalidParameter, notFound, ServiceError } from './serviceError.ts'

export interface Alias {
  readonly name: string
  readonly version: string
  readonly description: string
  /** Gets a share of the calls in the version's place. */
  readonly split?: Split | undefined
  readonly revisionId: string
}

export interface Split {
  readonly version: string
  /** 0 to 1. */
  readonly weight: number
}

type Settings = Pick<Alias, 'version' | 'description' | 'split'>

/** The aliases of one function. */
export class Aliases {
  readonly #functionArn: string
  readonly #aliases = new Map<string, Alias>()

  constructor(functionArn: string) {
    this.#functionArn = functionArn
  }

  /** By name. */
  list(): readonly Alias[] {
    return [...this.#aliases.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  find(name: string): Alias | undefined {
    return this.#aliases.get(name)
  }

  get(name: string): Alias {
    const alias = this.find(name)
    if (!alias) throw notFound(`Cannot find alias arn: ${this.#functionArn}:${name}`)
    return alias
  }

  /** The version that a call gets; undefined for what is no alias. */
  route(name: string): string | undefined {
    const alias = this.find(name)
    return alias?.split && Math.random() < alias.split.weight ? alias.split.version : alias?.version
  }

  create(name: string, settings: Settings): Alias {
    if (!/^(?!\d+$)[\w-]{1,128}$/.test(name)) throw invalidParameter(`The alias name ${name} is not valid.`)
    if (this.#aliases.has(name)) throw conflict(`Alias already exists: ${this.#functionArn}:${name}`)
    return this.#set({ name, ...settings })
  }

  update(name: string, change: Partial<Settings>, expectedRevisionId?: string): Alias {
    const before = this.get(name)
    if (expectedRevisionId !== undefined && expectedRevisionId !== before.revisionId) {
      const message = 'The Revision Id provided does not match the latest Revision Id.'
      throw new ServiceError('PreconditionFailedException', message, 412)
    }
    return this.#set({ ...before, ...change })
  }

  /** Deleting what does not exist is no error. */
  delete(name: string): void {
    this.#aliases.delete(name)
  }

  /** Throws ResourceConflictException when an alias points to the version. */
  assertUnused(version: string): void {
    const names = this.list().flatMap(alias =>
      [alias.version, alias.split?.version].includes(version) ? [alias.name] : [],
    )
    if (names.length > 0)
      throw conflict(`Unable to delete version because the following aliases reference it: [${names.join(', ')}]`)
  }

  /** The wire form. */
  describe({ name, version, description, split, revisionId }: Alias): Record<string, unknown> {
    const AliasArn = `${this.#functionArn}:${name}`
    const routing = split && { RoutingConfig: { AdditionalVersionWeights: { [split.version]: split.weight } } }
    const own = { AliasArn, Name: name, FunctionVersion: version, Description: description, RevisionId: revisionId }
    return { ...own, ...routing }
  }

  #set(alias: Omit<Alias, 'revisionId'>): Alias {
    const created = { ...alias, revisionId: randomUUID() }
    this.#aliases.set(alias.name, created)
    return created
  }
}
