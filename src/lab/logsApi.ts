import { filterPattern } from './filterPattern.ts'
import { InsightsApi } from './insightsApi.ts'
import { groupNameOf, LogGroupApi, missing } from './logGroupApi.ts'
import { JsonObject } from './json.ts'
import { keptFrom, type LogEvent, type LogGroup, type LogStore } from './logStore.ts'
import { limitOf, pageOf, tokenNumber } from './logsPage.ts'
import { ServiceError } from './serviceError.ts'

const TARGET = 'Logs_20140328.'
/** Of one page: events and bytes of messages. */
const MAX_PAGE_EVENTS = 10_000
const MAX_PAGE_BYTES = 1024 * 1024

/** CloudWatch Logs' operations for reading, and those on groups. */
export class LogsApi {
  readonly #store: LogStore
  readonly #arnPrefix: string
  readonly #insights: InsightsApi
  readonly #groups: LogGroupApi

  constructor(store: LogStore, arnPrefix: string) {
    this.#store = store
    this.#arnPrefix = arnPrefix
    this.#groups = new LogGroupApi(store, arnPrefix)
    this.#insights = new InsightsApi(store, arnPrefix.split(':').at(-1) ?? '')
  }

  /** `target` is the X-Amz-Target header. */
  handle(target: string, body: Buffer): Record<string, unknown> {
    const operation = target.startsWith(TARGET) ? target.slice(TARGET.length) : target
    const request = new JsonObject(JSON.parse(body.length === 0 ? '{}' : body.toString()))
    if (operation === 'DescribeLogGroups') return this.#groups.describe(request)
    if (operation === 'CreateLogGroup') return this.#groups.create(request)
    if (operation === 'DeleteLogGroup') return this.#groups.delete(request)
    if (operation === 'PutRetentionPolicy') return this.#groups.setRetention(request)
    if (operation === 'DeleteRetentionPolicy') return this.#groups.setRetention(request)
    if (operation === 'DescribeLogStreams') return this.#describeStreams(request)
    if (operation === 'FilterLogEvents') return this.#filterEvents(request)
    if (operation === 'GetLogEvents') return this.#getEvents(request)
    if (operation === 'StartQuery') return this.#insights.start(request)
    if (operation === 'GetQueryResults') return this.#insights.results(request)
    if (operation === 'StopQuery') return this.#insights.stop(request)
    throw new ServiceError('UnknownOperationException', `The lab has no operation ${operation}.`)
  }

  #describeStreams(request: JsonObject): Record<string, unknown> {
    const group = this.#group(request)
    const prefix = request.string('logStreamNamePrefix') ?? ''
    const byTime = request.string('orderBy') === 'LastEventTime'
    if (byTime && prefix !== '')
      throw new ServiceError('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.')
    const order = request.boolean('descending') ? -1 : 1
    const streams = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(prefix))
      .sort((a, b) => order * (byTime ? (a.lastEventAt ?? 0) - (b.lastEventAt ?? 0) : a.name < b.name ? -1 : 1))
    const { page, next } = pageOf(streams, request)
    const logStreams = page.map(({ name, createdAt, firstEventAt, lastEventAt }) => ({
      logStreamName: name,
      creationTime: createdAt,
      firstEventTimestamp: firstEventAt,
      lastEventTimestamp: lastEventAt,
      lastIngestionTime: lastEventAt,
      arn: `${this.#arnPrefix}:log-group:${group.name}:log-stream:${name}`,
      storedBytes: 0,
    }))
    return { logStreams, ...next }
  }

  #filterEvents(request: JsonObject): Record<string, unknown> {
    const group = this.#group(request)
    const names = request.strings('logStreamNames')
    const prefix = request.string('logStreamNamePrefix')
    const matches = filterPattern(request.string('filterPattern') ?? '')
    const after = tokenNumber(request.string('nextToken'))
    const inTime = timeFilter(request, group)
    const found = group.events.filter(
      event =>
        event.sequence > after &&
        inTime(event) &&
        (names.length === 0 || names.includes(event.stream)) &&
        (prefix === undefined || event.stream.startsWith(prefix)) &&
        matches(event.message),
    )
    const page = firstPage(found, limitOf(request, MAX_PAGE_EVENTS))
    const last = page.at(-1)
    const events = page.map(event => ({
      ...wireEvent(event),
      logStreamName: event.stream,
      eventId: String(event.sequence).padStart(56, '0'),
    }))
    const nextToken = last && page.length < found.length ? { nextToken: String(last.sequence) } : {}
    return { events, searchedLogStreams: [], ...nextToken }
  }

  /** Tokens: `f/N` goes on after event N, `b/N` back from before it. */
  #getEvents(request: JsonObject): Record<string, unknown> {
    const group = this.#group(request)
    const name = request.string('logStreamName') ?? ''
    if (!group.streams.has(name)) throw missing('log stream')
    const [direction, position] = (request.string('nextToken') ?? '').split('/')
    const at = tokenNumber(position)
    const inTime = timeFilter(request, group)
    const all = group.events.filter(event => event.stream === name && inTime(event))
    const limit = limitOf(request, MAX_PAGE_EVENTS)
    const isForward = direction === 'f' || (direction !== 'b' && request.boolean('startFromHead'))
    const open = direction === 'f' ? all.filter(event => event.sequence > at) : all
    const rest = direction === 'b' ? open.filter(event => event.sequence < at) : open
    const page = isForward ? firstPage(rest, limit) : firstPage(rest.toReversed(), limit).toReversed()
    return {
      events: page.map(wireEvent),
      nextForwardToken: `f/${page.at(-1)?.sequence ?? at}`,
      nextBackwardToken: `b/${page[0]?.sequence ?? at}`,
    }
  }

  #group(request: JsonObject): LogGroup {
    const name = request.string('logGroupName') ?? groupNameOf(request.string('logGroupIdentifier') ?? '')
    const group = this.#store.group(name)
    if (!group) throw missing('log group')
    return group
  }
}

function timeFilter(request: JsonObject, group: LogGroup): (event: LogEvent) => boolean {
  const from = Math.max(request.number('startTime') ?? 0, keptFrom(group))
  const to = request.number('endTime') ?? Number.POSITIVE_INFINITY
  return ({ timestamp }) => timestamp >= from && timestamp <= to
}

function firstPage(events: readonly LogEvent[], limit: number): LogEvent[] {
  const page: LogEvent[] = []
  let bytes = 0
  for (const event of events) {
    bytes += event.message.length
    if (page.length === limit || (bytes > MAX_PAGE_BYTES && page.length > 0)) break
    page.push(event)
  }
  return page
}

function wireEvent({ timestamp, message }: LogEvent) {
  return { timestamp, message, ingestionTime: timestamp }
}
