import type { StackResourceSummary } from '@aws-sdk/client-cloudformation'
import { LensError } from '#common/errors.ts'
import type { StackKey, StackResource, StackResources } from '#handlers/deployed/stackResources.ts'
import type { AwsClients } from './clients.ts'
import { request } from './request.ts'

/** A stack has up to 500 resources, 100 a page. */
const mostPages = 20

/** Reads the resources of stacks from CloudFormation, with the clients for a stack's region and account. */
export function stackResources(clientsFor: (key: StackKey) => Promise<AwsClients>): StackResources {
  return {
    async resources(key, signal) {
      const clients = await clientsFor(key)
      try {
        return await readAll(clients, key.stack, signal)
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
  }
}

async function readAll(clients: AwsClients, stack: string, signal: AbortSignal): Promise<readonly StackResource[]> {
  const { ListStackResourcesCommand } = await import('./cloudFormation.ts')
  const { connection } = clients
  const context = { connection, action: 'cloudformation:ListStackResources', subject: `the stack ${stack}` }
  const found: StackResource[] = []
  let token: string | undefined
  for (let pages = 0; pages < mostPages; pages++) {
    const command = new ListStackResourcesCommand({ StackName: stack, NextToken: token })
    const page = await request(context, signal, async options =>
      (await clients.cloudFormation()).send(command, options),
    )
    found.push(...(page.StackResourceSummaries ?? []).flatMap(resourceOf))
    token = page.NextToken
    if (token === undefined) break
  }
  return found
}

/** What was deleted, or could not be made, is still listed. */
function resourceOf(summary: StackResourceSummary): readonly StackResource[] {
  const { LogicalResourceId: logicalId, ResourceType: type, PhysicalResourceId: physicalId, ResourceStatus } = summary
  if (logicalId === undefined || type === undefined || !physicalId) return []
  if (ResourceStatus === 'DELETE_COMPLETE' || ResourceStatus === 'CREATE_FAILED') return []
  return [{ logicalId, type, physicalId }]
}

/** CloudFormation has no error of its own for a stack that does not exist. */
function isMissing(error: unknown): boolean {
  const cause = error instanceof LensError ? error.cause : undefined
  return cause instanceof Error && cause.name === 'ValidationError' && /does not exist/i.test(cause.message)
}
