import { createClients } from '#aws/clients.ts'
import type { AwsConnection } from '#aws/connection.ts'
import { functionDirectory } from '#aws/functionDirectory.ts'
import { logReader } from '#aws/logReader.ts'
import { metricReader } from '#aws/metricReader.ts'
import { stackResources } from '#aws/stackResources.ts'
import type { StackResources } from '#handlers/deployed/stackResources.ts'
import type { FunctionDirectory } from '#telemetry/deployedFunction.ts'
import { FunctionDetails } from '#telemetry/functionDetails.ts'
import type { MetricSource } from '#telemetry/metricSource.ts'
import { QueryRunner } from '#telemetry/queryRunner.ts'
import { StatisticsReader } from '#telemetry/statisticsReader.ts'
import { StatisticsService } from '#telemetry/statisticsService.ts'

/** Whatever `stats` asks of one region. */
export interface StatsConnection {
  readonly source: 'aws' | 'lab'
  readonly service: StatisticsService
  readonly details: FunctionDetails
  readonly directory: FunctionDirectory
  readonly metrics: MetricSource
  /** Of this region. */
  readonly stacks: StackResources
  close(): void
}

/** A region of AWS, or the endpoint that AWS's own tools would use by their environment variables. */
export function connectStats(region: string | undefined, profile: string | undefined): StatsConnection {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION, AWS_DEFAULT_REGION } = process.env
  const chosen = region ?? AWS_REGION ?? AWS_DEFAULT_REGION
  const connection: AwsConnection = {
    ...(chosen === undefined ? {} : { region: chosen }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { profile }),
  }
  const source = isLab(endpoint) ? 'lab' : 'aws'
  const place = source === 'lab' ? { place: 'lab' as const } : {}
  const clients = createClients(connection)
  const logs = logReader(clients)
  const directory = functionDirectory(clients)
  const runner = new QueryRunner(logs)
  return {
    source,
    service: new StatisticsService(new StatisticsReader({ directory, logs, runner, ...place })),
    details: new FunctionDetails({ logs, runner, ...place }),
    directory,
    metrics: metricReader(clients),
    stacks: stackResources(async () => clients),
    close: () => clients.destroy(),
  }
}

/** The keys that the lab makes up for itself say that they are its own. */
function isLab(endpoint: string | undefined): boolean {
  return endpoint !== undefined && /^LAB[\dA-F]{16}$/.test(process.env['AWS_ACCESS_KEY_ID'] ?? '')
}
