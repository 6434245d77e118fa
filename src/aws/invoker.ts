import type { Invoker } from '#tuning/functionControl.ts'
import type { AwsClients } from './clients.ts'
import { request } from './request.ts'

/** Calls functions and waits for the answer, for up to 15 minutes. Never calls a second time by itself. */
export function lambdaInvoker(clients: AwsClients): Invoker {
  return {
    async invoke(name, qualifier, payload, signal) {
      const { connection } = clients
      const context = { connection, action: 'lambda:InvokeFunction', subject: `the function ${name}` }
      const input = { FunctionName: name, Qualifier: qualifier, Payload: payload, LogType: 'Tail' } as const
      const answer = await request(context, signal, async options => (await clients.invoker()).invoke(input, options))
      const { requestId } = answer.$metadata
      return {
        ...(requestId !== undefined && { requestId }),
        logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
        ...(answer.FunctionError !== undefined && { functionError: answer.FunctionError }),
        payload: answer.Payload?.transformToString() ?? '',
      }
    },
  }
}
