import type { ListFunctionsResponse } from '@aws-sdk/client-lambda'
import type { ListedFunction } from '#handlers/deployed/functionMatch.ts'
import type { AwsClients } from './clients.ts'
import { request } from './request.ts'

/** The functions of an account in a region, page by page: an account may have thousands, 50 a page. */
export async function* listFunctions(
  clients: AwsClients,
  signal: AbortSignal,
): AsyncGenerator<readonly ListedFunction[], void> {
  const { connection } = clients
  const context = { connection, action: 'lambda:ListFunctions', subject: 'the functions of the account' }
  let marker: string | undefined
  do {
    const input = { Marker: marker, MaxItems: 50 }
    const page: ListFunctionsResponse = await request(context, signal, async options =>
      (await clients.lambda()).listFunctions(input, options),
    )
    yield (page.Functions ?? []).flatMap(listed)
    marker = page.NextMarker
  } while (marker)
}

function listed(remote: NonNullable<ListFunctionsResponse['Functions']>[number]): readonly ListedFunction[] {
  const { FunctionName, FunctionArn, Runtime, Handler, MemorySize, Description } = remote
  if (FunctionName === undefined || FunctionArn === undefined) return []
  return [
    {
      name: FunctionName,
      arn: FunctionArn,
      ...(Runtime !== undefined && { runtime: Runtime }),
      ...(Handler !== undefined && { handler: Handler }),
      ...(MemorySize !== undefined && { memoryMb: MemorySize }),
      ...(Description && { description: Description }),
    },
  ]
}
