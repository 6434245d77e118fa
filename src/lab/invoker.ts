import { Environment, type CallOutcome, type EnvironmentHost } from './environment.ts'
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
  /** With the timer that stops it; provisioned ones have none. */
  readonly idle: Map<Environment, NodeJS.Timeout | undefined>
  readonly busy: Set<Environment>
  readonly preparing: Set<Environment>
  /** How many environments there shall be without calls. */
  provisioned: number
  /** The last INIT ahead of calls failed. */
  hasFailed: boolean
}

/** Finds or makes an environment for each call. Each version has environments of its own. */
export class Invoker {
  readonly #host: EnvironmentHost
  readonly #options: InvokerOptions
  readonly #pools = new Map<string, Pool>()
  readonly #reserved = new Map<string, number>()
  #busy = 0

  constructor(host: EnvironmentHost, options: InvokerOptions) {
    this.#host = host
    this.#options = options
  }

  async invoke(version: FunctionVersion, call: Omit<RuntimeCall, 'deadlineMs'>): Promise<CallOutcome> {
    const reserved = this.#reserved.get(version.name)
    if (reserved !== undefined && this.concurrency(version.name) >= reserved)
      throw tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded')
    if (this.#busy >= this.#options.maxConcurrency) throw tooManyRequests('ConcurrentInvocationLimitExceeded')
    this.#busy++
    const pool = this.#pool(version)
    const environment = this.#take(pool)
    try {
      return await environment.call(call)
    } finally {
      this.#busy--
      this.#giveBack(pool, environment)
    }
  }

  /** Calls of a function at work. */
  concurrency(functionName: string): number {
    const own = [...this.#pools.values()].filter(({ version }) => version.name === functionName)
    return own.reduce((sum, { busy }) => sum + busy.size, 0)
  }

  /** The share of a version's provisioned environments that are at work; undefined without any. */
  provisionedUtilization(version: FunctionVersion): number | undefined {
    const pool = this.#pools.get(keyOf(version))
    if (!pool || pool.provisioned === 0) return undefined
    return [...pool.busy].filter(({ initialization }) => initialization !== 'on-demand').length / pool.provisioned
  }

  get isBusy(): boolean {
    return this.#busy > 0
  }

  get maxConcurrency(): number {
    return this.#options.maxConcurrency
  }

  /** How many calls of a function may run at once; undefined when only the lab's limit counts. */
  reserved(functionName: string): number | undefined {
    return this.#reserved.get(functionName)
  }

  reserve(functionName: string, count: number | undefined): void {
    if (count === undefined) this.#reserved.delete(functionName)
    else this.#reserved.set(functionName, count)
  }

  /** Makes that many environments of a version ahead of calls, or lets go of them. */
  provision(version: FunctionVersion, count: number): void {
    if (count === 0 && !this.#pools.has(keyOf(version))) return
    const pool = this.#pool(version)
    pool.provisioned = count
    pool.hasFailed = false
    for (const environment of pool.idle.keys()) {
      if (environment.initialization === 'on-demand' || provisionedIn(pool) <= count) continue
      pool.idle.delete(environment)
      environment.stop()
    }
    this.#fill(pool)
  }

  provisioned(version: FunctionVersion): { readonly ready: number; readonly hasFailed: boolean } {
    const pool = this.#pool(version)
    return { ready: provisionedIn(pool) - pool.preparing.size, hasFailed: pool.hasFailed }
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
      for (const environment of pool.preparing) environment.stop()
    }
    if (version === undefined) this.#reserved.delete(functionName)
  }

  /** Stops everything at once, calls at work too. */
  close(): void {
    for (const pool of this.#pools.values()) {
      for (const environment of [...pool.idle.keys(), ...pool.busy, ...pool.preparing]) environment.stop()
    }
    this.#pools.clear()
  }

  #pool(version: FunctionVersion): Pool {
    const key = keyOf(version)
    let pool = this.#pools.get(key)
    if (!pool) {
      pool = { version, idle: new Map(), busy: new Set(), preparing: new Set(), provisioned: 0, hasFailed: false }
      this.#pools.set(key, pool)
    }
    return pool
  }

  #take(pool: Pool): Environment {
    // The one used last: the others may reach their idle time.
    const warm = [...pool.idle].at(-1)
    if (warm) {
      clearTimeout(warm[1])
      pool.idle.delete(warm[0])
      pool.busy.add(warm[0])
      return warm[0]
    }
    const interpreter = this.#host.interpreters.nearest(pool.version.settings.runtime)
    const environment = new Environment(pool.version, interpreter, this.#host)
    pool.busy.add(environment)
    return environment
  }

  #giveBack(pool: Pool, environment: Environment): void {
    pool.busy.delete(environment)
    const isSurplus = environment.initialization !== 'on-demand' && provisionedIn(pool) >= pool.provisioned
    if (!this.#isCurrent(pool) || !environment.isAlive || isSurplus) {
      environment.stop()
      if (this.#isCurrent(pool)) this.#fill(pool)
      return
    }
    if (environment.initialization !== 'on-demand') {
      pool.idle.set(environment, undefined)
      return
    }
    const timer = setTimeout(() => {
      pool.idle.delete(environment)
      environment.stop()
    }, this.#options.idleMs)
    pool.idle.set(environment, timer)
  }

  /** Starts the provisioned environments that are missing, until one fails. */
  #fill(pool: Pool): void {
    while (!pool.hasFailed && provisionedIn(pool) < pool.provisioned) this.#prepare(pool)
  }

  #prepare(pool: Pool): void {
    const { version, preparing } = pool
    const interpreter = this.#host.interpreters.nearest(version.settings.runtime)
    const environment = new Environment(version, interpreter, this.#host, 'provisioned-concurrency')
    preparing.add(environment)
    void environment.prepare().then(isReady => {
      preparing.delete(environment)
      pool.hasFailed ||= !isReady
      this.#giveBack(pool, environment)
    })
  }

  #isCurrent(pool: Pool): boolean {
    return this.#pools.get(keyOf(pool.version)) === pool
  }
}

function provisionedIn({ idle, busy, preparing }: Pool): number {
  const made = [...idle.keys(), ...busy].filter(environment => environment.initialization !== 'on-demand')
  return made.length + preparing.size
}

function tooManyRequests(reason: string): ServiceError {
  return new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: reason })
}

/** Texts of settings take longer to make than to keep. */
const keys = new WeakMap<FunctionVersion, string>()

/** Each update of `$LATEST` has environments of its own. */
function keyOf(found: FunctionVersion): string {
  const { name, version, code, settings } = found
  const key =
    keys.get(found) ?? (version === LATEST ? JSON.stringify([name, code.sha256, settings]) : `${name}:${version}`)
  keys.set(found, key)
  return key
}
