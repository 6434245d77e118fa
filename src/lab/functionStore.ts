import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { CodePackage } from './codePackage.ts'
import { type FunctionSettings, type FunctionVersion, LATEST } from './labFunction.ts'
import { conflict, invalidParameter, notFound, ServiceError } from './serviceError.ts'

/** How long creating and updating a function stay in progress. */
const SETTLE_MS = 40

interface LabFunction {
  latest: FunctionVersion
  /** What calls of `$LATEST` get: the state before an update, until that has settled. */
  live: FunctionVersion
  readonly published: Map<string, FunctionVersion>
  lastVersion: number
  timer: NodeJS.Timeout | undefined
}

export interface Change {
  readonly settings?: FunctionSettings
  readonly code?: CodePackage
}

/** The functions of the lab with their versions, and the states that creating and updating go through. */
export class FunctionStore {
  readonly #functions = new Map<string, LabFunction>()
  readonly #arnPrefix: string
  /** Called when environments of a version must not take calls any more; without a version: of none. */
  readonly #onRetire: (name: string, version?: string) => void

  constructor(arnPrefix: string, onRetire: (name: string, version?: string) => void) {
    this.#arnPrefix = arnPrefix
    this.#onRetire = onRetire
  }

  /** `$LATEST` of all functions, by name. */
  list(): readonly FunctionVersion[] {
    return [...this.#functions.values()].map(({ latest }) => latest).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  create(name: string, settings: FunctionSettings, code: CodePackage): FunctionVersion {
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
    const created: LabFunction = { latest, live: latest, published: new Map(), lastVersion: 0, timer: undefined }
    this.#functions.set(name, created)
    this.#settle(created)
    return latest
  }

  get(name: string, qualifier: string = LATEST): FunctionVersion {
    const { latest, published } = this.#function(name)
    const version = qualifier === LATEST ? latest : published.get(qualifier)
    if (!version) throw notFound(`Function not found: ${latest.functionArn}:${qualifier}`)
    return version
  }

  /** What a call gets. */
  callable(name: string, qualifier: string = LATEST): FunctionVersion {
    const version = this.get(name, qualifier)
    if (version.state === 'Pending')
      throw conflict(
        `The operation cannot be performed at this time. The function is currently in the following state: Pending`,
      )
    return qualifier === LATEST ? this.#function(name).live : version
  }

  update(name: string, change: Change, expectedRevisionId?: string): FunctionVersion {
    const found = this.#function(name)
    assertRevision(found.latest, expectedRevisionId)
    assertSettled(found.latest)
    found.latest = { ...found.latest, ...change, ...newRevision(), lastUpdateStatus: 'InProgress' }
    this.#settle(found)
    return found.latest
  }

  /** Returns the existing version when neither code nor configuration has changed since the last one. */
  publish(name: string, request: { description?: string; codeSha256?: string; revisionId?: string }): FunctionVersion {
    const found = this.#function(name)
    const { latest, published } = found
    assertRevision(latest, request.revisionId)
    assertSettled(latest)
    if (request.codeSha256 !== undefined && request.codeSha256 !== latest.code.sha256) {
      const text = `CodeSHA256 (${request.codeSha256}) is different from current CodeSHA256 in $LATEST (${latest.code.sha256}). Please try again with the CodeSHA256 in $LATEST.`
      throw invalidParameter(text)
    }
    const last = published.get(String(found.lastVersion))
    if (last && isSame(last, latest)) return last
    const version = String(++found.lastVersion)
    const description = request.description ?? latest.settings.description
    const settings = { ...latest.settings, description }
    const created = { ...latest, version, settings, ...newRevision(), lastModified: latest.lastModified }
    published.set(version, created)
    return created
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
    } else found.published.delete(qualifier)
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
      found.latest = { ...found.latest, revisionId, state: 'Active', lastUpdateStatus: 'Successful' }
      found.live = found.latest
      this.#onRetire(found.latest.name, LATEST)
    }, SETTLE_MS)
  }
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
  if (!isPending && latest.lastUpdateStatus === 'Successful') return
  const state = isPending
    ? 'The function is currently in the following state: Pending'
    : `An update is in progress for resource: ${latest.functionArn}`
  throw conflict(`The operation cannot be performed at this time. ${state}`)
}
