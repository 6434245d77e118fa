import { tmpdir } from 'node:os'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type {
  CreateFunctionRequest,
  FunctionCodeLocation,
  FunctionCode,
  FunctionConfiguration as RemoteConfiguration,
} from '@aws-sdk/client-lambda'
import { zipFolder } from '#bundle/zipFolder.ts'
import { LensError } from '#common/errors.ts'
import { formatBytes } from '#common/format.ts'
import type { CopyRequest } from '#tuning/functionControl.ts'
import type { AwsClients } from './clients.ts'
import { controlRequest, mayHaveMetItself } from './controlRequest.ts'
import { settled, settledWell } from './settled.ts'

/** The largest zip that can be uploaded without a bucket (docs/facts.md). */
const uploadLimitBytes = 50 * 1024 * 1024
/** A function in a VPC takes about a minute. */
const createTimeoutMs = 300_000

/** Creates a function that runs as another does, and waits until it can be called. */
export async function copyFunction(
  clients: AwsClients,
  request: CopyRequest,
  signal: AbortSignal,
): Promise<RemoteConfiguration> {
  const { source, qualifier: Qualifier, name } = request
  const { Configuration: configuration, Code: location } = await controlRequest(
    clients,
    'GetFunction',
    source,
    signal,
    (lambda, options) => lambda.getFunction({ FunctionName: source, Qualifier }, options),
  )
  if (!configuration || !location) throw notCopied(source, 'the service does not tell its code', 'Check the endpoint.')
  assertCopyable(configuration, request)
  const code = await codeOf(location, source, signal)
  await request.beforeCreate()
  const input = { ...settingsOf(configuration), ...identityOf(configuration, request), Code: code }
  // Once sent it is waited for, so that what it makes can be deleted.
  const writing = AbortSignal.timeout(createTimeoutMs)
  try {
    await controlRequest(clients, 'CreateFunction', name, writing, (lambda, options) =>
      lambda.createFunction(input, options),
    )
  } catch (error) {
    if (!mayHaveMetItself(error)) throw error
    const { Description } = await settled(clients, { FunctionName: name }, writing)
    if (Description !== request.description) throw error
  }
  return await settledWell(clients, { FunctionName: name }, writing)
}

function identityOf({ Architectures: own }: RemoteConfiguration, { name, description, architecture }: CopyRequest) {
  const Architectures = architecture === undefined ? own : [architecture]
  return { FunctionName: name, Description: description, Architectures }
}

/**
 * All that decides how long a call takes and costs. The copy logs into the function's own group, so that permissions
 * bound to that name hold and no group is left; and it reports every call.
 */
function settingsOf(remote: RemoteConfiguration): Omit<CreateFunctionRequest, 'FunctionName' | 'Code'> {
  const { SubnetIds = [], SecurityGroupIds, Ipv6AllowedForDualStack } = remote.VpcConfig ?? {}
  const { LogFormat, ApplicationLogLevel, SystemLogLevel, LogGroup } = remote.LoggingConfig ?? {}
  return {
    Role: remote.Role,
    Runtime: remote.Runtime,
    Handler: remote.Handler,
    PackageType: remote.PackageType,
    Timeout: remote.Timeout,
    MemorySize: remote.MemorySize,
    KMSKeyArn: remote.KMSKeyArn,
    FileSystemConfigs: remote.FileSystemConfigs,
    ImageConfig: remote.ImageConfigResponse?.ImageConfig,
    EphemeralStorage: remote.EphemeralStorage,
    Layers: remote.Layers?.flatMap(({ Arn }) => Arn ?? []),
    ...(remote.Environment && { Environment: { Variables: remote.Environment.Variables } }),
    ...(remote.TracingConfig && { TracingConfig: { Mode: remote.TracingConfig.Mode } }),
    ...(remote.SnapStart && { SnapStart: { ApplyOn: remote.SnapStart.ApplyOn } }),
    ...(SubnetIds.length > 0 && { VpcConfig: { SubnetIds, SecurityGroupIds, Ipv6AllowedForDualStack } }),
    LoggingConfig: {
      LogFormat,
      ApplicationLogLevel,
      SystemLogLevel: SystemLogLevel === 'WARN' ? 'INFO' : SystemLogLevel,
      LogGroup: LogGroup ?? `/aws/lambda/${remote.FunctionName}`,
    },
  }
}

function assertCopyable(remote: RemoteConfiguration, { source, architecture }: CopyRequest): void {
  const { Environment, PackageType, CodeSize = 0, Architectures = ['x86_64'] } = remote
  if (Environment?.Error) {
    const why = `its environment variables cannot be read: ${Environment.Error.Message ?? Environment.Error.ErrorCode}`
    throw notCopied(source, why, 'Have "kms:Decrypt" allowed for its key, or tune by versions.')
  }
  if (PackageType !== 'Image' && CodeSize > uploadLimitBytes) {
    const why = `its package has ${formatBytes(CodeSize)}, and more than 50 MB cannot be uploaded directly`
    throw notCopied(source, why, 'Tune it by versions.')
  }
  if (PackageType === 'Image' && architecture !== undefined && !Architectures.includes(architecture)) {
    throw notCopied(source, `its container image is not built for ${architecture}`, 'Tune it on its own architecture.')
  }
}

async function codeOf(code: FunctionCodeLocation, source: string, signal: AbortSignal): Promise<FunctionCode> {
  const image = code.ResolvedImageUri ?? code.ImageUri
  if (image !== undefined) return { ImageUri: image }
  const location = new URL(code.Location ?? '')
  if (location.protocol === 'file:') return { ZipFile: await zipFolder(labFolder(location, source)) }
  const answer = await fetch(location, { signal }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw notCopied(source, `its code could not be downloaded: ${String(error)}`, 'Check the network.', error)
  })
  if (!answer.ok) throw notCopied(source, `its code could not be downloaded: HTTP ${answer.status}`, 'Try again.')
  return { ZipFile: new Uint8Array(await answer.arrayBuffer()) }
}

/** The lab has no bucket: it tells its folder. No other folder is read because an endpoint says so. */
function labFolder(location: URL, source: string): string {
  const folder = fileURLToPath(location)
  if (/^lambda-lens-lab-\w+[\\/]code[\\/][\da-f]{64}$/.test(relative(tmpdir(), folder))) return folder
  throw notCopied(source, `the endpoint tells ${folder} as the place of its code`, 'Check the endpoint.')
}

function notCopied(source: string, why: string, remedy: string, cause?: unknown): LensError {
  return new LensError('not-copied', `The function ${source} cannot be copied: ${why}.`, remedy, cause)
}
