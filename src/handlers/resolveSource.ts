import { posix } from 'node:path'
import type { FunctionDefinition } from './handler.ts'
import { isGenerated, joinPath } from './sourceFiles.ts'

/** Where a handler string points to, or why it points nowhere. */
export type ResolvedSource = { readonly file: string; readonly exportName: string } | { readonly reason: string }

/** What decides about the source of a function. */
export type SourceQuestion = Pick<
  FunctionDefinition,
  'handler' | 'runtime' | 'codeFolder' | 'entryPoints' | 'environment'
>

/** From a handler string and the folder of its code to the source file, by the rules of the runtime. */
export function resolveSource(question: SourceQuestion, files: ReadonlySet<string>): ResolvedSource {
  const handler = wrappedHandler(question) ?? question.handler
  if (handler === undefined) return { reason: 'The template does not name a handler that is known before deployment.' }
  if (/^[\w./-]+\.sh$/.test(handler))
    return { reason: `It is started by the script ${handler}, not called as a function.` }
  const folder = folderOf(question.codeFolder ?? '', files)
  const { runtime } = question
  if (runtime === undefined) return resolveByFiles(handler, folder, question.entryPoints ?? [], files)
  if (runtime.startsWith('nodejs')) return resolveScript(handler, folder, question.entryPoints ?? [], files)
  if (runtime.startsWith('python')) return resolvePython(handler, folder, files)
  return { reason: `Source of the runtime ${runtime} is not read yet.` }
}

/** A template may name one file as the code. */
function folderOf(code: string, files: ReadonlySet<string>): string {
  return files.has(code) ? joinPath(posix.dirname(code)) : code
}

/** Variables in which layers that stand in for the handler are told the real one. */
const wrapperVariables = ['NEW_RELIC_LAMBDA_HANDLER', 'DD_LAMBDA_HANDLER', 'LUMIGO_ORIGINAL_HANDLER', 'ORIG_HANDLER']
const wrapperHandler = /newrelic|datadog|lumigo|^\/opt\//

function wrappedHandler({ handler, environment }: SourceQuestion): string | undefined {
  if (handler === undefined || !wrapperHandler.test(handler)) return
  return wrapperVariables.map(name => environment[name]).find(value => value !== undefined)
}

/** The template may leave the runtime to a parameter: then the files decide. */
function resolveByFiles(
  handler: string,
  folder: string,
  entryPoints: readonly string[],
  files: ReadonlySet<string>,
): ResolvedSource {
  const found = [resolvePython(handler, folder, files), resolveScript(handler, folder, entryPoints, files)]
  return (
    found.find(source => 'file' in source) ?? {
      reason: `The runtime is known only when it is deployed, and no JavaScript or Python file fits the handler ${handler}.`,
    }
  )
}

const compiledExtensions = ['.js', '.mjs', '.cjs', '.jsx']
const sourceExtensions = ['.ts', '.mts', '.cts', '.tsx']
// A compiled file beside its source is the same function; the source is what people edit.
const scriptExtensions = [...sourceExtensions, ...compiledExtensions]

/** `folder/module.export`: the runtime splits the last path segment at its first dot. */
function resolveScript(
  handler: string,
  folder: string,
  entryPoints: readonly string[],
  files: ReadonlySet<string>,
): ResolvedSource {
  const match = /^(?<path>(?:.*\/)?[^./]+)\.(?<exportName>.+)$/.exec(handler)
  const { path, exportName } = match?.groups ?? {}
  if (path === undefined || exportName === undefined) return notOfForm(handler, 'file.export')
  const entry = entryPointFor(path, folder, entryPoints, files)
  if (entry !== undefined) return { file: entry, exportName }
  const modules = [joinPath(folder, path), ...sourcesOfBuilt(joinPath(folder, path))]
  for (const module of modules.filter(candidate => !isGenerated(posix.dirname(candidate)))) {
    const candidates = [module, `${module}/index`].flatMap(base => scriptExtensions.map(extension => base + extension))
    const file = candidates.find(candidate => files.has(candidate))
    if (file !== undefined) return { file, exportName }
  }
  return { reason: `The handler ${handler} points to ${modules[0]}.js (or .ts, .mjs …), which does not exist.` }
}

/** The bundler names its output after the entry point; several are told apart by their folders. */
function entryPointFor(
  path: string,
  folder: string,
  entryPoints: readonly string[],
  files: ReadonlySet<string>,
): string | undefined {
  const sources = entryPoints.flatMap(point => {
    const whole = joinPath(folder, point)
    const file = [whole, ...scriptExtensions.map(extension => whole + extension)].find(name => files.has(name))
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

/** `package.module.function`: everything before the last dot is the module, dots and slashes alike. */
function resolvePython(handler: string, folder: string, files: ReadonlySet<string>): ResolvedSource {
  const dot = handler.lastIndexOf('.')
  if (dot <= 0 || dot === handler.length - 1) return notOfForm(handler, 'module.function')
  const module = joinPath(folder, handler.slice(0, dot).replaceAll('.', '/'))
  const file = [`${module}.py`, `${module}/__init__.py`].find(candidate => files.has(candidate))
  if (file !== undefined) return { file, exportName: handler.slice(dot + 1) }
  return { reason: `The handler ${handler} points to ${module}.py, which does not exist.` }
}

function notOfForm(handler: string, form: string): ResolvedSource {
  return { reason: `The handler “${handler}” is not of the form ${form}.` }
}
