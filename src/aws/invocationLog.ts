import type { FilteredLogEvent, FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { LensError } from '#common/errors.ts'
import type { Log } from '#common/log.ts'
import type { Invocation } from '#telemetry/invocation.ts'
import type { InvocationSource, TimeWindow } from '#telemetry/invocationSource.ts'
import { parseReport } from '#telemetry/report.ts'
import type { AwsClients } from './clients.ts'
import { request } from './request.ts'

/** A page has up to 10,000 events; where there are more pages, only the oldest calls are read, and the log says so. */
const mostPages = 20
/** Filter patterns of the two log formats; a function writes one or the other. */
const textReports = 'REPORT'
const jsonReports = '"platform.report"'

/** Reads invocations from the function's own log group in CloudWatch Logs, `/aws/lambda/NAME`. */
export function invocationLog(clients: AwsClients, log: Log): InvocationSource {
  return {
    async invocations(functionName, window, signal) {
      const group = `/aws/lambda/${functionName}`
      try {
        const fromText = await readAll(group, textReports, window, signal)
        const invocations = fromText.length > 0 ? fromText : await readAll(group, jsonReports, window, signal)
        return invocations.sort((a, b) => (a.time ?? 0) - (b.time ?? 0))
      } catch (error) {
        // Lambda makes the group with the first call.
        if (error instanceof LensError && error.code === 'not-found') return []
        throw error
      }
    },
  }

  async function readAll(
    group: string,
    pattern: string,
    window: TimeWindow,
    signal: AbortSignal,
  ): Promise<Invocation[]> {
    const input = { logGroupName: group, filterPattern: pattern, startTime: window.from, endTime: window.to - 1 }
    const invocations: Invocation[] = []
    let nextToken: string | undefined
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await readPage({ ...input, nextToken }, signal)
      invocations.push(...(page.events ?? []).flatMap(event => invocationOf(event) ?? []))
      nextToken = page.nextToken
      if (nextToken === undefined) return invocations
    }
    log.warn(`${group} has more reports than the first ${invocations.length}, which alone were read.`)
    return invocations
  }

  function readPage(input: FilterLogEventsRequest, signal: AbortSignal): Promise<FilterLogEventsResponse> {
    const { connection } = clients
    const context = { connection, action: 'logs:FilterLogEvents', subject: `the log group ${input.logGroupName}` }
    return request(context, signal, async options => (await clients.logs()).filterLogEvents(input, options))
  }
}

function invocationOf({ message, timestamp, logStreamName }: FilteredLogEvent): Invocation | undefined {
  const report = parseReport(message ?? '')
  if (!report) return undefined
  // A stream is called 2026/11/20/[VERSION]ID.
  const version = /\[([^\]]+)\]/.exec(logStreamName ?? '')?.[1]
  return {
    ...report,
    ...(timestamp !== undefined && { time: timestamp }),
    ...(version !== undefined && { version }),
  }
}
