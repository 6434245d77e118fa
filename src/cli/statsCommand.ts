import { describeError, LensError } from '#common/errors.ts'
import { parseFunctionReference } from '#handlers/deployed/functionReference.ts'
import type { StackResources } from '#handlers/deployed/stackResources.ts'
import { runSettings } from '#handlers/runSettings.ts'
import type { Comparison } from '#telemetry/comparison.ts'
import { lastDeployment } from '#telemetry/deployments.ts'
import { type FunctionMetrics, readMetrics } from '#telemetry/functionMetrics.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import { deployedTarget } from './deployedTarget.ts'
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
        async target => await read(target, options, region => connectionFor(region, options, connections), signal),
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
  connect: (region: string | undefined) => StatsConnection,
  signal: AbortSignal,
): Promise<Read> {
  const to = Date.now()
  const window = { from: to - options.hours * 3_600_000, to }
  let connection = connect(parseFunctionReference(target)?.region)
  const asked = { target, source: connection.source, window }
  try {
    const { name, region } = await deployedName(target, connect, signal)
    if (region !== undefined) connection = connect(region)
    const statistics = await connection.service.statisticsOf(name, options.hours, signal)
    const comparison = options.compare ? await compared(statistics, connection, options, signal) : undefined
    return { connection, outcome: { ...asked, statistics, ...(comparison ? { comparison } : {}) } }
  } catch (error) {
    if (error instanceof LensError) return { connection, outcome: { ...asked, error } }
    throw error
  }
}

/** What is known of the target's region counts more than what was asked for. */
function connectionFor(
  ownRegion: string | undefined,
  { region, profile }: StatsOptions,
  connections: Map<string, StatsConnection>,
): StatsConnection {
  const at = ownRegion ?? region
  const known = connections.get(at ?? '') ?? connectStats(at, profile)
  connections.set(at ?? '', known)
  return known
}

/** In the lab a handler has the name that tuning gives it; on AWS the one by which it is deployed. */
async function deployedName(
  target: string,
  connect: (region: string | undefined) => StatsConnection,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly region?: string }> {
  if (!target.includes('#')) return { name: target }
  const local = await findLocalTarget(target, process.cwd(), signal)
  if (connect(undefined).source === 'lab') return { name: runSettings(local.handler, local.definition).name }
  const stacks: StackResources = { resources: (key, end) => connect(key.region).stacks.resources(key, end) }
  const { name, arn, region, qualifier } = await deployedTarget(local, stacks, signal)
  const whole = `${arn ?? name}${qualifier === undefined ? '' : `:${qualifier}`}`
  return { name: whole, ...(region !== undefined && { region }) }
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
