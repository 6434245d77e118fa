import { type AwsClients, createClients } from '#aws/clients.ts'
import { functionDirectory } from '#aws/functionDirectory.ts'
import { invocationLog } from '#aws/invocationLog.ts'
import { logReader } from '#aws/logReader.ts'
import { silentLog } from '#common/log.ts'
import { summarize } from '#telemetry/statistics.ts'
import { StatisticsReader } from '#telemetry/statisticsReader.ts'
import { StatisticsService } from '#telemetry/statisticsService.ts'

/** What reading the statistics of all functions took. A process of its own, so that its peak of memory is its own. */
export interface ReadingFigures {
  readonly way: 'queries' | 'events'
  readonly functions: number
  readonly calls: number
  /** By operation, each attempt. */
  readonly requests: Readonly<Record<string, number>>
  readonly requestsInAll: number
  readonly mostOpenQueries: number
  readonly cpuSeconds: number
  readonly seconds: number
  /** Of the whole process, and what it had once the SDK was loaded. */
  readonly peakRssMb: number
  readonly startRssMb: number
}

const hours = 24

async function measure(way: ReadingFigures['way'], connection: Parameters<typeof createClients>[0], names: string[]) {
  const clients = createClients(connection)
  const requests: Record<string, number> = {}
  let open = 0
  let mostOpenQueries = 0
  for (const client of [await clients.logs(), await clients.lambda()]) {
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        async args => {
          const operation = commandName.replace(/Command$/, '')
          requests[operation] = (requests[operation] ?? 0) + 1
          if (operation === 'StartQuery') mostOpenQueries = Math.max(mostOpenQueries, ++open)
          const answer = await next(args)
          const { status } = answer.output as { readonly status?: string }
          if (operation === 'GetQueryResults' && status === 'Complete') open -= 1
          return answer
        },
      { step: 'finalizeRequest', priority: 'low' },
    )
  }
  const startRssMb = process.memoryUsage().rss / 1e6
  const started = performance.now()
  const before = process.cpuUsage()
  const counts = way === 'queries' ? await byQueries(clients, names) : await byEvents(clients, names)
  const { user, system } = process.cpuUsage(before)
  clients.destroy()
  const figures: ReadingFigures = {
    way,
    functions: names.length,
    calls: counts.reduce((sum, count) => sum + count, 0),
    requests,
    requestsInAll: Object.values(requests).reduce((sum, count) => sum + count, 0),
    mostOpenQueries,
    cpuSeconds: rounded((user + system) / 1e6),
    seconds: rounded((performance.now() - started) / 1000),
    peakRssMb: rounded(process.resourceUsage().maxRSS / 1024),
    startRssMb: rounded(startRssMb),
  }
  process.stdout.write(JSON.stringify(figures))
}

async function byQueries(clients: AwsClients, names: readonly string[]): Promise<number[]> {
  const directory = functionDirectory(clients)
  const service = new StatisticsService(new StatisticsReader({ directory, logs: logReader(clients), place: 'lab' }))
  const { signal } = new AbortController()
  const found = await Promise.all(names.map(async name => await service.statisticsOf(name, hours, signal)))
  return found.map(({ statistics, sampled, notes }) => {
    if (!statistics || sampled) throw new Error(`Not read by a query: ${notes.map(({ text }) => text).join(' ')}`)
    return statistics.count
  })
}

/** As lenses did it before: every event of every function, eight functions at once. */
async function byEvents(clients: AwsClients, names: readonly string[]): Promise<number[]> {
  const source = invocationLog(clients, silentLog)
  const { signal } = new AbortController()
  const to = Date.now()
  const left = [...names]
  const counts: number[] = []
  const work = async () => {
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      const calls = await source.invocations(name, { from: to - hours * 3_600_000, to }, signal)
      counts.push(summarize(calls, { architecture: 'x86_64', region: 'us-east-1' })?.count ?? 0)
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
  return counts
}

function rounded(value: number): number {
  return Number(value.toFixed(2))
}

const [, , way, connection = '{}', count = '0'] = process.argv
if (way === 'queries' || way === 'events') {
  await measure(
    way,
    JSON.parse(connection),
    Array.from({ length: Number(count) }, (_, n) => `f${n}`),
  )
}
