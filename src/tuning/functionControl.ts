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
}

export interface FunctionVersion {
  readonly version: string
  readonly description: string
  readonly memoryMb: number
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
  /** Publishes `$LATEST`. Returns the user's own existing version when nothing has changed since that one. */
  publish(name: string, description: string, signal: AbortSignal): Promise<FunctionVersion>
  /** All published versions, without `$LATEST`. */
  listVersions(name: string, signal: AbortSignal): Promise<readonly FunctionVersion[]>
  /** Deleting a version that does not exist is no error; one that an alias points to is one: `version-in-use`. */
  deleteVersion(name: string, version: string, signal: AbortSignal): Promise<void>
}

export interface InvocationAnswer {
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
