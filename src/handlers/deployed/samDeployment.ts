import { posix } from 'node:path'
import type { FunctionDefinition, NestingStack } from '../handler.ts'
import { joinPath } from '../sourceFiles.ts'
import type { Deployment, StackPlace } from './deployment.ts'
import { type DeploymentFiles, foldersAbove } from './deploymentFiles.ts'
import { readSamConfig, type SamConfig, type SamEnvironment } from './samConfig.ts'

const configs = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'].map(name => ({
  name,
  read: (text: string) => readSamConfig(text, name),
}))

/** SAM and CloudFormation: the stack that `samconfig.toml` names, and where the function is in it. */
export async function samDeployment(definition: FunctionDefinition, files: DeploymentFiles): Promise<Deployment> {
  const outermost = outermostStack(definition)
  if ('reason' in outermost) return outermost
  const { template, path } = outermost
  const problems: string[] = []
  for (const folder of foldersAbove(template)) {
    for (const { name, read } of configs) {
      const file = joinPath(folder, name)
      const config = await files.derived(file, read)
      if (config?.reason !== undefined) problems.push(`${file}: ${config.reason}`)
      const found = config && deploymentBy(file, config, template)
      if (found?.stack) return { ...found, stack: { ...found.stack, path } }
      if (found) return withProblems(found, problems)
    }
  }
  return withProblems({ reason: `No samconfig.toml says which stack ${template} is.` }, problems)
}

/** The template that a command deploys, and the way from its stack to the function. */
function outermostStack(
  { template, logicalId, nestedIn = [] }: NestingStack,
  inside: readonly string[] = [],
): (Pick<StackPlace, 'path'> & { readonly template: string }) | { readonly reason: string } {
  const [around, ...others] = nestedIn
  if (others.length > 0) return { reason: `Several stacks deploy ${template}.` }
  const path = [logicalId, ...inside]
  return around ? outermostStack(around, path) : { template, path }
}

/** By the environment that a deployment without options uses; undefined if the file is about other templates. */
function deploymentBy(file: string, { environments }: SamConfig, template: string): Deployment | undefined {
  const fitting = [...environments].filter(([, environment]) => isAbout(environment, posix.dirname(file), template))
  if (fitting.length === 0) return
  const byDefault = fitting.find(([name]) => name === 'default')?.[1]
  const named = fitting.filter(([, { stackName }]) => stackName !== undefined)
  if (byDefault?.stackName === undefined && named.length > 1) {
    const names = named.map(([name]) => name).join(', ')
    return { reason: `${file} names several stacks (${names}), none of them as the default.` }
  }
  const { region, profile, stackName } =
    (byDefault?.stackName === undefined ? named[0]?.[1] : byDefault) ?? byDefault ?? {}
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(stackName === undefined
      ? { reason: `${file} does not name the stack.` }
      : { stack: { stack: stackName, saidBy: file, path: [] } }),
  }
}

/** A template that no command names is the one beside the file with the usual name. */
function isAbout({ templates }: SamEnvironment, folder: string, template: string): boolean {
  // What `sam build` and `sam package` write is made of it.
  const written = templates.filter(path => !/(^|\/)(\.aws-sam\/|packaged?[\w.-]*$)/.test(path))
  if (written.length > 0) return written.some(path => joinPath(folder, path) === template)
  return /^template\.(ya?ml|json)$/.test(posix.relative(folder, template))
}

function withProblems(deployment: Deployment, problems: readonly string[]): Deployment {
  return { ...deployment, reason: [deployment.reason, ...problems].join(' ') }
}
