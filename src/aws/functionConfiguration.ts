import { createHash } from 'node:crypto'
import type { FunctionConfiguration as RemoteConfiguration } from '@aws-sdk/client-lambda'
import { LensError } from '#common/errors.ts'
import type { FunctionConfiguration, FunctionKind, FunctionVersion } from '#tuning/functionControl.ts'

/** Throws a `LensError` (`answer-incomplete`) when the endpoint leaves out what Lambda always sends. */
export function functionConfiguration(remote: RemoteConfiguration): FunctionConfiguration {
  const { Runtime: runtime, Handler: handler, LoggingConfig: logging } = remote
  const name = needed(remote.FunctionName, 'FunctionName')
  return {
    name,
    arn: needed(remote.FunctionArn, 'FunctionArn'),
    version: needed(remote.Version, 'Version'),
    memoryMb: needed(remote.MemorySize, 'MemorySize'),
    timeoutSeconds: needed(remote.Timeout, 'Timeout'),
    architecture: remote.Architectures?.includes('arm64') ? 'arm64' : 'x86_64',
    ...(runtime !== undefined && { runtime }),
    ...(handler !== undefined && { handler }),
    codeSha256: needed(remote.CodeSha256, 'CodeSha256'),
    revisionId: needed(remote.RevisionId, 'RevisionId'),
    ephemeralStorageMb: remote.EphemeralStorage?.Size ?? 512,
    description: remote.Description ?? '',
    kind: kindOf(remote),
    snapStart: remote.SnapStart?.ApplyOn === 'PublishedVersions',
    logging: {
      group: logging?.LogGroup ?? `/aws/lambda/${name}`,
      reports: logging?.LogFormat !== 'JSON' || logging.SystemLogLevel !== 'WARN',
    },
    fingerprint: fingerprint(remote),
    ...(remote.LastUpdateStatus === 'Failed' && {
      updateFailure: remote.LastUpdateStatusReason ?? remote.LastUpdateStatusReasonCode ?? 'no reason given',
    }),
  }
}

export function functionVersion(remote: RemoteConfiguration): FunctionVersion {
  const publishedAt = Date.parse(remote.LastModified ?? '')
  return {
    version: needed(remote.Version, 'Version'),
    description: remote.Description ?? '',
    memoryMb: needed(remote.MemorySize, 'MemorySize'),
    ...(!Number.isNaN(publishedAt) && { publishedAt }),
  }
}

function kindOf(remote: RemoteConfiguration): FunctionKind {
  if (remote.MasterArn !== undefined) return 'edge'
  if (remote.CapacityProviderConfig) return 'managed-instances'
  if (remote.DurableConfig) return 'durable'
  return remote.TenancyConfig ? 'tenant-isolated' : 'event'
}

/** Of what updates of configuration and code set; not of what Lambda itself changes with time, nor a version's own. */
function fingerprint(remote: RemoteConfiguration): string {
  const set = [
    remote.CodeSha256,
    remote.Architectures,
    remote.Runtime,
    remote.Handler,
    remote.Role,
    remote.Timeout,
    remote.Environment?.Variables,
    remote.EphemeralStorage?.Size,
    remote.Layers?.map(layer => layer.Arn),
    [remote.VpcConfig?.SubnetIds, remote.VpcConfig?.SecurityGroupIds, remote.VpcConfig?.Ipv6AllowedForDualStack],
    remote.DeadLetterConfig?.TargetArn,
    remote.KMSKeyArn,
    remote.TracingConfig?.Mode,
    remote.FileSystemConfigs,
    remote.ImageConfigResponse?.ImageConfig,
    remote.SnapStart?.ApplyOn,
    remote.LoggingConfig,
  ]
  return createHash('sha256').update(JSON.stringify(set, sortedKeys)).digest('base64')
}

/** The service may write the same object in another order. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function needed<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value
  throw new LensError(
    'answer-incomplete',
    `The service left ${field} out of its answer.`,
    'Check the endpoint: it does not speak the whole protocol of AWS Lambda.',
  )
}
