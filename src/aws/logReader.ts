import type {
  CloudWatchLogs,
  DescribeLogGroupsRequest,
  GetQueryResultsResponse,
  LogGroup as RemoteGroup,
} from '@aws-sdk/client-cloudwatch-logs'
import { LensError } from '#common/errors.ts'
import type { LogClass, LogGroup, LogReader, LogRow, QueryState } from '#telemetry/logReader.ts'
import type { AwsClients } from './clients.ts'
import { queryError } from './queryErrors.ts'
import { type RequestOptions, request } from './request.ts'

const mostIdentifiers = 50
const stopTimeoutMs = 10_000

/** Reads CloudWatch Logs with the SDK. */
export function logReader(clients: AwsClients): LogReader {
  return {
    async groups(names, signal) {
      const groups = await resolve(names, signal)
      return new Map(names.flatMap(name => (groups.has(name) ? [[name, groups.get(name) ?? bare(name)]] : [])))
    },

    async startQuery({ groups, text, window }, signal) {
      const input = {
        logGroupNames: [...groups],
        queryString: text,
        // In whole seconds, both inclusive.
        startTime: Math.floor(window.from / 1000),
        endTime: Math.floor((window.to - 1) / 1000),
      }
      try {
        const { queryId = '' } = await ask('StartQuery', subjectOf(groups), signal, (logs, options) =>
          logs.startQuery(input, options),
        )
        return queryId
      } catch (error) {
        throw queryError(error)
      }
    },

    async queryState(queryId, signal) {
      const results = async (nextToken?: string) =>
        await ask('GetQueryResults', 'a query', signal, (logs, options) =>
          logs.getQueryResults({ queryId, ...(nextToken === undefined ? {} : { nextToken }) }, options),
        )
      const first = await results()
      const rows = rowsOf(first)
      for (let { nextToken } = first; nextToken !== undefined; ) {
        const page = await results(nextToken)
        rows.push(...rowsOf(page))
        // A page that names itself as the next one would have no end.
        nextToken = page.nextToken === nextToken ? undefined : page.nextToken
      }
      return { status: statusOf(first), rows, scannedBytes: first.statistics?.bytesScanned ?? 0 }
    },

    async stopQuery(queryId) {
      try {
        await ask('StopQuery', 'a query', AbortSignal.timeout(stopTimeoutMs), (logs, options) =>
          logs.stopQuery({ queryId }, options),
        )
      } catch (error) {
        if (!(error instanceof LensError && error.code === 'request-refused')) throw error
      }
    },

    async page(group, terms, window, next, signal) {
      const input = {
        logGroupName: group,
        filterPattern: terms.map(term => `?"${term}"`).join(' '),
        startTime: window.from,
        endTime: window.to - 1,
        ...(next === undefined ? {} : { nextToken: next }),
      }
      const answer = await ask('FilterLogEvents', subjectOf([group]), signal, (logs, options) =>
        logs.filterLogEvents(input, options),
      )
      const events = (answer.events ?? []).map(({ eventId, logStreamName = '', timestamp = 0, message = '' }) => ({
        id: eventId ?? `${logStreamName} ${timestamp} ${message}`,
        stream: logStreamName,
        time: timestamp,
        message,
      }))
      const { nextToken } = answer
      return { events, ...(nextToken === undefined || nextToken === next ? {} : { next: nextToken }) }
    },
  }

  /** Asks for 50 names at once. An endpoint that answers with others does not know such questions: it lists them all. */
  async function resolve(names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, LogGroup>> {
    const asked = new Set(names)
    const found = new Map<string, LogGroup>()
    let isListed = false
    for (let at = 0; at < names.length && !isListed; at += mostIdentifiers) {
      const logGroupIdentifiers = names.slice(at, at + mostIdentifiers)
      for (const group of await describe({ logGroupIdentifiers }, signal)) {
        found.set(group.name, group)
        isListed ||= !asked.has(group.name)
      }
    }
    return found
  }

  async function describe(input: DescribeLogGroupsRequest, signal: AbortSignal): Promise<LogGroup[]> {
    const groups: LogGroup[] = []
    let nextToken: string | undefined
    do {
      const page = await ask('DescribeLogGroups', 'log groups', signal, (logs, options) =>
        logs.describeLogGroups({ ...input, ...(nextToken === undefined ? {} : { nextToken }) }, options),
      )
      groups.push(...(page.logGroups ?? []).map(logGroup))
      nextToken = page.nextToken === nextToken ? undefined : page.nextToken
    } while (nextToken !== undefined)
    return groups
  }

  function ask<T>(
    operation: string,
    subject: string,
    signal: AbortSignal,
    send: (logs: CloudWatchLogs, options: RequestOptions) => Promise<T>,
  ): Promise<T> {
    const { connection } = clients
    const context = { connection, action: `logs:${operation}`, subject }
    return request(context, signal, async options => send(await clients.logs(), options))
  }
}

function logGroup(remote: RemoteGroup): LogGroup {
  const { logGroupName, creationTime, retentionInDays, storedBytes, logGroupClass } = remote
  return {
    ...bare(logGroupName ?? ''),
    class: classOf(logGroupClass),
    ...(creationTime === undefined ? {} : { createdAt: creationTime }),
    ...(retentionInDays === undefined ? {} : { retentionDays: retentionInDays }),
    ...(storedBytes === undefined ? {} : { storedBytes }),
  }
}

function bare(name: string): LogGroup {
  return { name, class: 'standard' }
}

/** Whatever is new beside Standard is taken to answer as little as Infrequent Access does. */
function classOf(remote: string | undefined): LogClass {
  if (remote === undefined || remote === 'STANDARD') return 'standard'
  return remote === 'DELIVERY' ? 'delivery' : 'infrequent'
}

function statusOf({ status }: GetQueryResultsResponse): QueryState['status'] {
  switch (status) {
    case 'Complete':
      return 'complete'
    case 'Running':
    case 'Scheduled':
      return 'running'
    default:
      return 'failed'
  }
}

function rowsOf({ results = [] }: GetQueryResultsResponse): LogRow[] {
  return results.map(row => new Map(row.map(({ field = '', value = '' }) => [field, value])))
}

function subjectOf(groups: readonly string[]): string {
  const [first, ...others] = groups
  return others.length === 0 ? `the log group ${first}` : `the log group ${first} and ${others.length} more`
}
