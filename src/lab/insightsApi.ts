import { randomUUID } from 'node:crypto'
import { EventRow } from './insights/eventRow.ts'
import { MAX_ROWS, parseQuery } from './insights/parser.ts'
import { type QueryResult, runQuery, type Work } from './insights/runQuery.ts'
import type { Command } from './insights/query.ts'
import { malformed } from './insights/token.ts'
import type { JsonObject } from './json.ts'
import { groupNameOf } from './logGroupApi.ts'
import { keptFrom, type LogGroup, type LogStore } from './logStore.ts'
import { ServiceError } from './serviceError.ts'

interface Query {
  status: 'Running' | 'Complete' | 'Cancelled' | 'Failed'
  result: QueryResult
  scanned: number
  bytes: number
}

const MAX_GROUPS = 50
const MAX_RUNNING = 100
/** Results of older queries are dropped. */
const MAX_KEPT = 200
/** A query works so long before calls and other requests have their turn. */
const SLICE_MS = 5

interface Range {
  readonly groups: readonly LogGroup[]
  /** Epoch ms, both included. */
  readonly from: number
  readonly to: number
  readonly limit: number
}

/** CloudWatch Logs Insights: queries are started, looked at and stopped. */
export class InsightsApi {
  readonly #store: LogStore
  readonly #account: string
  readonly #queries = new Map<string, Query>()

  constructor(store: LogStore, account: string) {
    this.#store = store
    this.#account = account
  }

  start(request: JsonObject): Record<string, unknown> {
    const groups = this.#groups(request)
    // In seconds, unlike everywhere else.
    const from = (request.number('startTime') ?? 0) * 1000
    const to = (request.number('endTime') ?? 0) * 1000 + 999
    const text = request.string('queryString') ?? ''
    if (groups.some(({ logClass }) => logClass === 'DELIVERY'))
      throw invalid('Log groups of the Delivery class cannot be queried.')
    if (from > to || groups.every(group => to < Math.max(group.createdAt, keptFrom(group))))
      throw malformed(
        "end date and time is either before the log groups' creation time or exceeds the log groups' retention settings",
        0,
      )
    const commands = parseQuery(text)
    const limit = request.number('limit') ?? MAX_ROWS
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_ROWS) throw invalid(`limit is from 1 to ${MAX_ROWS}.`)
    if ([...this.#queries.values()].filter(({ status }) => status === 'Running').length >= MAX_RUNNING)
      throw new ServiceError('LimitExceededException', 'Too many queries are running.')
    const queryId = randomUUID()
    const query: Query = { status: 'Running', result: { rows: [], matched: 0 }, scanned: 0, bytes: 0 }
    this.#keep(queryId, query)
    setImmediate(() => void this.#run(query, commands, { groups, from, to, limit }))
    return { queryId }
  }

  results(request: JsonObject): Record<string, unknown> {
    const { status, result, scanned, bytes } = this.#query(request)
    return {
      status,
      results: result.rows,
      statistics: { recordsMatched: result.matched, recordsScanned: scanned, bytesScanned: bytes },
    }
  }

  stop(request: JsonObject): Record<string, unknown> {
    const query = this.#query(request)
    if (query.status !== 'Running') throw invalid('The query has ended already.')
    query.status = 'Cancelled'
    return { success: true }
  }

  async #run(query: Query, commands: readonly Command[], range: Range): Promise<void> {
    const work = this.#answer(query, commands, range)
    while (query.status === 'Running') {
      const endMs = performance.now() + SLICE_MS
      try {
        while (performance.now() < endMs) {
          if (work.next().done) return
        }
      } catch {
        query.status = 'Failed'
      }
      await new Promise(setImmediate)
    }
  }

  *#answer(query: Query, commands: readonly Command[], { groups, from, to, limit }: Range): Work<void> {
    const found = groups.flatMap(group => {
      const start = Math.max(from, keptFrom(group))
      const events = group.events.filter(({ timestamp }) => timestamp >= start && timestamp <= to)
      return events.map(event => ({ event, group }))
    })
    found.sort((a, b) => b.event.timestamp - a.event.timestamp)
    yield
    const rows: EventRow[] = []
    for (const { event, group } of found) {
      query.bytes += Buffer.byteLength(event.message)
      rows.push(new EventRow(event, `${this.#account}:${group.name}`, group.logClass === 'STANDARD'))
      yield
    }
    query.scanned = rows.length
    query.result = yield* runQuery(commands, rows, limit)
    query.status = 'Complete'
  }

  #keep(id: string, query: Query): void {
    this.#queries.set(id, query)
    const [oldest] = this.#queries.keys()
    if (this.#queries.size > MAX_KEPT && oldest !== undefined) this.#queries.delete(oldest)
  }

  #query(request: JsonObject): Query {
    const query = this.#queries.get(request.string('queryId') ?? '')
    if (!query) throw new ServiceError('ResourceNotFoundException', 'The specified query does not exist.')
    return query
  }

  /** One missing group fails the whole query, as in the service. */
  #groups(request: JsonObject): LogGroup[] {
    const identifiers = request.strings('logGroupIdentifiers').map(groupNameOf)
    const name = request.string('logGroupName')
    const names = [...(name === undefined ? [] : [name]), ...request.strings('logGroupNames'), ...identifiers]
    if (names.length === 0 || names.length > MAX_GROUPS) throw invalid(`A query names 1 to ${MAX_GROUPS} log groups.`)
    return names.map(text => {
      const group = this.#store.group(text)
      if (!group) throw new ServiceError('ResourceNotFoundException', `Log group '${text}' does not exist.`)
      return group
    })
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message)
}
