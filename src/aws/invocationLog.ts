import { LensError } from '#common/errors.ts'
import type { Log } from '#common/log.ts'
import { defaultLogGroup, streamOwner } from '#telemetry/deployedFunction.ts'
import type { Invocation } from '#telemetry/invocation.ts'
import type { InvocationSource, TimeWindow } from '#telemetry/invocationSource.ts'
import { ReportReader } from '#telemetry/reportReader.ts'
import type { AwsClients } from './clients.ts'
import { logReader } from './logReader.ts'

/** A page has up to 10,000 events; where there are more pages, only the oldest calls are read, and the log says so. */
const mostPages = 20
/** Of text and of JSON reports: a group may have both. */
const terms = ['REPORT RequestId', 'platform.report']

/** Reads every invocation from the function's own log group in CloudWatch Logs, `/aws/lambda/NAME`. */
export function invocationLog(clients: AwsClients, log: Log): InvocationSource {
  const reader = logReader(clients)
  return {
    async invocations(functionName, window, signal) {
      try {
        const invocations = await readAll(defaultLogGroup(functionName), window, signal)
        return invocations.sort((a, b) => (a.time ?? 0) - (b.time ?? 0))
      } catch (error) {
        // Lambda makes the group with the first call.
        if (error instanceof LensError && error.code === 'not-found') return []
        throw error
      }
    },
  }

  async function readAll(group: string, window: TimeWindow, signal: AbortSignal): Promise<Invocation[]> {
    const reports = new ReportReader()
    const invocations = new Map<string, Invocation>()
    let next: string | undefined
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await reader.page(group, terms, window, next, signal)
      for (const { id, message, stream, time } of page.events) {
        const report = reports.read(message)
        const { version } = streamOwner(stream)
        if (report) invocations.set(id, { ...report, time, ...(version === undefined ? {} : { version }) })
      }
      next = page.next
      if (next === undefined) return [...invocations.values()]
    }
    log.warn(`${group} has more reports than the first ${invocations.size}, which alone were read.`)
    return [...invocations.values()]
  }
}
