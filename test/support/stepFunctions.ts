import { type ProtocolAnswer, type ProtocolRequest, type ProtocolServer, serveProtocol } from './protocolServer.ts'

export interface RemoteMachines {
  /** Names of the state machines of the account, in the order of the list. */
  readonly names: readonly string[]
  /** How often an execution is still running when it is looked at. */
  readonly looks?: number
  /** What an execution comes to, by its input; undefined while it is not yet there. */
  readonly end: (
    input: unknown,
  ) => { readonly output: unknown } | { readonly error: string; readonly cause: string } | undefined
}

/** Step Functions behind its own protocol, with pages of two state machines. */
export async function serveStepFunctions({ names, looks = 1, end }: RemoteMachines): Promise<ProtocolServer> {
  let input: unknown
  let looked = 0
  return await serveProtocol(request => {
    const asked = JSON.parse(request.body)
    switch (operationOf(request)) {
      case 'ListStateMachines':
        return page(names, Number(asked.nextToken ?? 0))
      case 'StartExecution':
        input = JSON.parse(asked.input)
        return { body: { executionArn: executionArn(asked.stateMachineArn), startDate: 1795000000 } }
      case 'DescribeExecution':
        return describe(asked.executionArn, looked++ < looks ? undefined : end(input))
      default:
        return { status: 400, body: { __type: 'UnknownOperationException', message: 'Unknown operation.' } }
    }
  })
}

function operationOf({ headers }: ProtocolRequest): string | undefined {
  return String(headers['x-amz-target']).split('.')[1]
}

function page(names: readonly string[], start: number): ProtocolAnswer {
  const next = start + 2
  return {
    body: {
      stateMachines: names
        .slice(start, next)
        .map(name => ({ name, stateMachineArn: machineArn(name), type: 'STANDARD' })),
      ...(next < names.length ? { nextToken: String(next) } : {}),
    },
  }
}

export function machineArn(name: string): string {
  return `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`
}

function executionArn(machine: string): string {
  return `${machine.replace(':stateMachine:', ':execution:')}:1`
}

function describe(arn: string, ended: ReturnType<RemoteMachines['end']>): ProtocolAnswer {
  const body = { executionArn: arn, stateMachineArn: arn, startDate: 1795000000 }
  if (!ended) return { body: { ...body, status: 'RUNNING' } }
  return 'output' in ended
    ? { body: { ...body, status: 'SUCCEEDED', output: JSON.stringify(ended.output) } }
    : { body: { ...body, status: 'FAILED', ...ended } }
}
