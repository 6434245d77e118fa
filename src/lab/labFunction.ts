import type { CodePackage } from './codePackage.ts'
import type { LayerSet } from './layers.ts'
import { describeLogging, type LoggingSettings } from './logging.ts'
import type { TracingMode } from './trace.ts'

/** What CreateFunction and UpdateFunctionConfiguration set. */
export interface FunctionSettings {
  readonly handler: string
  readonly runtime: string
  readonly role: string
  readonly memoryMb: number
  readonly timeoutSeconds: number
  readonly description: string
  readonly environment: Readonly<Record<string, string>>
  readonly architecture: 'x86_64' | 'arm64'
  readonly ephemeralStorageMb: number
  readonly logging: LoggingSettings
  readonly tracing: TracingMode
  readonly layers: LayerSet
}

/** `$LATEST` at one moment, or a published version. Never changed, only replaced. */
export interface FunctionVersion {
  readonly name: string
  /** Without qualifier. */
  readonly functionArn: string
  readonly version: string
  readonly settings: FunctionSettings
  readonly code: CodePackage
  readonly revisionId: string
  readonly lastModified: string
  readonly state: 'Pending' | 'Active'
  readonly lastUpdateStatus: 'InProgress' | 'Successful' | 'Failed'
}

export const LATEST = '$LATEST'

export function logGroupOf({ name, settings }: FunctionVersion): string {
  return settings.logging.group ?? `/aws/lambda/${name}`
}

/** The wire form. Where the request named a version or an alias, the ARN does as well. */
export function describeVersion(version: FunctionVersion, qualifier?: string): Record<string, unknown> {
  const { settings, code } = version
  const hasVariables = Object.keys(settings.environment).length > 0
  return {
    FunctionName: version.name,
    FunctionArn: qualifier === undefined ? version.functionArn : `${version.functionArn}:${qualifier}`,
    Version: version.version,
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: code.bytes,
    CodeSha256: code.sha256,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    ...(hasVariables ? { Environment: { Variables: settings.environment } } : {}),
    EphemeralStorage: { Size: settings.ephemeralStorageMb },
    Architectures: [settings.architecture],
    PackageType: 'Zip',
    TracingConfig: { Mode: settings.tracing },
    ...(settings.layers.layers.length === 0
      ? {}
      : { Layers: settings.layers.layers.map(({ arn, bytes }) => ({ Arn: arn, CodeSize: bytes })) }),
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: describeLogging(settings.logging, logGroupOf(version)),
    LastModified: version.lastModified,
    RevisionId: version.revisionId,
    State: version.state,
    ...(version.state === 'Pending'
      ? { StateReason: 'The function is being created.', StateReasonCode: 'Creating' }
      : {}),
    LastUpdateStatus: version.lastUpdateStatus,
    ...(version.lastUpdateStatus === 'Failed'
      ? { LastUpdateStatusReason: 'The lab was told to fail updates.', LastUpdateStatusReasonCode: 'InternalError' }
      : {}),
  }
}
