import { type Caution, cautionOf } from '#tuning/caution.ts'
import { concurrencyOf } from '#tuning/fitness.ts'
import type { FunctionConfiguration } from '#tuning/functionControl.ts'
import type { PlanRequest } from '#tuning/plan.ts'
import type { SweepWay } from '#tuning/way.ts'
import { confirm } from './confirm.ts'
import type { DeployedConnection } from './connection.ts'

/**
 * What a plan has to heed of a deployed function: the way to tune it, where none was chosen, and its concurrency. Tells
 * by `say` who may depend on the function, and asks for its name then.
 */
export async function deployedRequest(
  connection: DeployedConnection,
  configuration: FunctionConfiguration,
  options: { readonly way: SweepWay | undefined; readonly yes: string | undefined },
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<Pick<PlanRequest, 'way' | 'concurrency'>> {
  const { control, metrics, history } = connection
  const ownCalls = (functionArn: string, since: number) => history.callsSince(functionArn, since)
  const caution = await cautionOf(configuration, { control, metrics, ownCalls }, signal)
  for (const sentence of caution.unknown) say(sentence)
  await confirm(caution, configuration.name, options.yes, signal)
  const way = options.way ?? wayFor(caution)
  const concurrency = way.kind === 'clone' ? undefined : await concurrencyOf(control, configuration.arn, signal)
  if (concurrency?.reserved === undefined) return { way }
  return { way, concurrency: concurrency.reserved - concurrency.provisioned }
}

/** A function that others call is not changed, were it for seconds. */
function wayFor({ callsLastDay = 0 }: Caution): SweepWay {
  return callsLastDay > 0 ? { kind: 'clone' } : { kind: 'versions' }
}
