import type { Comparison } from './comparison.ts'
import type { DeployedFunction, FunctionDirectory } from './deployedFunction.ts'
import { lastDeployment } from './deployments.ts'
import type { FunctionDetails } from './functionDetails.ts'
import type { Kept } from './statisticsStore.ts'

/** How a function runs since it was last deployed. */
export interface SinceDeployment extends Comparison {
  /** False where only its last change is known, which may have been one of its settings. */
  readonly isCertain: boolean
}

export interface DeploymentChangePorts {
  readonly directory: Pick<FunctionDirectory, 'versions'>
  readonly details: Pick<FunctionDetails, 'comparison'>
  readonly now?: () => number
}

interface Compared {
  readonly askedAt: number
  readonly answer: Promise<SinceDeployment | undefined>
}

/** An answer younger than this stands. */
const freshMs = 10 * 60_000
/** A deployment longer ago is no news, and the calls of its day are not those of now. */
const newsMs = 7 * 86_400_000
/** Sooner there are hardly calls enough to tell. */
const settledMs = 5 * 60_000

/** Compares functions with the time before their last deployment: by two queries each, so only where somebody looks. */
export class DeploymentChanges {
  readonly #ports: DeploymentChangePorts
  readonly #compared = new Map<string, Compared>()

  constructor(ports: DeploymentChangePorts) {
    this.#ports = ports
  }

  /**
   * Undefined without a deployment in the last week, or without calls on both sides of it. Asks nothing twice within ten
   * minutes. Throws a `LensError` when it cannot be told.
   * @param mostMs the longest span on either side
   */
  async since(
    { statistics: { function: deployed }, seen }: Kept,
    mostMs: number,
    signal: AbortSignal,
  ): Promise<SinceDeployment | undefined> {
    const now = this.#now()
    const key = JSON.stringify([deployed.arn, deployed.qualifier, deployed.codeSha256, deployed.lastModified, mostMs])
    const known = this.#compared.get(key)
    if (known && now - known.askedAt < freshMs) return await known.answer
    const answer = this.#compare(deployed, seen, mostMs, signal)
    this.#compared.set(key, { askedAt: now, answer })
    answer.catch(() => this.#compared.delete(key))
    return await answer
  }

  async #compare(
    deployed: DeployedFunction,
    seen: Kept['seen'],
    mostMs: number,
    signal: AbortSignal,
  ): Promise<SinceDeployment | undefined> {
    const { directory, details } = this.#ports
    // No code is older than what was changed last: what has not changed for a week was not deployed either.
    if (!isNews(this.#now() - deployed.lastModified)) return undefined
    const versions = await directory.versions(deployed.name, signal)
    const { at, isCertain } = lastDeployment(deployed, versions, seen)
    if (!isNews(this.#now() - at)) return undefined
    const comparison = await details.comparison(deployed, at, mostMs, signal)
    return comparison && { ...comparison, isCertain }
  }

  #now(): number {
    return this.#ports.now?.() ?? Date.now()
  }
}

/** False for what is not known to be. */
function isNews(ageMs: number): boolean {
  return ageMs >= settledMs && ageMs < newsMs
}
