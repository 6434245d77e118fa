import type { FunctionDefinition } from '../handler.ts'
import { joinPath } from '../sourceFiles.ts'
import { plainJson, textAt } from '../templates/cdk/plainJson.ts'
import { mayBeService } from '../templates/serverless/functionDefinitions.ts'
import { textOf } from '../templates/serverless/locatedValue.ts'
import { isScript, ServiceFiles } from '../templates/serverless/serviceFiles.ts'
import { ServiceValues } from '../templates/serverless/serviceValues.ts'
import type { Deployment } from './deployment.ts'
import { type DeploymentFiles, foldersAbove } from './deploymentFiles.ts'

/** What a service says of its own deployment without options; the empty text where only a deployment knows. */
interface ServicePlace {
  readonly region: string
  readonly profile: string
  readonly stack: string
}

const services = ['serverless.yml', 'serverless.yaml', 'serverless.json', 'serverless.ts', 'serverless.js']

/**
 * Serverless Framework: the name by its scheme, `service-stage-function`, or the function's own `name`; where that is
 * not known, what `serverless package` last made of it, and the stack.
 */
export async function serverlessDeployment(
  definition: FunctionDefinition,
  files: DeploymentFiles,
): Promise<Deployment> {
  const file = await serviceAbove(definition.template, files)
  const place = file === undefined ? undefined : await servicePlace(file, files)
  const { region, profile, stack } = place ?? { region: '', profile: '', stack: '' }
  const where = { ...(region !== '' && { region }), ...(profile !== '' && { profile }) }
  const { functionName: name, logicalId } = definition
  if (name !== undefined) {
    const assumption = 'the stage and what depends on it are the defaults of the service'
    return { ...where, function: { name, ...where, via: 'namingScheme', assumption } }
  }
  const compiled = await compiledFunction(file ?? definition.template, logicalId, files)
  if (compiled) return compiled
  if (file !== undefined && stack !== '') {
    return { ...where, stack: { stack, saidBy: file, path: [`${normalized(logicalId)}LambdaFunction`] } }
  }
  return { ...where, reason: 'Its name is known only when it is deployed, and .serverless has no package of it.' }
}

/** A function that stands in a file of its own belongs to the service above. */
async function serviceAbove(template: string, files: DeploymentFiles): Promise<string | undefined> {
  if (mayBeService(template)) return template
  for (const folder of foldersAbove(template)) {
    for (const name of services) {
      const file = joinPath(folder, name)
      if ((await files.text(file)) !== undefined) return file
    }
  }
  return
}

async function servicePlace(file: string, files: DeploymentFiles): Promise<ServicePlace | undefined> {
  const text = await files.text(file)
  if (text === undefined) return
  const project = {
    names: isScript(file) ? await files.names() : new Set<string>(),
    text: (path: string) => files.text(path),
  }
  const service = new ServiceFiles(file, text, project)
  const root = await service.root(file)
  if ('reason' in root) return
  const exported = isScript(file) ? await new ServiceValues(service, root).at(root, ['default']) : root
  if ('reason' in exported) return
  const values = new ServiceValues(service, exported)
  const said = async (key: string, fallback: string) => {
    const provider = await values.ofService('provider')
    if ('reason' in provider || !(await values.child(provider, key))) return fallback
    const value = await values.ofService('provider', key)
    return 'node' in value ? textOf(value.node) : ''
  }
  const stage = await said('stage', 'dev')
  const name = await serviceName(values)
  const byScheme = name === '' || stage === '' ? '' : `${name}-${stage}`
  return {
    region: await said('region', 'us-east-1'),
    profile: await said('profile', ''),
    stack: await said('stackName', byScheme),
  }
}

async function serviceName(values: ServiceValues): Promise<string> {
  const named = await values.ofService('service', 'name')
  const service = 'node' in named ? named : await values.ofService('service')
  return 'node' in service ? textOf(service.node) : ''
}

async function compiledFunction(
  service: string,
  logicalId: string,
  files: DeploymentFiles,
): Promise<Deployment | undefined> {
  const [folder = ''] = foldersAbove(service)
  const state = await files.derived(joinPath(folder, '.serverless/serverless-state.json'), plainJson)
  const name = textAt(state, 'service', 'functions', logicalId, 'name')
  if (name === undefined) return
  const region = textAt(state, 'service', 'provider', 'region')
  const stage = textAt(state, 'service', 'provider', 'stage')
  const where = region === undefined ? {} : { region }
  const assumption = `the stage is ${stage ?? 'the one'} that was packaged last`
  return { ...where, function: { name, ...where, via: 'stack', assumption } }
}

/** How the framework makes a logical id of a function's key. */
function normalized(key: string): string {
  const plain = key.replaceAll('-', 'Dash').replaceAll('_', 'Underscore')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
