import type { Lambda, FunctionConfiguration as RemoteConfiguration } from '@aws-sdk/client-lambda'
import { LensError } from '#common/errors.ts'
import { parseFunctionReference } from '#handlers/deployed/functionReference.ts'
import {
  type DeployedFunction,
  defaultLogGroup,
  type FunctionDirectory,
  type FunctionKind,
} from '#telemetry/deployedFunction.ts'
import { Slots } from '#telemetry/slots.ts'
import type { AwsClients } from './clients.ts'
import { controlRequest } from './controlRequest.ts'
import { type RequestOptions, request } from './request.ts'

/** From so many on, the list is asked, 50 a page: the control plane answers few requests a second. */
const manyTargets = 25
const mostAtOnce = 5

/** Looks functions up through Lambda's control plane. */
export function functionDirectory(clients: AwsClients): FunctionDirectory {
  const slots = new Slots(mostAtOnce)
  let listing: Promise<ReadonlyMap<string, DeployedFunction> | undefined> | undefined
  /** What AWS says to everybody now, while there are questions under way: no other one is worth asking. */
  let refusal: LensError | undefined
  let underWay = 0
  return {
    async describe(targets, signal) {
      underWay += 1
      try {
        return await describeAll(targets, signal)
      } finally {
        underWay -= 1
        if (underWay === 0) refusal = undefined
      }
    },

    async versions(name, signal) {
      const versions: RemoteConfiguration[] = []
      let marker: string | undefined
      do {
        const page = await controlRequest(clients, 'ListVersionsByFunction', name, signal, (lambda, options) =>
          lambda.listVersionsByFunction(
            { FunctionName: name, ...(marker === undefined ? {} : { Marker: marker }) },
            options,
          ),
        )
        versions.push(...(page.Versions ?? []))
        marker = page.NextMarker
      } while (marker)
      return versions
        .filter(({ Version }) => Version !== '$LATEST')
        .map(({ Version = '', CodeSha256 = '', LastModified = '' }) => {
          return { version: Version, codeSha256: CodeSha256, publishedAt: Date.parse(LastModified) }
        })
        .sort((a, b) => a.publishedAt - b.publishedAt)
    },
  }

  async function describeAll(
    targets: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, DeployedFunction | LensError>> {
    const listed = targets.length >= manyTargets ? await listOnce(targets, signal) : undefined
    const found = await Promise.all(
      targets.map(async (target): Promise<[string, DeployedFunction | LensError]> => {
        const reference = parseFunctionReference(target)
        const isListed = reference !== undefined && reference.qualifier === undefined
        const known = isListed ? listed?.get(reference.name) : undefined
        return [target, known ?? (await slots.run(signal, async () => await describeOne(target, signal)))]
      }),
    )
    return new Map(found)
  }

  /** Who asks while the list is being read waits for it, and reads it again only for what was not on it. */
  async function listOnce(
    targets: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, DeployedFunction> | undefined> {
    while (listing) {
      const known = await listing.catch(() => undefined)
      signal.throwIfAborted()
      if (known && namesOf(targets).every(name => known.has(name))) return known
    }
    const reading = list(targets, signal)
    listing = reading
    const end = () => {
      if (listing === reading) listing = undefined
    }
    reading.then(end, end)
    return await reading
  }

  /** By name, up to the page on which the last target is; undefined where functions may not be listed. */
  async function list(
    targets: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, DeployedFunction> | undefined> {
    const found = new Map<string, DeployedFunction>()
    const missing = new Set(namesOf(targets))
    try {
      let marker: string | undefined
      do {
        const page = await ask('ListFunctions', 'the functions', signal, (lambda, options) =>
          lambda.listFunctions(marker === undefined ? {} : { Marker: marker }, options),
        )
        for (const remote of page.Functions ?? []) {
          const one = deployedFunction(remote)
          found.set(one.name, one)
          missing.delete(one.name)
        }
        marker = page.NextMarker
      } while (marker && missing.size > 0)
    } catch (error) {
      if (error instanceof LensError && error.code === 'access-denied') return undefined
      throw error
    }
    return found
  }

  async function describeOne(target: string, signal: AbortSignal): Promise<DeployedFunction | LensError> {
    if (refusal) return refusal
    const reference = parseFunctionReference(target)
    if (!reference) return noReference(target)
    const { name, arn, qualifier } = reference
    const input = { FunctionName: arn ?? name, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) }
    try {
      const remote = await controlRequest(clients, 'GetFunctionConfiguration', target, signal, (lambda, options) =>
        lambda.getFunctionConfiguration(input, options),
      )
      return deployedFunction(remote, qualifier)
    } catch (error) {
      if (!(error instanceof LensError)) throw error
      if (!ofOneFunction.has(error.code)) refusal = error
      return error
    }
  }

  function ask<T>(
    operation: string,
    subject: string,
    signal: AbortSignal,
    send: (lambda: Lambda, options: RequestOptions) => Promise<T>,
  ): Promise<T> {
    const { connection } = clients
    const context = { connection, action: `lambda:${operation}`, subject }
    return request(context, signal, async options => send(await clients.lambda(), options))
  }
}

/** Why one function cannot be described; another may be. */
const ofOneFunction = new Set(['not-found', 'access-denied', 'request-refused', 'answer-unreadable'])

function namesOf(targets: readonly string[]): string[] {
  return targets.flatMap(target => parseFunctionReference(target)?.name ?? [])
}

function deployedFunction(remote: RemoteConfiguration, qualifier?: string): DeployedFunction {
  const { FunctionName: name = '', FunctionArn = '', LoggingConfig: logging, Version } = remote
  const arn = FunctionArn.split(':').slice(0, 7).join(':')
  return {
    name,
    arn,
    region: arn.split(':')[3] ?? '',
    ...(qualifier === undefined || Version === undefined ? {} : { qualifier, version: Version }),
    kind: kindOf(remote),
    memoryMb: remote.MemorySize ?? 128,
    architecture: remote.Architectures?.includes('arm64') ? 'arm64' : 'x86_64',
    ephemeralStorageMb: remote.EphemeralStorage?.Size ?? 512,
    logGroup: logging?.LogGroup ?? defaultLogGroup(name),
    logFormat: logging?.LogFormat === 'JSON' ? 'json' : 'text',
    systemLogLevel: logging?.SystemLogLevel ?? 'INFO',
    hasSnapStart: remote.SnapStart?.ApplyOn === 'PublishedVersions',
    hasLambdaInsights: (remote.Layers ?? []).some(
      ({ Arn }) => Arn?.includes(':layer:LambdaInsightsExtension') ?? false,
    ),
    codeSha256: remote.CodeSha256 ?? '',
    lastModified: Date.parse(remote.LastModified ?? ''),
  }
}

function noReference(target: string): LensError {
  return new LensError('bad-target', `"${target}" names no function.`, 'Give the name or the ARN of a function.')
}

function kindOf(remote: RemoteConfiguration): FunctionKind {
  if (remote.MasterArn !== undefined) return 'edge'
  if (remote.CapacityProviderConfig) return 'managed-instances'
  if (remote.DurableConfig) return 'durable'
  return remote.TenancyConfig ? 'tenant-isolated' : 'event'
}
