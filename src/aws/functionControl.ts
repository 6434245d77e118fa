import type { Lambda } from '@aws-sdk/client-lambda'
import { LensError } from '#common/errors.ts'
import { formatMemory } from '#common/format.ts'
import type { FunctionAlias, FunctionControl, FunctionVersion } from '#tuning/functionControl.ts'
import type { AwsClients } from './clients.ts'
import { controlRequest, mayHaveMetItself } from './controlRequest.ts'
import { functionConfiguration, functionVersion } from './functionConfiguration.ts'
import { copyFunction } from './functionCopy.ts'
import type { RequestOptions } from './request.ts'
import { settled, settledWell } from './settled.ts'

/** Reads and changes deployed functions through Lambda's control plane. A name may be an ARN as well. */
export function lambdaControl(clients: AwsClients): FunctionControl {
  return {
    async read(name, signal) {
      return functionConfiguration(await settled(clients, { FunctionName: name }, signal))
    },

    async setMemory(name, memoryMb, revisionId, signal) {
      const input = { FunctionName: name, MemorySize: memoryMb, RevisionId: revisionId }
      try {
        await ask('UpdateFunctionConfiguration', name, signal, (lambda, options) =>
          lambda.updateFunctionConfiguration(input, options),
        )
      } catch (error) {
        if (!mayHaveMetItself(error)) throw capped(error, memoryMb) ?? error
        const now = await settled(clients, { FunctionName: name }, signal)
        if (now.MemorySize !== memoryMb) throw error
      }
      return functionConfiguration(await settledWell(clients, { FunctionName: name }, signal))
    },

    async publish(name, description, revisionId, signal) {
      const input = { FunctionName: name, Description: description, RevisionId: revisionId }
      const version = await ask('PublishVersion', name, signal, async (lambda, options) =>
        functionVersion(await lambda.publishVersion(input, options)),
      ).catch(async (error: unknown) => {
        const own = mayHaveMetItself(error) ? await newest(name, description, signal) : undefined
        if (!own) throw error
        return own
      })
      return functionVersion(await settledWell(clients, { FunctionName: name, Qualifier: version.version }, signal))
    },

    listVersions,

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

    async aliases(name, signal) {
      const aliases: FunctionAlias[] = []
      await eachPage(async Marker => {
        const page = await ask('ListAliases', name, signal, (lambda, options) =>
          lambda.listAliases({ FunctionName: name, Marker }, options),
        )
        for (const { Name, FunctionVersion, RoutingConfig, RevisionId } of page.Aliases ?? []) {
          const versions = [FunctionVersion ?? '', ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})]
          aliases.push({ name: Name ?? '', versions, revisionId: RevisionId ?? '' })
        }
        return page.NextMarker
      })
      return aliases
    },

    async moveAlias(name, alias, version, revisionId, signal) {
      const input = { FunctionName: name, Name: alias, FunctionVersion: version, RevisionId: revisionId }
      try {
        await ask('UpdateAlias', name, signal, (lambda, options) => lambda.updateAlias(input, options))
      } catch (error) {
        if (!mayHaveMetItself(error)) throw error
        const now = await ask('GetAlias', name, signal, (lambda, options) =>
          lambda.getAlias({ FunctionName: name, Name: alias }, options),
        )
        if (now.FunctionVersion !== version) throw error
      }
    },

    async tags(name, signal) {
      const { Tags, TagsError } = await ask('GetFunction', name, signal, (lambda, options) =>
        lambda.getFunction({ FunctionName: name }, options),
      )
      return TagsError ? undefined : (Tags ?? {})
    },

    async concurrency(name, signal) {
      const { ReservedConcurrentExecutions: reserved } = await ask(
        'GetFunctionConcurrency',
        name,
        signal,
        (lambda, options) => lambda.getFunctionConcurrency({ FunctionName: name }, options),
      )
      if (reserved === undefined) return { provisioned: 0 }
      let provisioned = 0
      await eachPage(async Marker => {
        const page = await ask('ListProvisionedConcurrencyConfigs', name, signal, (lambda, options) =>
          lambda.listProvisionedConcurrencyConfigs({ FunctionName: name, Marker }, options),
        )
        for (const config of page.ProvisionedConcurrencyConfigs ?? []) {
          provisioned += config.RequestedProvisionedConcurrentExecutions ?? 0
        }
        return page.NextMarker
      })
      return { reserved, provisioned }
    },

    async copy(copy, signal) {
      return functionConfiguration(await copyFunction(clients, copy, signal))
    },

    async deleteCopy(name, description, signal) {
      try {
        const { Description } = await settled(clients, { FunctionName: name }, signal)
        if (Description !== description) throw notACopy(name)
        await ask('DeleteFunction', name, signal, (lambda, options) =>
          lambda.deleteFunction({ FunctionName: name }, options),
        )
      } catch (error) {
        if (!(error instanceof LensError && error.code === 'not-found')) throw error
      }
    },
  }

  async function listVersions(name: string, signal: AbortSignal): Promise<readonly FunctionVersion[]> {
    const versions: FunctionVersion[] = []
    await eachPage(async Marker => {
      const page = await ask('ListVersionsByFunction', name, signal, (lambda, options) =>
        lambda.listVersionsByFunction({ FunctionName: name, Marker }, options),
      )
      const published = page.Versions?.filter(found => found.Version !== '$LATEST') ?? []
      versions.push(...published.map(functionVersion))
      return page.NextMarker
    })
    return versions
  }

  async function newest(name: string, description: string, signal: AbortSignal): Promise<FunctionVersion | undefined> {
    const { MemorySize } = await settled(clients, { FunctionName: name }, signal)
    const versions = await listVersions(name, signal)
    return versions.findLast(found => found.description === description && found.memoryMb === MemorySize)
  }

  function ask<T>(
    operation: string,
    name: string,
    signal: AbortSignal,
    send: (lambda: Lambda, options: RequestOptions) => Promise<T>,
  ): Promise<T> {
    return controlRequest(clients, operation, name, signal, send)
  }
}

/** `read` returns the marker of the page after the one that it was given. */
async function eachPage(read: (marker: string | undefined) => Promise<string | undefined>): Promise<void> {
  let marker: string | undefined
  do marker = await read(marker)
  while (marker)
}

/** Lambda deletes no version that an alias points to, and calls it a conflict. */
function inUse(error: unknown, version: string): LensError | undefined {
  if (!(error instanceof LensError && error.code === 'function-busy')) return undefined
  return new LensError('version-in-use', `Version ${version} is in use.`, 'Delete what refers to it first.', error)
}

/** Some accounts allow no more than 3,008 MB; nothing but the refusal tells. */
function capped(error: unknown, memoryMb: number): LensError | undefined {
  if (!(error instanceof LensError && error.code === 'request-refused')) return undefined
  const [, most] = /memory.?size.*less than or equal to (\d+)/i.exec(error.message) ?? []
  if (most === undefined || Number(most) >= memoryMb) return undefined
  return new LensError(
    'memory-capped',
    `This account allows no more than ${formatMemory(Number(most))}.`,
    'Ask AWS Support for more, or tune without the larger sizes.',
    error,
  )
}

function notACopy(name: string): LensError {
  return new LensError(
    'not-a-copy',
    `The function ${name} was not made by this sweep.`,
    'It is left as it is; delete it by hand if nobody needs it.',
  )
}
