import { describeError, LensError } from '#common/errors.ts'
import type { FunctionDefinition } from '../handler.ts'
import type { FoundFunction, DeployedTarget, NotDeployed } from './foundFunction.ts'
import type { Deployment, StackPlace } from './deployment.ts'
import { parseFunctionReference } from './functionReference.ts'
import { linkedFunction } from './links.ts'
import type { StackResource, StackResources } from './stackResources.ts'

export interface DeployedFunctionSources {
  /** The setting of links as it stands. */
  links(): unknown
  /** What the project's files tell. */
  deploymentOf(definition: FunctionDefinition): Promise<Deployment>
  /** Undefined while AWS may not be asked, as in an untrusted workspace. */
  stacks(): StackResources | undefined
}

/** Finds the deployed function of a handler. Every “no” has its reason. */
export class DeployedFunctions {
  readonly #sources: DeployedFunctionSources

  constructor(sources: DeployedFunctionSources) {
    this.#sources = sources
  }

  /**
   * By the first that tells: the user's link, a literal name in the template, the framework's naming scheme, the
   * stack's resources, Terraform's state, the lab.
   * @throws AbortError when `signal` fires; nothing else
   */
  async resolve(target: DeployedTarget, signal: AbortSignal): Promise<FoundFunction | NotDeployed> {
    const linked = linkedFunction(this.#sources.links(), target)
    if (linked) return linked
    const found = await this.#byDefinition(target.definition, signal)
    if ('via' in found) return found
    const { labName } = target
    return labName === undefined ? found : { name: labName, via: 'lab', reason: found.reason }
  }

  async #byDefinition(
    definition: FunctionDefinition | undefined,
    signal: AbortSignal,
  ): Promise<FoundFunction | NotDeployed> {
    if (!definition) return { reason: 'No template names it.' }
    const deployment = await this.#sources.deploymentOf(definition)
    const place = placeOf(definition, deployment)
    const name = usableName(definition)
    if (name !== undefined && isLiteral(definition)) return { ...place, ...arnOf(name, deployment), via: 'literalName' }
    if (deployment.function) return { ...place, ...deployment.function }
    if (deployment.stack) return await this.#byStack(deployment.stack, place, signal)
    const { candidates, reason = 'Nothing tells how it is deployed.' } = deployment
    if (candidates) return { candidates, reason }
    const assumption = 'the parameters and variables of its name have their defaults'
    return name === undefined ? { reason } : { ...place, name, via: 'literalName', assumption }
  }

  async #byStack(
    { stack, saidBy, path }: StackPlace,
    place: Place,
    signal: AbortSignal,
  ): Promise<FoundFunction | NotDeployed> {
    const stacks = this.#sources.stacks()
    if (!stacks) return { reason: `The stack ${stack} is not asked: the workspace is not trusted.` }
    const { region, account } = place
    const key = { ...(region !== undefined && { region }), ...(account !== undefined && { account }) }
    let at: StackResource = { logicalId: '', type: nestedStack, physicalId: stack }
    for (const logicalId of path) {
      const resources = await ask(stacks, { ...key, stack: at.physicalId }, signal)
      if ('reason' in resources) return resources
      if (!resources.found) {
        const where = region === undefined ? 'the chosen region' : region
        return { reason: `${saidBy} names the stack ${stack}, which does not exist in ${where}.` }
      }
      const next = resources.found.find(resource => resource.logicalId === logicalId)
      if (!next) return { reason: `The stack ${stack} has no ${logicalId}: it is not deployed yet.` }
      at = next
    }
    return at.type === 'AWS::Lambda::Function' && at.physicalId !== ''
      ? { ...place, name: at.physicalId, via: 'stack' }
      : { reason: `${path.at(-1)} in the stack ${stack} is no function but ${at.type}.` }
  }
}

type Place = Pick<FoundFunction, 'region' | 'account' | 'profile'>

const nestedStack = 'AWS::CloudFormation::Stack'

async function ask(
  stacks: StackResources,
  key: Parameters<StackResources['resources']>[0],
  signal: AbortSignal,
): Promise<{ readonly found: readonly StackResource[] | undefined } | NotDeployed> {
  try {
    return { found: await stacks.resources(key, signal) }
  } catch (error) {
    if (!(error instanceof LensError)) throw error
    return { reason: describeError(error), error }
  }
}

/** Functions at the edge are made in one region only. */
function placeOf({ functionKind }: FunctionDefinition, { region, account, profile }: Deployment): Place {
  const known = region ?? (functionKind === 'edge' ? 'us-east-1' : undefined)
  return {
    ...(known !== undefined && { region: known }),
    ...(account !== undefined && { account }),
    ...(profile !== undefined && { profile }),
  }
}

function arnOf(name: string, { function: known }: Deployment): Pick<FoundFunction, 'name' | 'arn'> {
  return known?.name === name && known.arn !== undefined ? { name, arn: known.arn } : { name }
}

function usableName({ functionName = '' }: FunctionDefinition): string | undefined {
  const found = parseFunctionReference(functionName)
  return found?.qualifier === undefined ? found?.name : undefined
}

/** Not put together of what a deployment may give otherwise. The constructs of a CDK app are run, not parametrized. */
function isLiteral({ kind, spans }: FunctionDefinition): boolean {
  return spans['functionName'] !== undefined || kind === 'cdk'
}
