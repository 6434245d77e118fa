import { keptState, readKeptEvents } from '#lab/logFile.ts'
import { defaultLogGroup, streamOwner } from '#telemetry/deployedFunction.ts'
import type { Invocation } from '#telemetry/invocation.ts'
import type { InvocationSource } from '#telemetry/invocationSource.ts'
import { parseReport } from '#telemetry/report.ts'

/** In the lines of the lab's files, where quotes are escaped. */
const terms = ['REPORT RequestId', 'platform.report']

/**
 * The calls that labs have kept in their data folder, where there is one: for the time when none runs. The files are read again only when
 * they have changed.
 */
export function keptCalls(dataFolder: string | undefined): InvocationSource {
  let state = ''
  let read: Promise<ReadonlyMap<string, readonly Invocation[]>> = Promise.resolve(new Map())
  return {
    async invocations(functionName, { from, to }, signal) {
      if (dataFolder === undefined) return []
      const now = await keptState(dataFolder)
      if (now !== state) read = readCalls(dataFolder)
      state = now
      const calls = (await read).get(defaultLogGroup(functionName)) ?? []
      signal.throwIfAborted()
      return calls.filter(({ time = 0 }) => time >= from && time < to)
    },
  }
}

async function readCalls(dataFolder: string): Promise<ReadonlyMap<string, readonly Invocation[]>> {
  const groups = new Map<string, Invocation[]>()
  for (const { group, stream, message, timestamp } of await readKeptEvents(dataFolder, terms)) {
    const report = parseReport(message)
    if (!report) continue
    const { version } = streamOwner(stream)
    const call = { ...report, time: timestamp, ...(version === undefined ? {} : { version }) }
    const calls = groups.get(group) ?? []
    calls.push(call)
    groups.set(group, calls)
  }
  return groups
}
