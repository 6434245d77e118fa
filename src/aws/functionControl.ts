import type { Lambda, FunctionConfiguration as RemoteConfiguration } from '@aws-sdk/client-lambda'
import { LensError } from '#common/errors.ts'
import type { FunctionConfiguration, FunctionControl, FunctionVersion } from '#tuning/functionControl.ts'
import type { AwsClients } from './clients.ts'
import { type RequestOptions, request } from './request.ts'
import { settled, settledWell } from './settled.ts'

/** Reads and changes deployed functions through Lambda's control plane. A name may be an ARN as well. */
export function lambdaControl(clients: AwsClients): FunctionControl {
  return {
    async read(name, signal) {
      return configuration(await settled(clients, { FunctionName: name }, signal))
    },

    async setMemory(name, memoryMb, revisionId, signal) {
      const input = { FunctionName: name, MemorySize: memoryMb, RevisionId: revisionId }
      try {
        await ask('UpdateFunctionConfiguration', name, signal, (lambda, options) =>
          lambda.updateFunctionConfiguration(input, options),
        )
      } catch (error) {
        if (!lostOwnAnswer(error)) throw error
        const now = await settled(clients, { FunctionName: name }, signal)
        if (now.MemorySize !== memoryMb) throw error
      }
      return configuration(await settledWell(clients, { FunctionName: name }, signal))
    },

    async publish(name, description, signal) {
      const input = { FunctionName: name, Description: description }
      const published = await ask('PublishVersion', name, signal, (lambda, options) =>
        lambda.publishVersion(input, options),
      )
      const { version } = functionVersion(published)
      return functionVersion(await settledWell(clients, { FunctionName: name, Qualifier: version }, signal))
    },

    async listVersions(name, signal) {
      const versions: FunctionVersion[] = []
      let marker: string | undefined
      do {
        const input = { FunctionName: name, Marker: marker }
        const page = await ask('ListVersionsByFunction', name, signal, (lambda, options) =>
          lambda.listVersionsByFunction(input, options),
        )
        const published = page.Versions?.filter(found => found.Version !== '$LATEST') ?? []
        versions.push(...published.map(functionVersion))
        marker = page.NextMarker
      } while (marker)
      return versions
    },

    async deleteVersion(name, version, signal) {
      // Without a version, or with an empty one, Lambda deletes the whole function.
      if (!/^\d+$/.test(version)) throw new RangeError(`"${version}" is no published version.`)
      const input = { FunctionName: name, Qualifier: version }
      try {
        await ask('DeleteFunction', name, signal, (lambda, options) => lambda.deleteFunction(input, options))
      } catch (error) {
        if (!(error instanceof LensError) || error.code !== 'not-found') throw inUse(error, version) ?? error
      }
    },
  }

  function ask<T>(
    operation: string,
    name: string,
    signal: AbortSignal,
    send: (lambda: Lambda, options: RequestOptions) => Promise<T>,
  ): Promise<T> {
    const { connection } = clients
    const context = { connection, action: `lambda:${operation}`, subject: `the function ${name}` }
    return request(context, signal, async options => send(await clients.lambda(), options))
  }
}

/** Lambda deletes no version that an alias points to, and calls it a conflict. */
function inUse(error: unknown, version: string): LensError | undefined {
  if (!(error instanceof LensError && error.code === 'function-busy')) return undefined
  return new LensError('version-in-use', `Version ${version} is in use.`, 'Delete what refers to it first.', error)
}

/** The SDK tried again after an attempt without an answer; the change that it then met may have been its own. */
function lostOwnAnswer(error: unknown): boolean {
  if (!(error instanceof LensError && error.code === 'function-changed')) return false
  const { $metadata } = error.cause as { $metadata?: { attempts?: number } }
  return ($metadata?.attempts ?? 1) > 1
}

function configuration(remote: RemoteConfiguration): FunctionConfiguration {
  const { Runtime: runtime, Handler: handler } = remote
  return {
    name: needed(remote.FunctionName, 'FunctionName'),
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
  }
}

function functionVersion(remote: RemoteConfiguration): FunctionVersion {
  return {
    version: needed(remote.Version, 'Version'),
    description: remote.Description ?? '',
    memoryMb: needed(remote.MemorySize, 'MemorySize'),
  }
}

/** Lambda always sends these fields. */
function needed<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value
  throw new LensError(
    'answer-incomplete',
    `The service left ${field} out of its answer.`,
    'Check the endpoint: it does not speak the whole protocol of AWS Lambda.',
  )
}
