import { posix } from 'node:path'
import { notOfForm, type ResolvedSource, type SourceProject } from '../resolvedSource.ts'
import { isGenerated, joinPath } from '../sourceFiles.ts'
import { compiledFrom } from './compilerOptions.ts'
import { mappedSource } from './sourceMap.ts'

const compiledExtensions = ['.js', '.mjs', '.cjs', '.jsx']
const sourceExtensions = ['.ts', '.mts', '.cts', '.tsx']
// A compiled file beside its source is the same function; the source is what people edit.
const scriptExtensions = [...sourceExtensions, ...compiledExtensions]

/** `folder/module.export`: the runtime splits the last path segment at its first dot. */
export async function resolveScript(
  handler: string,
  folder: string,
  entryPoints: readonly string[],
  project: SourceProject,
): Promise<ResolvedSource> {
  const parts = scriptParts(handler)
  if (!parts) return notOfForm(handler, 'file.export')
  const { module: path, exportName } = parts
  const entry = entryPointFor(path, folder, entryPoints, project)
  if (entry !== undefined) return { file: entry, exportName }
  const module = joinPath(folder, path)
  const file = (await sourceOf(module, project)) ?? (await ignoredSource(module, project))
  if (file !== undefined) return { file, exportName }
  return { reason: `The handler ${handler} points to ${module}.js (or .ts, .mjs …), which does not exist.` }
}

/** The module as a path without extension. */
export function scriptParts(handler: string): { readonly module: string; readonly exportName: string } | undefined {
  const { module, exportName } = /^(?<module>(?:.*\/)?[^./]+)\.(?<exportName>.+)$/.exec(handler)?.groups ?? {}
  return module === undefined || exportName === undefined ? undefined : { module, exportName }
}

async function sourceOf(module: string, project: SourceProject): Promise<string | undefined> {
  const isBuilt = isGenerated(posix.dirname(module))
  const named = isBuilt ? undefined : fileOf(module, scriptExtensions, project)
  if (named !== undefined && sourceExtensions.includes(posix.extname(named))) return named
  const compiled = (await compiledFrom(module, project))
    .map(source => fileOf(source, scriptExtensions, project))
    .find(source => source !== undefined && source !== named)
  return (
    compiled ??
    (await mappedSource(named === undefined ? [`${module}.js`, `${module}.mjs`, `${module}.cjs`] : [named], project)) ??
    named ??
    sourcesOfBuilt(module)
      .map(source => fileOf(source, scriptExtensions, project))
      .find(source => source !== undefined)
  )
}

/** In projects of TypeScript `.gitignore` names all of JavaScript, although handlers in it may be checked in. */
async function ignoredSource(module: string, project: SourceProject): Promise<string | undefined> {
  if (isGenerated(posix.dirname(module))) return
  for (const ending of ['.js', '.mjs', '.cjs', '/index.js']) {
    const file = module + ending
    if ((await project.derived(file, isThere)) === true) return file
  }
  return undefined
}

function isThere(): boolean {
  return true
}

function fileOf(module: string, extensions: readonly string[], { tree }: SourceProject): string | undefined {
  if (isGenerated(posix.dirname(module))) return
  const candidates = [module, `${module}/index`].flatMap(base => extensions.map(extension => base + extension))
  return candidates.find(candidate => tree.has(candidate))
}

/** The bundler names its output after the entry point; several are told apart by their folders. */
function entryPointFor(
  path: string,
  folder: string,
  entryPoints: readonly string[],
  { tree }: SourceProject,
): string | undefined {
  const sources = entryPoints.flatMap(point => {
    const whole = joinPath(folder, point)
    const file = [whole, ...scriptExtensions.map(extension => whole + extension)].find(name => tree.has(name))
    return file === undefined ? [] : [{ file, module: posix.join(point).replace(/\.\w+$/, '') }]
  })
  const module = posix.join(path)
  const found =
    sources.find(source => source.module === module) ??
    sources.find(source => source.module.endsWith(`/${module}`) || module.endsWith(`/${source.module}`)) ??
    sources.find(source => posix.basename(source.module) === posix.basename(module))
  return found?.file
}

/** `dist/app` may be built from `src/app` or `app`. */
function sourcesOfBuilt(module: string): readonly string[] {
  const match = /^(?<before>(?:.*\/)?)(?:dist|build|out|lib|\.build)\/(?<after>.+)$/.exec(module)
  const { before, after } = match?.groups ?? {}
  if (before === undefined || after === undefined) return []
  return [joinPath(before, 'src', after), joinPath(before, after)]
}
