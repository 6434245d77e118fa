import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import type { Lambda } from '@aws-sdk/client-lambda'
import type { SFNClient } from '@aws-sdk/client-sfn'
import type { AwsConnection } from './connection.ts'
import { createPace, keepPace } from './pace.ts'

/** SDK clients of one connection, each loaded and made on first use: the SDK takes about 100 ms to load. */
export interface AwsClients {
  readonly connection: AwsConnection
  /** The control plane, within its pace, with the SDK's standard retries. */
  lambda(): Promise<Lambda>
  /** For Invoke alone: waits as long as a function may run, and never retries, since a retried call is paid twice. */
  invoker(): Promise<Lambda>
  logs(): Promise<CloudWatchLogs>
  cloudFormation(): Promise<CloudFormationClient>
  /** For metrics. */
  cloudWatch(): Promise<CloudWatchClient>
  stepFunctions(): Promise<SFNClient>
  /** Closes the connections. A client asked for later is a new one. */
  destroy(): void
}

const connectTimeoutMs = 5_000
const answerTimeoutMs = 30_000
/** The longest timeout of a function is 15 minutes; the rest is for its start and the way. */
const callTimeoutMs = (15 * 60 + 45) * 1000

export function createClients(connection: AwsConnection, pace = createPace()): AwsClients {
  const target = clientConfig(connection)
  const lambda = lazy(async () => {
    const { Lambda } = await import('@aws-sdk/client-lambda')
    const client = new Lambda({ ...target, requestHandler: requestHandler(answerTimeoutMs) })
    keepPace(client, pace)
    return client
  })
  const invoker = lazy(async () => {
    const { Lambda } = await import('@aws-sdk/client-lambda')
    return new Lambda({ ...target, requestHandler: requestHandler(callTimeoutMs), maxAttempts: 1 })
  })
  const logs = lazy(async () => {
    const { CloudWatchLogs } = await import('@aws-sdk/client-cloudwatch-logs')
    return new CloudWatchLogs({ ...target, requestHandler: requestHandler(answerTimeoutMs) })
  })
  const cloudFormation = lazy(async () => {
    const { CloudFormationClient } = await import('./cloudFormation.ts')
    return new CloudFormationClient({ ...target, requestHandler: requestHandler(answerTimeoutMs) })
  })
  const cloudWatch = lazy(async () => {
    const { CloudWatchClient } = await import('./cloudWatch.ts')
    return new CloudWatchClient({ ...target, requestHandler: requestHandler(answerTimeoutMs) })
  })
  const stepFunctions = lazy(async () => {
    const { SFNClient } = await import('./stepFunctions.ts')
    return new SFNClient({ ...target, requestHandler: requestHandler(answerTimeoutMs) })
  })
  return {
    connection,
    lambda: lambda.get,
    invoker: invoker.get,
    logs: logs.get,
    cloudFormation: cloudFormation.get,
    cloudWatch: cloudWatch.get,
    stepFunctions: stepFunctions.get,
    destroy() {
      for (const client of [lambda, invoker, logs, cloudFormation, cloudWatch, stepFunctions]) client.destroy()
    },
  }
}

/** Only what the SDK knows, and nothing that is absent. */
function clientConfig({ region, endpoint, profile, credentials }: AwsConnection) {
  return {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
    ...(credentials !== undefined && { credentials }),
  }
}

/** Keep-alive probes also hold a connection open on which nothing is heard for the minutes that a call may take. */
function requestHandler(requestTimeout: number) {
  const agent = { keepAlive: true, keepAliveMsecs: 10_000, maxSockets: 64 }
  return {
    connectionTimeout: connectTimeoutMs,
    requestTimeout,
    throwOnRequestTimeout: true,
    httpAgent: agent,
    httpsAgent: agent,
  }
}

interface Lazy<T> {
  get(): Promise<T>
  destroy(): void
}

function lazy<T extends { destroy(): void }>(make: () => Promise<T>): Lazy<T> {
  let made: Promise<T> | undefined
  return {
    get: () => (made ??= make()),
    destroy() {
      made?.then(client => client.destroy()).catch(() => {})
      made = undefined
    },
  }
}
