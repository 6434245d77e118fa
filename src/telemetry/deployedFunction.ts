import type { LensError } from '#common/errors.ts'
import type { Architecture } from '#pricing/prices.ts'

/**
 * `event` is the classic kind. A `durable` function replays its handler, `managed-instances` run several calls at once
 * on machines of the account, a `web` function is a listening server (which its template tells, not the API), one with
 * tenant isolation has environments for each tenant, and an `edge` function is the copy of one that runs in other regions.
 */
export type FunctionKind = 'event' | 'web' | 'durable' | 'managed-instances' | 'tenant-isolated' | 'edge'

/** What reading and pricing the calls of a deployed function needs to know of it. */
export interface DeployedFunction {
  readonly name: string
  /** Without qualifier. */
  readonly arn: string
  /** Of the ARN. */
  readonly region: string
  /** Version or alias that was asked for; absent where the calls of all versions count. */
  readonly qualifier?: string
  /** The version that the qualifier stands for. */
  readonly version?: string
  readonly kind: FunctionKind
  readonly memoryMb: number
  readonly architecture: Architecture
  readonly ephemeralStorageMb: number
  readonly logGroup: string
  readonly logFormat: 'text' | 'json'
  /** The least level of the platform's own records; with `WARN` successful calls leave no report. */
  readonly systemLogLevel: 'DEBUG' | 'INFO' | 'WARN'
  /** Whether published versions start from a snapshot. */
  readonly hasSnapStart: boolean
  /** Whether the extension of Lambda Insights is among its layers. */
  readonly hasLambdaInsights: boolean
  readonly codeSha256: string
  /** Epoch milliseconds of the last change of code or configuration. */
  readonly lastModified: number
}

/** A published version, as far as it tells when code was deployed. */
export interface DeployedVersion {
  readonly version: string
  readonly codeSha256: string
  /** Epoch milliseconds of its publishing. */
  readonly publishedAt: number
}

/** Looks deployed functions up. Throws a `LensError` when the service refuses, an `AbortError` when the signal fires. */
export interface FunctionDirectory {
  /** By the names or ARNs asked for; a function that cannot be described has the reason in its place. */
  describe(targets: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, DeployedFunction | LensError>>
  /** Oldest first, without `$LATEST`. */
  versions(name: string, signal: AbortSignal): Promise<readonly DeployedVersion[]>
}

/** The log group that Lambda makes for a function which names none. */
export function defaultLogGroup(name: string): string {
  return `/aws/lambda/${name}`
}

/** Calls at the edge are logged under this name, in each region that served them. */
export function edgeLogGroup(name: string): string {
  return `/aws/lambda/us-east-1.${name}`
}

/** `2026/11/20/[VERSION]ID`, or `2026/11/20/FUNCTION[VERSION]ID` in a log group that the function names. */
export function streamOwner(stream: string): { readonly functionName?: string; readonly version?: string } {
  const [, functionName, version] = /^\d{4}\/\d\d\/\d\d\/([^[/]*)\[([^\]]+)\]/.exec(stream) ?? []
  return { ...(functionName ? { functionName } : {}), ...(version === undefined ? {} : { version }) }
}
