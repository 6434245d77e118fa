import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type {
  Architecture,
  Lambda,
  FunctionConfiguration as RemoteConfiguration,
  Runtime,
} from '@aws-sdk/client-lambda'
import type { Deployment, FunctionDeployer } from '#bundle/functionDeployer.ts'
import { LensError } from '#common/errors.ts'
import type { AwsClients } from './clients.ts'
import { type RequestOptions, request } from './request.ts'
import { settled, settledWell } from './settled.ts'

/** The lab asks for a role as AWS does, and uses none. */
const labRole = 'arn:aws:iam::000000000000:role/lambda-lens-lab'

/**
 * Uploads functions as a deployment would. For the lab only: the role does not exist, so AWS itself would refuse to
 * create a function, and nothing here asks before it replaces code.
 */
export function lambdaDeployer(clients: AwsClients): FunctionDeployer {
  return {
    async deploy(deployment, signal) {
      const existing = await find(deployment.name, signal)
      if (!existing) {
        await change('CreateFunction', deployment.name, signal, (lambda, options) =>
          lambda.createFunction(creation(deployment), options),
        )
        return
      }
      if (!hasCode(existing, deployment)) {
        await change('UpdateFunctionCode', deployment.name, signal, (lambda, options) =>
          lambda.updateFunctionCode(code(deployment), options),
        )
      }
      if (!hasConfiguration(existing, deployment)) {
        await change('UpdateFunctionConfiguration', deployment.name, signal, (lambda, options) =>
          lambda.updateFunctionConfiguration(configuration(deployment), options),
        )
      }
    },
  }

  async function find(name: string, signal: AbortSignal): Promise<RemoteConfiguration | undefined> {
    try {
      return await settled(clients, { FunctionName: name }, signal)
    } catch (error) {
      if (error instanceof LensError && error.code === 'not-found') return undefined
      throw error
    }
  }

  async function change(
    operation: string,
    name: string,
    signal: AbortSignal,
    send: (lambda: Lambda, options: RequestOptions) => Promise<unknown>,
  ): Promise<void> {
    const { connection } = clients
    const context = { connection, action: `lambda:${operation}`, subject: `the function ${name}` }
    await request(context, signal, async options => send(await clients.lambda(), options))
    await settledWell(clients, { FunctionName: name }, signal)
  }
}

function creation(deployment: Deployment) {
  const { ZipFile, Architectures } = code(deployment)
  return { ...configuration(deployment), Architectures, Code: { ZipFile }, Role: labRole }
}

function code({ name, zip, architecture }: Deployment) {
  return { FunctionName: name, ZipFile: zip, Architectures: [architecture] satisfies Architecture[] }
}

function configuration({ name, runtime, handler, memoryMb, timeoutSeconds, environment }: Deployment) {
  return {
    FunctionName: name,
    // The SDK's type lists the runtimes known at its release.
    Runtime: runtime as Runtime,
    Handler: handler,
    MemorySize: memoryMb,
    Timeout: timeoutSeconds,
    Environment: { Variables: { ...environment } },
  }
}

function hasCode(existing: RemoteConfiguration, { zip, architecture }: Deployment): boolean {
  const sha256 = createHash('sha256').update(zip).digest('base64')
  return existing.CodeSha256 === sha256 && (existing.Architectures?.[0] ?? 'x86_64') === architecture
}

function hasConfiguration(existing: RemoteConfiguration, deployment: Deployment): boolean {
  return (
    existing.Runtime === deployment.runtime &&
    existing.Handler === deployment.handler &&
    existing.MemorySize === deployment.memoryMb &&
    existing.Timeout === deployment.timeoutSeconds &&
    isDeepStrictEqual({ ...existing.Environment?.Variables }, { ...deployment.environment })
  )
}
