import { setTimeout as delay } from 'node:timers/promises'
import type {
  GetFunctionConfigurationRequest,
  FunctionConfiguration as RemoteConfiguration,
} from '@aws-sdk/client-lambda'
import { LensError } from '#common/errors.ts'
import type { AwsClients } from './clients.ts'
import { controlRequest } from './controlRequest.ts'

const firstPauseMs = 100
const longestPauseMs = 3_000
/** An update takes about a minute with a VPC. */
const patienceMs = 5 * 60_000

/** The configuration of a function or version as soon as no creation or update of it is in progress. */
export async function settled(
  clients: AwsClients,
  { FunctionName, Qualifier }: GetFunctionConfigurationRequest,
  signal: AbortSignal,
): Promise<RemoteConfiguration> {
  const deadline = performance.now() + patienceMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.6)) {
    const found = await controlRequest(
      clients,
      'GetFunctionConfiguration',
      FunctionName ?? '',
      signal,
      (lambda, options) => lambda.getFunctionConfiguration({ FunctionName, Qualifier }, options),
    )
    if (found.State !== 'Pending' && found.LastUpdateStatus !== 'InProgress') return found
    if (performance.now() > deadline) throw neverSettled(found)
    await delay(pauseMs, undefined, { signal })
  }
}

/** As `settled`, for after a change: rejects with code `update-failed` when the service could not carry it out. */
export async function settledWell(
  clients: AwsClients,
  target: GetFunctionConfigurationRequest,
  signal: AbortSignal,
): Promise<RemoteConfiguration> {
  const found = await settled(clients, target, signal)
  if (found.State !== 'Failed' && found.LastUpdateStatus !== 'Failed') return found
  const reason =
    found.LastUpdateStatusReason ?? found.StateReason ?? found.LastUpdateStatusReasonCode ?? 'no reason given'
  throw new LensError(
    'update-failed',
    `AWS could not carry out the change of the function ${found.FunctionName}: ${reason}.`,
    'Look at the function in the AWS console.',
  )
}

function neverSettled(found: RemoteConfiguration): LensError {
  return new LensError(
    'update-timeout',
    `An update of the function ${found.FunctionName} has not ended after ${patienceMs / 60_000} minutes.`,
    'Look at the function in the AWS console, and try again once its update has ended.',
  )
}
