import { setTimeout as wait } from 'node:timers/promises'
import type { DescribeExecutionOutput, ListStateMachinesOutput } from '@aws-sdk/client-sfn'
import { LensError } from '#common/errors.ts'
import type { StateMachines } from '#tuning/stateMachine.ts'
import type { AwsClients } from './clients.ts'
import { request } from './request.ts'

/** An account may have 10,000. */
const mostPages = 100
const pauseMs = 2000

/** Finds and runs state machines through Step Functions. @param pause between looks at an execution, ms */
export function stateMachines(clients: AwsClients, pause = pauseMs): StateMachines {
  const { connection } = clients
  const contextOf = (operation: string, subject: string) => ({ connection, action: `states:${operation}`, subject })

  return {
    async find(signal) {
      const { ListStateMachinesCommand } = await import('./stepFunctions.ts')
      let nextToken: string | undefined
      for (let pages = 0; pages < mostPages; pages++) {
        const command = new ListStateMachinesCommand({ ...(nextToken === undefined ? {} : { nextToken }) })
        const page: ListStateMachinesOutput = await request(
          contextOf('ListStateMachines', 'the state machines'),
          signal,
          async options => (await clients.stepFunctions()).send(command, options),
        )
        const found = page.stateMachines?.find(({ name = '' }) => isPowerTuning(name))
        if (found) return found.stateMachineArn
        nextToken = page.nextToken
        if (nextToken === undefined) return undefined
      }
      return undefined
    },

    async run(arn, input, onStart, signal) {
      const { StartExecutionCommand, DescribeExecutionCommand } = await import('./stepFunctions.ts')
      const start = new StartExecutionCommand({ stateMachineArn: arn, input })
      const { executionArn = '' } = await request(contextOf('StartExecution', arn), signal, async options =>
        (await clients.stepFunctions()).send(start, options),
      )
      onStart(executionArn)
      const describe = new DescribeExecutionCommand({ executionArn })
      for (;;) {
        const execution = await request(contextOf('DescribeExecution', executionArn), signal, async options =>
          (await clients.stepFunctions()).send(describe, options),
        )
        if (execution.status === 'SUCCEEDED') return execution.output ?? ''
        if (execution.status !== 'RUNNING' && execution.status !== 'PENDING_REDRIVE') throw failed(execution)
        await wait(pause, undefined, { signal })
      }
    },
  }
}

/** The tool's default is `powerTuningStateMachine-…`; who deploys it by another stack may name it after the project. */
function isPowerTuning(name: string): boolean {
  return /power-?tuning/i.test(name)
}

function failed({ executionArn, status, error, cause }: DescribeExecutionOutput): LensError {
  const why = [error, cause].filter(part => part !== undefined && part !== '').join(': ')
  return new LensError(
    'execution-failed',
    `The execution ${executionArn} ended with ${status}${why === '' ? '' : `: ${why.slice(0, longestCause)}`}.`,
    'Look at it in the console of Step Functions.',
  )
}

const longestCause = 300
