import type { Located } from '../serverless/locatedValue.ts'
import type { ServiceContext } from '../serverless/functionReader.ts'
import type { ServiceValues } from '../serverless/serviceValues.ts'
import { joinPath } from '../../sourceFiles.ts'
import { type Bundling, nodeTarget, runtimeSdk, texts, type WrittenOptions } from './bundling.ts'
import { relativeOptions } from './relativeOptions.ts'

/** Options of the plugin and of the framework that are none of esbuild. */
const notOfEsbuild: ReadonlySet<string> = new Set([
  'buildConcurrency',
  'concurrency',
  'config',
  'configFile',
  'disposeContext',
  'exclude',
  'installExtraArgs',
  'keepOutputDirectory',
  'nativeZip',
  'outputBuildFolder',
  'outputFileExtension',
  'outputWorkFolder',
  'packagePath',
  'packager',
  'packagerOptions',
  'skipBuild',
  'skipBuildExcludeFns',
  'skipRebuild',
  'stripEntryResolveExtensions',
  'watch',
  'zipConcurrency',
])

/**
 * What a service says to esbuild: by the plugin serverless-esbuild (1.5x) under `custom.esbuild`, else by the framework
 * itself (version 4) under `build.esbuild`.
 * @param runtime of the function
 */
export async function serviceBundling(context: ServiceContext, runtime: string | undefined): Promise<Bundling> {
  const { values, settings, files } = context
  const isPlugin = settings.plugins.includes('serverless-esbuild')
  const found = isPlugin ? await values.ofService('custom', 'esbuild') : await values.ofService('build', 'esbuild')
  const written = 'node' in found ? await plainOf(found, values) : { options: {}, unread: [] }
  const script = written.options[isPlugin ? 'config' : 'configFile']
  const scripted = typeof script === 'string' ? await scriptedOptions(script, context) : undefined
  const own = relativeOptions(written.options, files.folder)
  const said = { ...scripted?.options, ...(isPlugin && scripted ? {} : own) }
  const unread = [
    ...written.unread,
    ...(scripted?.unread ?? []),
    ...(typeof script === 'string' && !scripted ? [script] : []),
  ]
  const bundling = isPlugin ? pluginBundling(said, runtime) : frameworkBundling(said, runtime, await isModule(context))
  return { ...bundling, ...(unread.length > 0 && { unread }) }
}

async function scriptedOptions(script: string, { files }: ServiceContext): Promise<Bundling | undefined> {
  const text = await files.text(script)
  if (text === undefined) return
  const { esbuildScript } = await import('./esbuildScript.ts')
  try {
    return esbuildScript(text, joinPath(files.folder, script), '')
  } catch {
    return undefined
  }
}

async function isModule({ files }: ServiceContext): Promise<boolean> {
  return /"type"\s*:\s*"module"/.test((await files.text('package.json')) ?? '')
}

function pluginBundling(said: Readonly<Record<string, unknown>>, runtime: string | undefined): Bundling {
  const exclude = said['exclude'] === undefined ? ['aws-sdk'] : texts(said['exclude'])
  const external = texts(said['external'])
  const extension = said['outputFileExtension']
  return {
    from: 'serverless-esbuild',
    options: {
      target: nodeTarget(runtime) ?? 'node18',
      ...esbuildsOwn(said),
      ...(typeof extension === 'string' && extension !== '.js' && { outExtension: { '.js': extension } }),
      external: [...external, ...(exclude.includes('*') ? [] : exclude)],
    },
    ...(external.length > 0 && { installed: external }),
  }
}

function frameworkBundling(
  said: Readonly<Record<string, unknown>>,
  runtime: string | undefined,
  isModule: boolean,
): Bundling {
  const external = texts(said['external'])
  const exclude = texts(said['exclude'])
  return {
    from: 'serverless',
    options: {
      minify: false,
      ...(isModule && { format: 'esm' }),
      ...esbuildsOwn(said),
      sourcemap: sourceMapOf(said['sourcemap']),
      external: [...new Set([...runtimeSdk(runtime), ...external, ...exclude])].filter(name => !name.startsWith('!')),
    },
    ...(external.length > 0 && { installed: external }),
  }
}

/** `true`, `{type: inline}` or `{setNodeOptions: true}`; on where nothing is said. */
function sourceMapOf(said: unknown): unknown {
  if (typeof said !== 'object' || said === null) return said ?? true
  const type = 'type' in said ? said.type : undefined
  return type === undefined || type === 'linked' ? true : type
}

function esbuildsOwn(said: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(said).filter(([name]) => !notOfEsbuild.has(name)))
}

/** A map as plain values, without those that only a deployment knows. */
async function plainOf(found: Located, values: ServiceValues): Promise<WrittenOptions> {
  const options: Record<string, unknown> = {}
  const unread: string[] = []
  for (const { key, value } of await values.entries(found)) {
    const plain = await plainValue(value, values, 0)
    if (plain === undefined) unread.push(key)
    else options[key] = plain
  }
  return { options, unread }
}

async function plainValue(found: Located, values: ServiceValues, depth: number): Promise<unknown> {
  const resolved = await values.resolve(found)
  if ('reason' in resolved || depth > 4) return
  const { node, file } = resolved
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'list': {
      const items: unknown[] = []
      for (const item of node.items) items.push(await plainValue({ node: item, file }, values, depth + 1))
      return items.includes(undefined) ? undefined : items
    }
    default: {
      const entries: (readonly [string, unknown])[] = []
      for (const { key, value } of await values.entries(resolved)) {
        entries.push([key, await plainValue(value, values, depth + 1)])
      }
      return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries)
    }
  }
}
