import { type DeployedFunction, defaultLogGroup, edgeLogGroup, streamOwner } from './deployedFunction.ts'
import { type Invocation, longestMs } from './invocation.ts'
import type { TimeWindow } from './invocationSource.ts'
import { parseRecord } from './logRecord.ts'
import type { LogEvent, LogPage, LogReader } from './logReader.ts'
import type { Askable } from './queryPlan.ts'
import { ReportReader } from './reportReader.ts'
import { idleAfterInitMs } from './statisticsQuery.ts'

/** Calls that were read event by event. */
export interface CallSample {
  /** In the order in which they were read. */
  readonly calls: readonly Invocation[]
  /** Whether these are all calls of the window. */
  readonly isWhole: boolean
  /** Environments whose start and first report were read, and how many of them stood idle in between. */
  readonly told: number
  readonly ahead: number
  /** Whether streams that name no function were among them, in a group that may serve several. */
  readonly isShared: boolean
}

const terms = ['REPORT RequestId', 'platform.report', 'INIT_START', 'platform.initStart', 'Task timed out']
/** A page has up to 10,000 events or 1 MB. */
const mostPages = 8

/**
 * Reads a function's calls where its log cannot be queried: all of them if they fit on a page, else one page from each
 * of several equal parts of the window, so that the sample is not of one hour alone.
 */
export async function sampleCalls(reader: LogReader, askable: Askable, signal: AbortSignal): Promise<CallSample> {
  const { group, window, function: deployed } = askable
  const isCustom = group.name !== defaultLogGroup(deployed.name) && group.name !== edgeLogGroup(deployed.name)
  const collected = new Collector(deployed, isCustom)
  const read = async (part: TimeWindow) => await reader.page(group.name, terms, part, undefined, signal)
  const first = await read(window)
  collected.add(first)
  const last = first.events.at(-1)
  if (first.next === undefined) return collected.sample(true)
  const parts = slices({ from: last?.time ?? window.from, to: window.to }, mostPages - 1)
  let isWhole = true
  for (const part of parts) {
    const page = await read(part)
    collected.add(page)
    isWhole &&= page.next === undefined
  }
  return collected.sample(isWhole)
}

function slices({ from, to }: TimeWindow, count: number): TimeWindow[] {
  const at = (index: number) => Math.round(from + ((to - from) * index) / count)
  return Array.from({ length: count }, (_, index) => ({ from: at(index), to: at(index + 1) })).filter(
    part => part.to > part.from,
  )
}

/** Makes calls of events; an event that comes again, as pages may repeat, counts once. */
class Collector {
  readonly #deployed: DeployedFunction
  readonly #isCustom: boolean
  readonly #reports = new ReportReader()
  readonly #seen = new Set<string>()
  readonly #calls: Invocation[] = []
  readonly #timedOut = new Set<string>()
  /** By stream: when its environment began. */
  readonly #begun = new Map<string, number>()
  readonly #provisioned = new Set<string>()
  readonly #initialized = new Map<string, Invocation>()
  #isShared = false

  constructor(deployed: DeployedFunction, isCustom: boolean) {
    this.#deployed = deployed
    this.#isCustom = isCustom
  }

  add({ events }: LogPage): void {
    for (const event of events) {
      if (this.#seen.has(event.id)) continue
      this.#seen.add(event.id)
      this.#take(event)
    }
  }

  sample(isWhole: boolean): CallSample {
    const idle = [...this.#initialized].flatMap(([stream, call]) => {
      const begun = this.#begun.get(stream)
      if (begun === undefined || call.time === undefined) return []
      return this.#provisioned.has(stream) ? longestMs : call.time - call.durationMs - (call.initMs ?? 0) - begun
    })
    const ahead = idle.filter(ms => ms > idleAfterInitMs).length
    return { calls: this.#callsWithTimeouts(), isWhole, told: idle.length, ahead, isShared: this.#isShared }
  }

  #take({ stream, time, message }: LogEvent): void {
    const { functionName, version } = streamOwner(stream)
    if (functionName !== undefined && functionName !== this.#deployed.name) return
    if (this.#deployed.version !== undefined && version !== this.#deployed.version) return
    const report = this.#reports.read(message)
    if (!report) {
      this.#takeRecord(stream, time, message)
      return
    }
    this.#isShared ||= this.#isCustom && functionName === undefined
    const call = { ...report, time, ...(version === undefined ? {} : { version }) }
    this.#calls.push(call)
    if (call.initMs !== undefined) this.#initialized.set(stream, call)
  }

  #takeRecord(stream: string, time: number, message: string): void {
    const record = parseRecord(message)
    if (record?.kind === 'initStart') {
      this.#begun.set(stream, time)
      if (record.initialization === 'provisioned-concurrency') this.#provisioned.add(stream)
    } else if (record?.kind === 'timedOut') this.#timedOut.add(record.requestId)
  }

  /** Reports of older logs have no status. A retry has the id of the call that timed out, whose report says so. */
  #callsWithTimeouts(): readonly Invocation[] {
    for (const call of this.#calls) if (call.status === 'timeout') this.#timedOut.delete(call.requestId)
    if (this.#timedOut.size === 0) return this.#calls
    return this.#calls.map(call => (this.#timedOut.has(call.requestId) ? { ...call, status: 'timeout' } : call))
  }
}
