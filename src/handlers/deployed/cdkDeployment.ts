import { posix } from 'node:path'
import type { FunctionDefinition } from '../handler.ts'
import { joinPath } from '../sourceFiles.ts'
import { plainJson, textAt, valueAt } from '../templates/cdk/plainJson.ts'
import type { Deployment } from './deployment.ts'
import { type DeploymentFiles, foldersAbove } from './deploymentFiles.ts'

interface CdkStack {
  readonly name: string
  readonly template: string
  /** Absent where the stack can go anywhere. */
  readonly region?: string
  readonly account?: string
}

const deepest = 6

/** CDK: the stack that the manifest in `cdk.out` names, and where the function is in it. */
export async function cdkDeployment(definition: FunctionDefinition, files: DeploymentFiles): Promise<Deployment> {
  const app = await appAbove(definition.template, files)
  if (app === undefined) return { reason: `No cdk.json is in a folder above ${definition.template}.` }
  const stacks = await stacksIn(app, files)
  if (stacks.length === 0) {
    return { reason: `There is no manifest in ${app}, which names the stacks: run \`cdk synth\`.` }
  }
  const { stackId, logicalId } = keyOf(definition)
  for (const stack of stacks) {
    if (stackId !== undefined && stackId !== stack.name) continue
    const path = await pathTo(logicalId, stack.template, files)
    if (!path) continue
    const { region, account, name } = stack
    return {
      stack: { stack: name, saidBy: joinPath(app, 'manifest.json'), path },
      ...(region !== undefined && { region }),
      ...(account !== undefined && { account }),
    }
  }
  return { reason: `No stack in ${app} has a function ${logicalId}: run \`cdk synth\` again.` }
}

/** What `cdkReader` makes of logical ids that several stacks have: `STACK/ID` or `ID:LINE`. */
function keyOf({ logicalId }: FunctionDefinition): { readonly stackId?: string; readonly logicalId: string } {
  const slash = logicalId.lastIndexOf('/')
  const own = logicalId.slice(slash + 1).replace(/:\d+$/, '')
  return slash <= 0 ? { logicalId: own } : { stackId: logicalId.slice(0, slash), logicalId: own }
}

async function appAbove(file: string, files: DeploymentFiles): Promise<string | undefined> {
  for (const folder of foldersAbove(file)) {
    const settings = await files.derived(joinPath(folder, 'cdk.json'), plainJson)
    if (settings) return joinPath(folder, textAt(settings, 'output') ?? 'cdk.out')
  }
  return
}

async function stacksIn(folder: string, files: DeploymentFiles, depth = 0): Promise<readonly CdkStack[]> {
  const manifest = await files.derived(joinPath(folder, 'manifest.json'), plainJson)
  const found: CdkStack[] = []
  for (const [id, artifact] of Object.entries(valueAt(manifest, 'artifacts') ?? {})) {
    const template = textAt(artifact, 'properties', 'templateFile')
    const nested = textAt(artifact, 'properties', 'directoryName')
    if (textAt(artifact, 'type') === 'aws:cloudformation:stack' && template !== undefined) {
      const name = textAt(artifact, 'properties', 'stackName') ?? id
      found.push({ name, template: joinPath(folder, template), ...environmentOf(textAt(artifact, 'environment')) })
    } else if (nested !== undefined && depth < deepest) {
      found.push(...(await stacksIn(joinPath(folder, nested), files, depth + 1)))
    }
  }
  return found
}

/** `aws://123456789012/eu-west-1`, either part of which may be unknown. */
function environmentOf(environment: string | undefined): Pick<CdkStack, 'region' | 'account'> {
  const [, account, region] = /^aws:\/\/(\d{12}|[\w-]+)\/([\w-]+)$/.exec(environment ?? '') ?? []
  return {
    ...(region !== undefined && region !== 'unknown-region' && { region }),
    ...(account !== undefined && /^\d{12}$/.test(account) && { account }),
  }
}

/** Logical ids from a stack to a function in it or in one of its nested stacks. */
async function pathTo(
  logicalId: string,
  template: string,
  files: DeploymentFiles,
  depth = 0,
): Promise<readonly string[] | undefined> {
  const resources = valueAt(await files.derived(template, plainJson), 'Resources') ?? {}
  if (textAt(resources, logicalId, 'Type') === 'AWS::Lambda::Function') return [logicalId]
  for (const [id, resource] of depth < deepest ? Object.entries(resources) : []) {
    const nested = textAt(resource, 'Metadata', 'aws:asset:path')
    if (textAt(resource, 'Type') !== 'AWS::CloudFormation::Stack' || nested === undefined) continue
    const path = await pathTo(logicalId, joinPath(posix.dirname(template), nested), files, depth + 1)
    if (path) return [id, ...path]
  }
  return
}
