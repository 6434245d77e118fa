import assert from 'node:assert/strict'
import type { FoundFunction, NotDeployed } from '#handlers/deployed/foundFunction.ts'
import { DeployedFunctions, type DeployedFunctionSources } from '#handlers/deployed/deployedFunctions.ts'
import { Deployments } from '#handlers/deployed/deployments.ts'
import type { StackResource, StackResources } from '#handlers/deployed/stackResources.ts'
import type { FunctionDefinition } from '#handlers/handler.ts'
import { indexProject } from '#handlers/projectIndex.ts'
import { isGenerated } from '#handlers/sourceFiles.ts'
import { MemoryProject } from '../memoryProject.ts'

const { signal } = new AbortController()

type Texts = Readonly<Record<string, string>>

/** A project whose build results and states are there without being listed, as on a disk. */
class DeployedProject extends MemoryProject {
  override async list(): Promise<readonly string[]> {
    return (await super.list()).filter(file => !isGenerated(file) && !file.endsWith('.tfstate'))
  }
}

/** A definition of a project by its logical id; the only one where no id is given. */
export async function definitionOf(files: Texts, logicalId?: string): Promise<FunctionDefinition> {
  const { definitions } = await indexProject(new DeployedProject(files), signal)
  const found = logicalId === undefined ? definitions : definitions.filter(one => one.logicalId === logicalId)
  assert.equal(found.length, 1, `definitions: ${definitions.map(one => one.logicalId).join(', ')}`)
  const [definition] = found
  assert.ok(definition)
  return definition
}

/** Stacks of an account by `region/name`, or by name for any region. */
export type Stacks = Readonly<Record<string, readonly StackResource[]>>

export function accountWith(stacks: Stacks): StackResources & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    resources: async ({ stack, region, account }) => {
      const key = region === undefined ? stack : `${region}/${stack}`
      asked.push(account === undefined ? key : `${account}/${key}`)
      return stacks[key]
    },
  }
}

export function lambda(logicalId: string, physicalId: string): StackResource {
  return { logicalId, type: 'AWS::Lambda::Function', physicalId }
}

/** What the resolver says of a definition of a project. */
export async function resolve(
  files: Texts,
  { stacks = {}, links = {}, logicalId }: { stacks?: Stacks; links?: unknown; logicalId?: string } = {},
): Promise<FoundFunction | NotDeployed> {
  const definition = await definitionOf(files, logicalId)
  const { source, target } = definition
  const file = source?.file ?? target?.file
  const exportName = source?.exportName ?? target?.exportName
  const handler = file !== undefined && exportName !== undefined ? { handler: { file, exportName } } : {}
  return await resolverOf(files, { links: () => links, stacks: () => accountWith(stacks) }).resolve(
    { definition, ...handler },
    signal,
  )
}

export function resolverOf(files: Texts, sources: Partial<DeployedFunctionSources> = {}): DeployedFunctions {
  const deployments = new Deployments(new DeployedProject(files))
  return new DeployedFunctions({
    links: () => ({}),
    deploymentOf: definition => deployments.of(definition),
    stacks: () => accountWith({}),
    ...sources,
  })
}

/** The reason why there is no function. */
export function reasonOf(found: FoundFunction | NotDeployed): string {
  assert.ok(!('via' in found), JSON.stringify(found))
  return found.reason
}
