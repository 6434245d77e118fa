import { seededRandom } from '#common/random.ts'
import { summarize } from '#telemetry/statistics.ts'
import { jsonReportLine, type LoggedCall, textReportLine } from '../../support/logLines.ts'
import { type ProtocolRequest, type ProtocolServer, serveProtocol } from '../../support/protocolServer.ts'

type Input = Readonly<Record<string, unknown>>
type TimedCall = LoggedCall & { readonly time: number }

const mostPageEvents = 10_000
const mostPageBytes = 1024 * 1024
/** A query runs for so many looks. */
const looksUntilComplete = 2

/**
 * Lambda's list of functions and CloudWatch Logs as far as a reader of statistics asks them, over calls that are made up
 * again for each answer: the lab would need seconds for each query over 100,000 events, and has other limits than AWS.
 */
export async function serveLogs(functions: number, callsEach: number): Promise<ProtocolServer> {
  const service = new LogService(functions, callsEach)
  return await serveProtocol(request => ({ body: service.answer(request) }))
}

class LogService {
  readonly #functions: number
  readonly #callsEach: number
  readonly #now = Date.now()
  readonly #queries: { readonly rows: readonly object[]; looks: number }[] = []

  constructor(functions: number, callsEach: number) {
    this.#functions = functions
    this.#callsEach = callsEach
  }

  answer({ url, headers, body }: ProtocolRequest): object {
    const target = headers['x-amz-target']
    if (typeof target !== 'string')
      return this.#list(Number(new URL(url, 'http://lambda').searchParams.get('Marker') ?? 0))
    const input: Input = JSON.parse(body)
    switch (target.split('.').at(-1)) {
      case 'DescribeLogGroups':
        return { logGroups: strings(input['logGroupIdentifiers']).map(logGroup) }
      case 'StartQuery':
        return { queryId: String(this.#start(input) - 1) }
      case 'GetQueryResults':
        return this.#results(Number(input['queryId']))
      case 'FilterLogEvents':
        return this.#page(String(input['logGroupName']), Number(input['nextToken'] ?? 0))
      default:
        return {}
    }
  }

  #list(start: number): object {
    const end = Math.min(this.#functions, start + 50)
    const Functions = Array.from({ length: end - start }, (_, index) => {
      const FunctionName = `f${start + index}`
      const FunctionArn = `arn:aws:lambda:us-east-1:123456789012:function:${FunctionName}`
      const rest = { MemorySize: 512, CodeSha256: 'c0de', Version: '$LATEST', Architectures: ['x86_64'] }
      return { FunctionName, FunctionArn, LastModified: '2026-11-20T10:00:00.000+0000', ...rest }
    })
    return { Functions, ...(end < this.#functions ? { NextMarker: String(end) } : {}) }
  }

  #start({ logGroupNames, queryString }: Input): number {
    const isAboutWaits = String(queryString).includes('idleMs')
    const rows = strings(logGroupNames).map(group => {
      const log = { '@log': `123456789012:${group}` }
      return isAboutWaits ? { ...log, told: 20, ahead: 5 } : { ...log, ...figures(this.#calls(group)) }
    })
    return this.#queries.push({ rows, looks: 0 })
  }

  #results(id: number): object {
    const query = this.#queries[id]
    if (!query) return { status: 'Failed' }
    query.looks += 1
    if (query.looks <= looksUntilComplete) return { status: 'Running', results: [] }
    const results = query.rows.map(row =>
      Object.entries(row).map(([field, value]) => ({ field, value: String(value) })),
    )
    return { status: 'Complete', results, statistics: { bytesScanned: query.rows.length * this.#callsEach * 600 } }
  }

  #page(group: string, start: number): object {
    const events: object[] = []
    let bytes = 0
    const calls = this.#calls(group)
    for (const [index, call] of calls.slice(start, start + mostPageEvents).entries()) {
      const message = isJson(group) ? jsonReportLine(call) : textReportLine(call)
      bytes += message.length
      if (bytes > mostPageBytes) break
      const stream = `2026/11/20/[$LATEST]${Math.floor((start + index) / 100)}`
      events.push({ eventId: `${group} ${start + index}`, timestamp: call.time, logStreamName: stream, message })
    }
    const end = start + events.length
    return { events, ...(end < calls.length ? { nextToken: String(end) } : {}) }
  }

  #calls(group: string): TimedCall[] {
    const random = seededRandom(Number(group.slice('/aws/lambda/f'.length)))
    const from = this.#now - 20 * 3_600_000
    return Array.from({ length: this.#callsEach }, (_, n) => {
      const durationMs = Math.round(Math.exp(3 + 2 * random()) * 100) / 100
      const cold = n % 100 === 0 ? { initMs: 300 + n / 100 } : {}
      const time = from + Math.floor((n * 19 * 3_600_000) / this.#callsEach)
      const call = { memoryMb: 512, maxMemoryUsedMb: 80, status: 'success', requestId: `${n}` } as const
      return { ...call, durationMs, billedMs: Math.ceil(durationMs), time, ...cold }
    })
  }
}

function figures(calls: readonly TimedCall[]): object {
  const found = summarize(calls.map(call => ({ requestId: '', ...call })))
  if (!found) return {}
  const { count, initialized, restored, peakMemoryMb, coldShare: _, ...rest } = found
  return { ...rest, memoryMb: 512, calls: count, inits: initialized, restores: restored, usedMb: peakMemoryMb }
}

function logGroup(logGroupName: string): object {
  return { logGroupName, creationTime: 0, storedBytes: 1e6, logGroupClass: 'STANDARD' }
}

function isJson(group: string): boolean {
  return Number(group.slice('/aws/lambda/f'.length)) % 4 === 3
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
