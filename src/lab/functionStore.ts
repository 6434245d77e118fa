import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Aliases } from './aliases.ts'
import type { CodePackage } from './codePackage.ts'
import type { FaultInjector } from './faults.ts'
import { type FunctionSettings, type FunctionVersion, LATEST } from './labFunction.ts'
import { conflict, invalidParameter, notFound, ServiceError } from './serviceError.ts'

/** How long creating and updating a function stay in progress. */
const SETTLE_MS = 40

interface LabFunction {
  latest: FunctionVersion
  /** What calls of `$LATEST` get: the state before an update, until that has settled. */
  live: FunctionVersion
  readonly published: Map<string, FunctionVersion>
  readonly aliases: Aliases
  lastVersion: number
  timer: NodeJS.Timeout | undefined
}

export interface Change {
  readonly settings?: FunctionSettings
  readonly code?: CodePackage
}

export interface UpdateOptions {
  /** The update is refused unless this is the function's revision. */
  readonly revisionId?: string
  /** Publishes a version of the result at once. */
  readonly publish?: boolean
}

/** The functions of the lab with their versions, and the states that creating and updating go through. */
export class FunctionStore {
  readonly #functions = new Map<string, LabFunction>()
  readonly #arnPrefix: string
  /** Called when environments of a version must not take calls any more; without a version: of none. */
  readonly #onRetire: (name: string, version?: string) => void

  readonly #faults: FaultInjector

  constructor(arnPrefix: string, onRetire: (name: string, version?: string) => void, faults: FaultInjector) {
    this.#arnPrefix = arnPrefix
    this.#faults = faults
    this.#onRetire = onRetire
  }

  /** `$LATEST` of all functions, by name. */
  list(): readonly FunctionVersion[] {
    return [...this.#functions.values()].map(({ latest }) => latest).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Returns `$LATEST`, or version 1 when that is to be published at once. */
  create(name: string, settings: FunctionSettings, code: CodePackage, publish = false): FunctionVersion {
    if (this.#functions.has(name)) throw conflict(`Function already exist: ${name}`)
    const latest: FunctionVersion = {
      name,
      functionArn: `${this.#arnPrefix}:function:${name}`,
      version: LATEST,
      settings,
      code,
      ...newRevision(),
      state: 'Pending',
      lastUpdateStatus: 'Successful',
    }
    const aliases = new Aliases(latest.functionArn)
    const created: LabFunction = {
      latest,
      live: latest,
      published: new Map(),
      aliases,
      lastVersion: 0,
      timer: undefined,
    }
    this.#functions.set(name, created)
    this.#settle(created)
    return publish ? addVersion(created, settings.description, 'Pending') : latest
  }

  /** `qualifier` is a version or an alias. */
  get(name: string, qualifier: string = LATEST): FunctionVersion {
    const { latest, published, aliases } = this.#function(name)
    const number = aliases.find(qualifier)?.version ?? qualifier
    const version = number === LATEST ? latest : published.get(number)
    if (!version) throw notFound(`Function not found: ${latest.functionArn}:${qualifier}`)
    return version
  }

  /** What a call gets. */
  callable(name: string, qualifier: string = LATEST): FunctionVersion {
    const version = this.get(name, this.#function(name).aliases.route(qualifier) ?? qualifier)
    if (version.state === 'Pending')
      throw conflict(
        `The operation cannot be performed at this time. The function is currently in the following state: Pending`,
      )
    return version.version === LATEST ? this.#function(name).live : version
  }

  aliases(name: string): Aliases {
    return this.#function(name).aliases
  }

  /** Throws ResourceNotFoundException for what is no version of its own right. */
  assertVersion(name: string, version: string): void {
    if (version !== LATEST && !/^\d+$/.test(version)) throw invalidParameter(`${version} is not a version.`)
    this.get(name, version)
  }

  /** Returns `$LATEST`, or the version when one is to be published. */
  update(name: string, change: Change, { revisionId, publish = false }: UpdateOptions = {}): FunctionVersion {
    const found = this.#function(name)
    found.latest = this.preview(name, change, revisionId)
    this.#settle(found)
    return publish ? lastOrNewVersion(found, undefined, 'Pending') : found.latest
  }

  /** What `$LATEST` would be after an update, with the same refusals; nothing is changed. */
  preview(name: string, change: Change, revisionId?: string): FunctionVersion {
    const { latest } = this.#function(name)
    assertRevision(latest, revisionId)
    assertSettled(latest)
    return { ...latest, ...change, ...newRevision(), lastUpdateStatus: 'InProgress' }
  }

  /** Returns the existing version when neither code nor configuration has changed since the last one. */
  publish(name: string, request: { description?: string; codeSha256?: string; revisionId?: string }): FunctionVersion {
    const found = this.#function(name)
    const { latest } = found
    assertRevision(latest, request.revisionId)
    assertSettled(latest)
    if (request.codeSha256 !== undefined && request.codeSha256 !== latest.code.sha256) {
      const text = `CodeSHA256 (${request.codeSha256}) is different from current CodeSHA256 in $LATEST (${latest.code.sha256}). Please try again with the CodeSHA256 in $LATEST.`
      throw invalidParameter(text)
    }
    return lastOrNewVersion(found, request.description, 'Active')
  }

  /** `$LATEST` first, then the versions in order. */
  versions(name: string): readonly FunctionVersion[] {
    const { latest, published } = this.#function(name)
    return [latest, ...published.values()]
  }

  /** Deletes one version, or the function with all versions. Deleting a version that does not exist is no error. */
  delete(name: string, qualifier?: string): void {
    const found = this.#function(name)
    if (qualifier === LATEST) throw invalidParameter('$LATEST version cannot be deleted without deleting the function.')
    if (qualifier === undefined) {
      clearTimeout(found.timer)
      this.#functions.delete(name)
    } else {
      if (found.aliases.find(qualifier)) throw invalidParameter('An alias is deleted with DeleteAlias.')
      found.aliases.assertUnused(qualifier)
      found.published.delete(qualifier)
    }
    this.#onRetire(name, qualifier)
  }

  #function(name: string): LabFunction {
    const found = this.#functions.get(name)
    if (!found) throw notFound(`Function not found: ${this.#arnPrefix}:function:${name}`)
    return found
  }

  #settle(found: LabFunction): void {
    found.timer = setTimeout(() => {
      const { revisionId } = newRevision()
      const isUpdate = found.latest.lastUpdateStatus === 'InProgress'
      if (isUpdate && this.#faults.failsUpdate()) {
        // Calls are served as before the update.
        found.latest = { ...found.latest, revisionId, lastUpdateStatus: 'Failed' }
        return
      }
      found.latest = { ...found.latest, revisionId, state: 'Active', lastUpdateStatus: 'Successful' }
      found.live = found.latest
      for (const [name, version] of found.published) found.published.set(name, { ...version, state: 'Active' })
      this.#onRetire(found.latest.name, LATEST)
    }, SETTLE_MS + this.#faults.slowUpdateMs)
  }
}

/** The last version when nothing has changed since. */
function lastOrNewVersion(
  found: LabFunction,
  description: string | undefined,
  state: FunctionVersion['state'],
): FunctionVersion {
  const last = found.published.get(String(found.lastVersion))
  if (last && isSame(last, found.latest)) return last
  return addVersion(found, description ?? found.latest.settings.description, state)
}

function addVersion(found: LabFunction, description: string, state: FunctionVersion['state']): FunctionVersion {
  const { latest } = found
  const version = String(++found.lastVersion)
  const settings = { ...latest.settings, description }
  const { revisionId } = newRevision()
  const created: FunctionVersion = { ...latest, version, settings, revisionId, state, lastUpdateStatus: 'Successful' }
  found.published.set(version, created)
  return created
}

function newRevision(): { revisionId: string; lastModified: string } {
  return { revisionId: randomUUID(), lastModified: new Date().toISOString().replace('Z', '+0000') }
}

function isSame(published: FunctionVersion, latest: FunctionVersion): boolean {
  // A version's description is its own: given when publishing.
  const { description: _, ...settings } = latest.settings
  const { description: __, ...before } = published.settings
  return published.code.sha256 === latest.code.sha256 && isDeepStrictEqual(settings, before)
}

function assertRevision(latest: FunctionVersion, expected: string | undefined): void {
  if (expected === undefined || expected === latest.revisionId) return
  const message =
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id'
  throw new ServiceError('PreconditionFailedException', message, 412)
}

function assertSettled(latest: FunctionVersion): void {
  const isPending = latest.state === 'Pending'
  if (!isPending && latest.lastUpdateStatus !== 'InProgress') return
  const state = isPending
    ? 'The function is currently in the following state: Pending'
    : `An update is in progress for resource: ${latest.functionArn}`
  throw conflict(`The operation cannot be performed at this time. ${state}`)
}
