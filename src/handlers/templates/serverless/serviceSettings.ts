import { type Located, type NotFound, textOf } from './locatedValue.ts'
import type { ServiceValues } from './serviceValues.ts'
import { knownTexts } from './settingReader.ts'

/** What of a service's definition holds for all of its functions. */
export interface ServiceSettings {
  /** Relative to the indexed folder. */
  readonly folder: string
  /** Name of the cloud; undefined where it is not known. */
  readonly provider: string | undefined
  /** The provider, which gives defaults for all functions. */
  readonly defaults: Located | undefined
  /** Beginning of the deployed names of functions. */
  readonly namePrefix: string | NotFound
  /** Path of a package that is already built, for all functions; empty where it is known only when it is deployed. */
  readonly artifact: string | undefined
  readonly plugins: readonly string[]
  readonly buildMethod: 'esbuild' | 'webpack' | 'typescript' | undefined
}

export async function readSettings(values: ServiceValues, folder: string): Promise<ServiceSettings> {
  const provider = await values.ofService('provider')
  const plugins = await readPlugins(values)
  return {
    folder,
    provider: await providerName(values),
    defaults: 'node' in provider && provider.node.kind !== 'scalar' ? provider : undefined,
    namePrefix: await namePrefix(values),
    artifact: await knownText(values, 'package', 'artifact'),
    plugins,
    buildMethod: await buildMethod(values, plugins),
  }
}

async function providerName(values: ServiceValues): Promise<string | undefined> {
  const short = await knownText(values, 'provider')
  return (await knownText(values, 'provider', 'name')) || short || undefined
}

/** `service-stage-`, by the framework's naming scheme. */
async function namePrefix(values: ServiceValues): Promise<string | NotFound> {
  const named = await values.ofService('service', 'name')
  const service = 'node' in named ? named : await values.ofService('service')
  if ('reason' in service) return service
  if (service.node.kind !== 'scalar' || service.node.value === null) return { reason: 'The service has no name.' }
  const stage = await values.ofService('provider', 'stage')
  if ('node' in stage) return `${textOf(service.node)}-${textOf(stage.node) || 'dev'}-`
  const provider = await values.ofService('provider')
  const isSaid = 'node' in provider && (await values.child(provider, 'stage'))
  return isSaid ? stage : `${textOf(service.node)}-dev-`
}

async function readPlugins(values: ServiceValues): Promise<readonly string[]> {
  const plugins = await values.ofService('plugins')
  const modules =
    'node' in plugins && plugins.node.kind === 'map' ? await values.ofService('plugins', 'modules') : plugins
  return 'node' in modules ? knownTexts(values, modules) : []
}

async function buildMethod(values: ServiceValues, plugins: readonly string[]): Promise<ServiceSettings['buildMethod']> {
  if (plugins.includes('serverless-esbuild')) return 'esbuild'
  if (plugins.includes('serverless-webpack') || plugins.includes('serverless-bundle')) return 'webpack'
  if (plugins.includes('serverless-plugin-typescript')) return 'typescript'
  const build = await values.ofService('build')
  if ('node' in build && textOf(build.node) === 'esbuild') return 'esbuild'
  const own = await values.ofService('build', 'esbuild')
  if ('node' in own) return own.node.kind === 'scalar' && own.node.value === false ? undefined : 'esbuild'
  const custom = await values.ofService('custom', 'esbuild')
  if ('node' in custom && custom.node.kind === 'map') return 'esbuild'
  // From its fourth version on the framework builds scripts by itself.
  const version = (await knownText(values, 'frameworkVersion')) ?? ''
  return /^\D*4/.test(version) ? 'esbuild' : undefined
}

/** The empty text where something is said that is known only when it is deployed. */
async function knownText(values: ServiceValues, ...path: readonly string[]): Promise<string | undefined> {
  const found = await values.ofService(...path)
  if ('node' in found) return found.node.kind === 'scalar' && found.node.value !== null ? textOf(found.node) : undefined
  const [key = ''] = path.slice(-1)
  const parent = await values.ofService(...path.slice(0, -1))
  return 'node' in parent && (await values.child(parent, key)) ? '' : undefined
}
