import { posix } from 'node:path'
import { parse } from 'jsonc-parser'
import type { SourceProject } from '../resolvedSource.ts'
import { foldersFrom, joinPath } from '../sourceFiles.ts'

const configNames = ['tsconfig.json', 'tsconfig.build.json']

/**
 * Modules that the compiler may have made `module` (a path without extension) of, by the nearest tsconfig around it
 * whose `outDir` it lies in. None where there is no such tsconfig.
 */
export async function compiledFrom(module: string, project: SourceProject): Promise<readonly string[]> {
  for (const folder of foldersFrom(posix.dirname(module))) {
    for (const name of configNames) {
      const file = joinPath(folder, name)
      const options = project.tree.has(file) ? await optionsOf(file, project) : undefined
      const outDir = options?.outDir
      if (outDir === undefined || !module.startsWith(`${outDir}/`)) continue
      const rest = module.slice(outDir.length + 1)
      // Without a root, the compiler takes the deepest folder that holds all sources.
      const roots = options?.rootDir === undefined ? [joinPath(folder, 'src'), folder] : [options.rootDir]
      return roots.map(root => joinPath(root, rest)).filter(source => source !== module)
    }
  }
  return []
}

interface CompilerOptions {
  /** Relative to the indexed folder, like all paths. */
  readonly outDir?: string
  readonly rootDir?: string
}

interface Config {
  readonly extends?: string
  readonly outDir?: string
  readonly rootDir?: string
}

/** With those of a configuration that it extends, one level deep. */
async function optionsOf(file: string, project: SourceProject): Promise<CompilerOptions> {
  const own = await readConfig(file, project)
  const base = own.extends === undefined ? undefined : extended(file, own.extends, project)
  const inherited = base === undefined ? {} : await readConfig(base, project)
  return { ...placed(base ?? file, inherited), ...placed(file, own) }
}

function placed(file: string, { outDir, rootDir }: Config): CompilerOptions {
  const place = (path: string) => joinPath(posix.dirname(file), path).replace(/\/$/, '')
  return {
    ...(outDir !== undefined && { outDir: place(outDir) }),
    ...(rootDir !== undefined && { rootDir: place(rootDir) }),
  }
}

function extended(file: string, specifier: string, { tree }: SourceProject): string | undefined {
  const path = joinPath(posix.dirname(file), specifier)
  return [path, `${path}.json`, joinPath(path, 'tsconfig.json')].find(candidate => tree.has(candidate))
}

async function readConfig(file: string, project: SourceProject): Promise<Config> {
  return (await project.derived(file, parseConfig)) ?? {}
}

function parseConfig(text: string): Config {
  const root: unknown = parse(text, [], { allowTrailingComma: true })
  const base = textAt(root, 'extends')
  const options = valueAt(root, 'compilerOptions')
  const [outDir, rootDir] = [textAt(options, 'outDir'), textAt(options, 'rootDir')]
  return {
    ...(base !== undefined && { extends: base }),
    ...(outDir !== undefined && { outDir }),
    ...(rootDir !== undefined && { rootDir }),
  }
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined
}

function textAt(value: unknown, key: string): string | undefined {
  const found = valueAt(value, key)
  // `extends` may be a list, of which the last counts most.
  const text: unknown = Array.isArray(found) ? found.at(-1) : found
  return typeof text === 'string' ? text : undefined
}
