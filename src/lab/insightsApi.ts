import { randomUUID } from 'node:crypto'
import { discoverFields } from './insights/discoverFields.ts'
import { MAX_ROWS, parseQuery } from './insights/parser.ts'
import { type QueryResult, runQuery } from './insights/runQuery.ts'
import type { Command } from './insights/query.ts'
import { malformed } from './insights/token.ts'
import type { JsonObject } from './json.ts'
import type { LogGroup, LogStore } from './logStore.ts'
import { ServiceError } from './serviceError.ts'

interface Query {
  status: 'Running' | 'Complete' | 'Cancelled'
  result: QueryResult
  scanned: number
  bytes: number
}

const MAX_GROUPS = 50
const MAX_RUNNING = 100
/** Results of older queries are dropped. */
const MAX_KEPT = 200

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
    if (from > to || groups.every(({ createdAt }) => to < createdAt))
      throw malformed("end date and time is either before the log groups' creation time or before the start", 0)
    const commands = parseQuery(text)
    const limit = request.number('limit') ?? MAX_ROWS
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_ROWS) throw invalid(`limit is from 1 to ${MAX_ROWS}.`)
    if ([...this.#queries.values()].filter(({ status }) => status === 'Running').length >= MAX_RUNNING)
      throw new ServiceError('LimitExceededException', 'Too many queries are running.')
    const queryId = randomUUID()
    const query: Query = { status: 'Running', result: { rows: [], matched: 0 }, scanned: 0, bytes: 0 }
    this.#keep(queryId, query)
    setImmediate(() => this.#run(query, commands, { groups, from, to, limit }))
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

  #run(
    query: Query,
    commands: readonly Command[],
    range: { groups: LogGroup[]; from: number; to: number; limit: number },
  ) {
    if (query.status !== 'Running') return
    const { groups, from, to, limit } = range
    const rows = groups.flatMap(({ name, events }) =>
      events
        .filter(({ timestamp }) => timestamp >= from && timestamp <= to)
        .map(event => {
          query.bytes += Buffer.byteLength(event.message)
          return discoverFields(event, `${this.#account}:${name}`)
        }),
    )
    query.scanned = rows.length
    query.result = runQuery(commands, rows, limit)
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
    const identifiers = request.strings('logGroupIdentifiers').map(id => id.split(':log-group:').at(-1) ?? id)
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
