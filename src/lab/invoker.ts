import { Environment, type CallOutcome, type EnvironmentHost } from './environment.ts'
import { Interpreters } from './interpreters.ts'
import { type FunctionVersion, LATEST } from './labFunction.ts'
import type { RuntimeCall } from './runtimeApi.ts'
import { ServiceError } from './serviceError.ts'

export interface InvokerOptions {
  /** Calls at once, over all functions. */
  readonly maxConcurrency: number
  /** An environment without a call for this long is stopped. */
  readonly idleMs: number
}

interface Pool {
  readonly version: FunctionVersion
  readonly idle: Map<Environment, NodeJS.Timeout>
  readonly busy: Set<Environment>
}

/** Finds or makes an environment for each call. Each version has environments of its own. */
export class Invoker {
  readonly #host: EnvironmentHost
  readonly #options: InvokerOptions
  readonly #interpreters = new Interpreters()
  readonly #pools = new Map<string, Pool>()
  #busy = 0

  constructor(host: EnvironmentHost, options: InvokerOptions) {
    this.#host = host
    this.#options = options
  }

  async invoke(version: FunctionVersion, call: Omit<RuntimeCall, 'deadlineMs'>): Promise<CallOutcome> {
    if (this.#busy >= this.#options.maxConcurrency) {
      const reason = { Reason: 'ConcurrentInvocationLimitExceeded' }
      throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429, reason)
    }
    this.#busy++
    const pool = this.#pool(version)
    const environment = await this.#take(pool)
    try {
      return await environment.call(call)
    } finally {
      this.#busy--
      this.#giveBack(pool, environment)
    }
  }

  /** Stops the environments of one version, or of all; those at work after their call. */
  retire(functionName: string, version?: string): void {
    for (const [key, pool] of this.#pools) {
      if (pool.version.name !== functionName || (version !== undefined && pool.version.version !== version)) continue
      this.#pools.delete(key)
      for (const [environment, timer] of pool.idle) {
        clearTimeout(timer)
        environment.stop()
      }
    }
  }

  /** Stops everything at once, calls at work too. */
  close(): void {
    for (const pool of this.#pools.values()) {
      for (const environment of [...pool.idle.keys(), ...pool.busy]) environment.stop()
    }
    this.#pools.clear()
  }

  #pool(version: FunctionVersion): Pool {
    const key = keyOf(version)
    let pool = this.#pools.get(key)
    if (!pool) {
      pool = { version, idle: new Map(), busy: new Set() }
      this.#pools.set(key, pool)
    }
    return pool
  }

  async #take(pool: Pool): Promise<Environment> {
    // The one used last: the others may reach their idle time.
    const warm = [...pool.idle].at(-1)
    if (warm) {
      clearTimeout(warm[1])
      pool.idle.delete(warm[0])
      pool.busy.add(warm[0])
      return warm[0]
    }
    const interpreter = await this.#interpreters.nearest(pool.version.settings.runtime)
    const environment = new Environment(pool.version, interpreter, this.#host)
    pool.busy.add(environment)
    return environment
  }

  #giveBack(pool: Pool, environment: Environment): void {
    pool.busy.delete(environment)
    const isCurrent = this.#pools.get(keyOf(pool.version)) === pool
    if (!isCurrent || !environment.isAlive) {
      environment.stop()
      return
    }
    const timer = setTimeout(() => {
      pool.idle.delete(environment)
      environment.stop()
    }, this.#options.idleMs)
    pool.idle.set(environment, timer)
  }
}

/** Each update of `$LATEST` has environments of its own. */
function keyOf({ name, version, code, settings }: FunctionVersion): string {
  return version === LATEST ? JSON.stringify([name, code.sha256, settings]) : `${name}:${version}`
}
