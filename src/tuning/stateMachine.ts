import { LensError } from '#common/errors.ts'
import type { FunctionControl } from './functionControl.ts'
import { type PowerTuningResult, powerTuningInput, readPowerTuning } from './powerTuning.ts'
import type { SweepPlan } from './plan.ts'

/** State machines of AWS Lambda Power Tuning that somebody has deployed. */
export interface StateMachines {
  /** The ARN of one that its name tells; undefined where there is none. */
  find(signal: AbortSignal): Promise<string | undefined>
  /** Starts an execution and waits for its output. Throws a `LensError` (`execution-failed`) when it fails. */
  run(arn: string, input: string, onStart: (execution: string) => void, signal: AbortSignal): Promise<string>
}

export interface StateMachineOutcome {
  readonly result: PowerTuningResult
  /** Memory, settings, versions and aliases are as they were before. */
  readonly restored: boolean
}

/**
 * Has a deployed state machine sweep the function. It changes the function itself, and puts it back itself: what it left
 * is told, and not touched. It goes on where this process ends or is cancelled, since a stopped one would not clean up.
 */
export async function sweepByStateMachine(
  plan: SweepPlan,
  callsPerSize: number,
  ports: { readonly machines: StateMachines; readonly control: FunctionControl },
  onActivity: (activity: string) => void,
  signal: AbortSignal,
): Promise<StateMachineOutcome> {
  const { machines, control } = ports
  const input = JSON.stringify(powerTuningInput(plan, callsPerSize))
  const machine = await machines.find(signal)
  if (machine === undefined) throw noMachine()
  const before = await look(control, plan.functionArn, signal)
  onActivity(`Starting ${machine}`)
  const output = await machines.run(machine, input, execution => onActivity(`${execution} runs`), signal)
  const after = await look(control, plan.functionArn, signal)
  return { result: readPowerTuning(output), restored: after === before }
}

/** What must be the same afterwards, as one text. */
async function look(control: FunctionControl, name: string, signal: AbortSignal): Promise<string> {
  const { memoryMb, fingerprint } = await control.read(name, signal)
  const versions = await control.listVersions(name, signal)
  const aliases = await control.aliases(name, signal)
  return JSON.stringify([memoryMb, fingerprint, versions, aliases.map(alias => [alias.name, alias.versions])])
}

function noMachine(): LensError {
  return new LensError(
    'no-state-machine',
    'No state machine of AWS Lambda Power Tuning was found in this account and region.',
    'Deploy it from the AWS Serverless Application Repository, or tune by --versions or --clone.',
  )
}
