import type { Invoker } from './invoker.ts'
import type { FunctionVersion } from './labFunction.ts'
import { ServiceError } from './serviceError.ts'

interface Configuration {
  readonly functionName: string
  /** A version or an alias. */
  readonly qualifier: string
  readonly version: FunctionVersion
  readonly requested: number
  readonly lastModified: string
}

/** Which versions have environments before there are calls, and how many. */
export class ProvisionedConcurrency {
  readonly #invoker: Invoker
  readonly #configurations = new Map<string, Configuration>()

  constructor(invoker: Invoker) {
    this.#invoker = invoker
  }

  put(functionName: string, qualifier: string, version: FunctionVersion, requested: number): Record<string, unknown> {
    const lastModified = new Date().toISOString().replace('Z', '+0000')
    const configuration = { functionName, qualifier, version, requested, lastModified }
    this.remove(functionName, qualifier)
    this.#configurations.set(keyOf(functionName, qualifier), configuration)
    this.#invoker.provision(version, requested)
    return this.#describe(configuration)
  }

  get(functionName: string, qualifier: string): Record<string, unknown> {
    const configuration = this.#configurations.get(keyOf(functionName, qualifier))
    if (!configuration) {
      const message = 'No Provisioned Concurrency Config found for this function'
      throw new ServiceError('ProvisionedConcurrencyConfigNotFoundException', message, 404)
    }
    return this.#describe(configuration)
  }

  list(functionName: string): readonly Record<string, unknown>[] {
    const own = [...this.#configurations.values()].filter(found => found.functionName === functionName)
    return own.map(found => ({
      FunctionArn: `${found.version.functionArn}:${found.qualifier}`,
      ...this.#describe(found),
    }))
  }

  /** Does nothing where there is none. Without qualifier: of the whole function. */
  remove(functionName: string, qualifier?: string): void {
    for (const [key, found] of this.#configurations) {
      if (found.functionName !== functionName || (qualifier ?? found.qualifier) !== found.qualifier) continue
      this.#configurations.delete(key)
      this.#invoker.provision(found.version, 0)
    }
  }

  /** An alias points to another version now: its environments follow. */
  move(functionName: string, alias: string, version: FunctionVersion): void {
    const found = this.#configurations.get(keyOf(functionName, alias))
    if (found) this.put(functionName, alias, version, found.requested)
  }

  #describe({ version, requested, lastModified }: Configuration): Record<string, unknown> {
    const { ready, hasFailed } = this.#invoker.provisioned(version)
    const status = ready >= requested ? 'READY' : hasFailed ? 'FAILED' : 'IN_PROGRESS'
    return {
      RequestedProvisionedConcurrentExecutions: requested,
      AllocatedProvisionedConcurrentExecutions: ready,
      AvailableProvisionedConcurrentExecutions: ready,
      Status: status,
      ...(status === 'FAILED' ? { StatusReason: 'FUNCTION_ERROR_INIT_FAILURE' } : {}),
      LastModified: lastModified,
    }
  }
}

function keyOf(functionName: string, qualifier: string): string {
  return `${functionName}:${qualifier}`
}
