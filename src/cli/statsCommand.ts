import { describeError, LensError } from '#common/errors.ts'
import { parseFunctionReference } from '#handlers/deployed/functionReference.ts'
import { runSettings } from '#handlers/runSettings.ts'
import type { Comparison } from '#telemetry/comparison.ts'
import { lastDeployment } from '#telemetry/deployments.ts'
import { type FunctionMetrics, readMetrics } from '#telemetry/functionMetrics.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import { findLocalTarget } from './localTarget.ts'
import type { ExitCode } from './main.ts'
import { connectStats, type StatsConnection } from './statsConnection.ts'
import { type StatsOptions, statsOptions } from './statsOptions.ts'
import { type StatsOutcome, statsRow, statsTable } from './statsReport.ts'

/** What was read, and over which connection. */
interface Read {
  readonly connection: StatsConnection
  readonly outcome: StatsOutcome
}

export async function statsCommand(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const options = statsOptions(args)
  const connections = new Map<string, StatsConnection>()
  try {
    const reads = await Promise.all(
      options.targets.map(
        async target => await read(target, options, connectionFor(target, options, connections), signal),
      ),
    )
    for (const { outcome } of reads) if (outcome.error) say(`${outcome.target}: ${describeError(outcome.error)}`)
    const metrics = options.metrics ? await metricsOf(reads, options.hours, signal) : new Map<string, FunctionMetrics>()
    const rows = reads.map(({ outcome }) => {
      const figures = metrics.get(outcome.statistics?.function.arn ?? '')
      return statsRow(figures ? { ...outcome, metrics: figures } : outcome)
    })
    process.stdout.write(options.json ? `${JSON.stringify({ functions: rows }, null, 2)}\n` : `${statsTable(rows)}\n`)
    return reads.every(({ outcome }) => outcome.error !== undefined) ? 2 : 0
  } finally {
    for (const connection of connections.values()) connection.close()
  }
}

/** A function that cannot be read does not keep the others from being told. */
async function read(
  target: string,
  options: StatsOptions,
  connection: StatsConnection,
  signal: AbortSignal,
): Promise<Read> {
  const to = Date.now()
  const window = { from: to - options.hours * 3_600_000, to }
  const asked = { target, source: connection.source, window }
  try {
    const name = await deployedName(target, connection.source, signal)
    const statistics = await connection.service.statisticsOf(name, options.hours, signal)
    const comparison = options.compare ? await compared(statistics, connection, options, signal) : undefined
    return { connection, outcome: { ...asked, statistics, ...(comparison ? { comparison } : {}) } }
  } catch (error) {
    if (error instanceof LensError) return { connection, outcome: { ...asked, error } }
    throw error
  }
}

function connectionFor(
  target: string,
  { region, profile }: StatsOptions,
  connections: Map<string, StatsConnection>,
): StatsConnection {
  const at = parseFunctionReference(target)?.region ?? region
  const known = connections.get(at ?? '') ?? connectStats(at, profile)
  connections.set(at ?? '', known)
  return known
}

/** In the lab a handler has the name that tuning gives it; on AWS the one that its template says. */
async function deployedName(target: string, source: 'aws' | 'lab', signal: AbortSignal): Promise<string> {
  if (!target.includes('#')) return target
  const { handler, definition } = await findLocalTarget(target, process.cwd(), signal)
  if (source === 'lab') return runSettings(handler, definition).name
  if (definition?.functionName !== undefined) return definition.functionName
  throw new LensError(
    'not-linked',
    `Which deployed function ${target} is, is not known.`,
    'Give its name or its ARN; a template that names it tells it as well.',
  )
}

async function compared(
  { function: deployed }: FunctionStatistics,
  { directory, details }: StatsConnection,
  { hours }: StatsOptions,
  signal: AbortSignal,
): Promise<Comparison | undefined> {
  const { at } = lastDeployment(deployed, await directory.versions(deployed.name, signal), undefined)
  return await details.comparison(deployed, at, hours * 3_600_000, signal)
}

/** By ARN. One question for all functions of a region; where it is refused, the logs' figures stand without it. */
async function metricsOf(
  reads: readonly Read[],
  hours: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FunctionMetrics>> {
  const found = new Map<string, FunctionMetrics>()
  for (const connection of new Set(reads.map(one => one.connection))) {
    const own = reads.filter(one => one.connection === connection)
    const functions = own.flatMap(({ outcome }) => outcome.statistics?.function ?? [])
    const to = Date.now()
    const window = { from: to - hours * 3_600_000, to }
    try {
      const { metrics } = await readMetrics(functions, window, connection.metrics, to, signal)
      for (const [arn, figures] of metrics) found.set(arn, figures)
    } catch (error) {
      if (!(error instanceof LensError)) throw error
      say(describeError(error))
    }
  }
  return found
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}
