import { setTimeout as wait } from 'node:timers/promises'
import type { Invocation } from '#telemetry/invocation.ts'
import { parseReport } from '#telemetry/report.ts'
import type { ReportSource } from '#tuning/functionControl.ts'
import type { AwsClients } from './clients.ts'
import { request } from './request.ts'

/** Reports are searchable some seconds after the call. */
const defaultPausesMs = [500, 1000, 2000, 4000]
/** Pages may come empty while the service still searches. */
const mostPages = 20
/** The clocks of Lambda's log and of this machine differ. */
const clockSlackMs = 60_000

/** Finds single reports by FilterLogEvents. @param pausesMs how long to wait before each further look */
export function reportLog(clients: AwsClients, pausesMs: readonly number[] = defaultPausesMs): ReportSource {
  return {
    async find(logGroup, requestId, since, signal) {
      for (let looks = 0; ; looks++) {
        const found = await look(logGroup, requestId, since - clockSlackMs, signal)
        const pauseMs = pausesMs[looks]
        if (found || pauseMs === undefined) return found
        await wait(pauseMs, undefined, { signal })
      }
    },
  }

  async function look(
    group: string,
    requestId: string,
    from: number,
    signal: AbortSignal,
  ): Promise<Invocation | undefined> {
    const { connection } = clients
    const context = { connection, action: 'logs:FilterLogEvents', subject: `the log group ${group}` }
    const input = { logGroupName: group, filterPattern: `"${requestId}"`, startTime: from }
    let nextToken: string | undefined
    for (let pages = 0; pages < mostPages; pages++) {
      const page = await request(context, signal, async options =>
        (await clients.logs()).filterLogEvents({ ...input, nextToken }, options),
      )
      for (const { message = '' } of page.events ?? []) {
        const report = parseReport(message)
        if (report?.requestId === requestId) return report
      }
      nextToken = page.nextToken
      if (nextToken === undefined) return undefined
    }
    return undefined
  }
}
