import { LensError } from '#common/errors.ts'
import { whenAllAborted } from './abandonment.ts'
import { BatchReader, type Waiting } from './batchReader.ts'
import { type DeployedFunction, defaultLogGroup, edgeLogGroup, type FunctionDirectory } from './deployedFunction.ts'
import type { TimeWindow } from './invocationSource.ts'
import { LogAccess, type LogPorts } from './logPorts.ts'
import type { LogGroup } from './logReader.ts'
import { withoutFigures } from './memberStatistics.ts'
import { type Askable, askable, planQueries } from './queryPlan.ts'

/** A question for one function; several for the same one are several requests. */
export interface StatisticsRequest extends Waiting {
  /** Name or ARN, with qualifier if wanted. */
  readonly target: string
}

export interface StatisticsPorts extends LogPorts {
  readonly directory: FunctionDirectory
}

/** Reads how many functions of one region ran, with as few questions as possible. */
export class StatisticsReader {
  readonly #directory: FunctionDirectory
  readonly #access: LogAccess

  constructor(ports: StatisticsPorts) {
    this.#directory = ports.directory
    this.#access = new LogAccess(ports)
  }

  /** Settles each request as soon as its part is known; never rejects. Stops asking when all signals have fired. */
  async read(requests: readonly StatisticsRequest[], window: TimeWindow): Promise<void> {
    const { signal, release } = whenAllAborted(requests.map(request => request.signal))
    try {
      const found = await this.#describe(requests, signal)
      const groups = await this.#groups([...found.values()], signal)
      await this.#readLogs(this.#askables(found, groups, window))
    } catch (error) {
      // What has been settled already stays so.
      for (const request of requests) request.reject(error)
    } finally {
      release()
    }
  }

  /** Rejects the requests whose function cannot be described. */
  async #describe(
    requests: readonly StatisticsRequest[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<StatisticsRequest, DeployedFunction>> {
    const targets = [...new Set(requests.map(({ target }) => target))]
    const described = await this.#directory.describe(targets, signal)
    const found = new Map<StatisticsRequest, DeployedFunction>()
    for (const request of requests) {
      const one = described.get(request.target) ?? notDescribed(request.target)
      if (one instanceof LensError) request.reject(one)
      else found.set(request, one)
    }
    return found
  }

  /** Undefined where groups may not be looked up: the queries will tell. */
  async #groups(
    functions: readonly DeployedFunction[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, LogGroup> | undefined> {
    try {
      const groups = await this.#access.logs.groups([...new Set(functions.map(({ logGroup }) => logGroup))], signal)
      const edges = functions.filter(one => !groups.has(one.logGroup) && mayRunAtEdge(one))
      if (edges.length === 0) return groups
      return new Map([
        ...groups,
        ...(await this.#access.logs.groups(
          edges.map(({ name }) => edgeLogGroup(name)),
          signal,
        )),
      ])
    } catch (error) {
      if (error instanceof LensError && error.code === 'access-denied') return undefined
      throw error
    }
  }

  #askables(
    found: ReadonlyMap<StatisticsRequest, DeployedFunction>,
    groups: ReadonlyMap<string, LogGroup> | undefined,
    window: TimeWindow,
  ): ReadonlyMap<Askable, StatisticsRequest> {
    const now = this.#access.now()
    const members = new Map<Askable, StatisticsRequest>()
    for (const [request, deployed] of found) {
      const member = askable(deployed, groups, window, now)
      if ('code' in member) request.resolve(withoutFigures(deployed, window, [member], { readAt: now }))
      else members.set(member, request)
    }
    return members
  }

  async #readLogs(members: ReadonlyMap<Askable, StatisticsRequest>): Promise<void> {
    const reader = new BatchReader(this.#access)
    const waitingOf = (member: Askable): Waiting => {
      const waiting = members.get(member)
      if (!waiting) throw new RangeError('A batch has members of its reading alone.')
      return waiting
    }
    await Promise.all(planQueries([...members.keys()]).map(async batch => await reader.read(batch, waitingOf)))
  }
}

/** Its replicas run in other regions, and the one in us-east-1 logs there under a name of its own. */
function mayRunAtEdge({ region, logGroup, name }: DeployedFunction): boolean {
  return region === 'us-east-1' && logGroup === defaultLogGroup(name)
}

function notDescribed(target: string): LensError {
  return new LensError('not-found', `There is no function ${target}.`, 'Check its name, the region and the profile.')
}
