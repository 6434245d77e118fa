import type { Invocation } from '#telemetry/invocation.ts'

/** What a sweep needs to know of a deployed function (`$LATEST` or a version). */
export interface FunctionConfiguration {
  readonly name: string
  readonly arn: string
  readonly version: string
  readonly memoryMb: number
  readonly timeoutSeconds: number
  readonly architecture: 'x86_64' | 'arm64'
  /** Absent for container images. */
  readonly runtime?: string
  readonly handler?: string
  readonly codeSha256: string
  /** Changes with every update, and once more when an update settles. */
  readonly revisionId: string
  readonly ephemeralStorageMb: number
  readonly description: string
  readonly kind: FunctionKind
  /** Versions are published with a snapshot. */
  readonly snapStart: boolean
  readonly logging: FunctionLogging
  /** One hash of all that an update can set besides memory and description: with the same one, calls run the same. */
  readonly fingerprint: string
  /** The last update failed, and why, in the service's words: calls are served as they were before it. */
  readonly updateFailure?: string
}

/** How Lambda runs it; all but *event* are billed or called in ways that a sweep cannot compare. */
export type FunctionKind = 'event' | 'web' | 'durable' | 'managed-instances' | 'tenant-isolated' | 'edge'

export interface FunctionLogging {
  readonly group: string
  /** False where the system log level keeps the reports of successful calls out of the log. */
  readonly reports: boolean
}

export interface FunctionVersion {
  readonly version: string
  readonly description: string
  readonly memoryMb: number
  /** Epoch ms of its publishing; absent where the service does not say. */
  readonly publishedAt?: number
}

export interface FunctionAlias {
  readonly name: string
  /** All that it points to: one, or two while its traffic is shifted. */
  readonly versions: readonly string[]
  /** Changes with every update of the alias. */
  readonly revisionId: string
}

/** How many calls of a function can run at once. */
export interface FunctionConcurrency {
  /** Of all versions together; absent where only the account's limit counts. */
  readonly reserved?: number
  /** Taken from the reserved ones by versions and aliases that have environments kept ready. */
  readonly provisioned: number
}

/**
 * Reading and changing a deployed function. Every method throws a `LensError` with a remedy when the service refuses,
 * and an `AbortError` when its signal fires.
 */
export interface FunctionControl {
  /** The configuration of `$LATEST` once no update is in progress. */
  read(name: string, signal: AbortSignal): Promise<FunctionConfiguration>
  /**
   * Sets the memory of `$LATEST` and waits until the update has settled. The write happens only if the function is
   * still at `revisionId`; else a `LensError` with code `function-changed`.
   */
  setMemory(name: string, memoryMb: number, revisionId: string, signal: AbortSignal): Promise<FunctionConfiguration>
  /**
   * Publishes `$LATEST` if it is still at `revisionId`; else a `LensError` with code `function-changed`. Returns the
   * user's own existing version when nothing has changed since that one.
   */
  publish(name: string, description: string, revisionId: string, signal: AbortSignal): Promise<FunctionVersion>
  /** All published versions, without `$LATEST`. */
  listVersions(name: string, signal: AbortSignal): Promise<readonly FunctionVersion[]>
  /** Deleting a version that does not exist is no error; one that an alias points to is one: `version-in-use`. */
  deleteVersion(name: string, version: string, signal: AbortSignal): Promise<void>
  aliases(name: string, signal: AbortSignal): Promise<readonly FunctionAlias[]>
  /** Points the alias to another version if it is still at `revisionId`; else a `LensError`: `function-changed`. */
  moveAlias(name: string, alias: string, version: string, revisionId: string, signal: AbortSignal): Promise<void>
  /** Undefined where we may not read them. */
  tags(name: string, signal: AbortSignal): Promise<Readonly<Record<string, string>> | undefined>
  concurrency(name: string, signal: AbortSignal): Promise<FunctionConcurrency>
  /** Creates a function that runs as another does. Throws a `LensError` (`not-copied`) for one that it cannot copy. */
  copy(request: CopyRequest, signal: AbortSignal): Promise<FunctionConfiguration>
  /**
   * Deletes a copy with all its versions. One that does not exist is no error; a function with another description is
   * no copy: `not-a-copy`.
   */
  deleteCopy(name: string, description: string, signal: AbortSignal): Promise<void>
}

export interface CopyRequest {
  /** A name or an ARN. */
  readonly source: string
  /** A version or an alias of it; absent for `$LATEST`. */
  readonly qualifier?: string
  readonly name: string
  readonly description: string
  /** Absent for that of the source. */
  readonly architecture?: 'x86_64' | 'arm64'
  /** Before the request that creates the function. */
  readonly beforeCreate: () => Promise<void>
}

export interface InvocationAnswer {
  /** Of the call, as its log has it; absent where the service does not say. */
  readonly requestId?: string
  /** The last 4 KB of the call's log; may begin in the middle of a line. */
  readonly logTail: string
  /** `Unhandled` or `Handled` when the function failed. */
  readonly functionError?: string
  /** The function's answer, or its error object: JSON text. */
  readonly payload: string
}

/** Calls a function synchronously. Rejects with a `LensError` when the service (not the function) refuses. */
export interface Invoker {
  invoke(name: string, qualifier: string, payload: string, signal: AbortSignal): Promise<InvocationAnswer>
}

/** Finds the report of a call whose log tail had none, in the function's log group. */
export interface ReportSource {
  /** Undefined when there is none within `since` and now, after some patience: logs come late. */
  find(logGroup: string, requestId: string, since: number, signal: AbortSignal): Promise<Invocation | undefined>
}
