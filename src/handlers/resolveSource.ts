import { posix } from 'node:path'
import { notOfForm, type ResolvedSource, type SourceProject, type SourceQuestion } from './resolvedSource.ts'
import { resolveDotnet } from './runtimes/resolveDotnet.ts'
import { resolveGo } from './runtimes/resolveGo.ts'
import { resolveJvm } from './runtimes/resolveJvm.ts'
import { resolveRuby } from './runtimes/resolveRuby.ts'
import { resolveRust } from './runtimes/resolveRust.ts'
import { resolveScript } from './runtimes/resolveScript.ts'
import { joinPath } from './sourceFiles.ts'

/** From a handler string and the folder of its code to the source file, by the rules of the runtime. */
export async function resolveSource(question: SourceQuestion, project: SourceProject): Promise<ResolvedSource> {
  const { runtime } = question
  const folder = folderOf(question.codeFolder ?? '', project)
  if (isProgram(question)) return await resolveProgram(question, folder, project)
  const handler = wrappedHandler(question) ?? question.handler
  if (handler === undefined) return { reason: 'The template does not name a handler that is known before deployment.' }
  if (/^[\w./-]+\.sh$/.test(handler))
    return { reason: `It is started by the script ${handler}, not called as a function.` }
  const entryPoints = question.entryPoints ?? []
  // A placeholder that another tool fills in says as little as nothing.
  if (runtime === undefined || /[^a-z\d.]/.test(runtime))
    return await resolveByFiles(handler, folder, entryPoints, project)
  if (runtime.startsWith('nodejs')) return await resolveScript(handler, folder, entryPoints, project)
  if (runtime.startsWith('python')) return resolvePython(handler, folder, project)
  if (runtime.startsWith('java')) return await resolveJvm(handler, folder, project)
  if (runtime.startsWith('dotnet')) return await resolveDotnet(handler, folder, project)
  if (runtime.startsWith('ruby')) return resolveRuby(handler, folder, project)
  return { reason: `Source of the runtime ${runtime} is not read yet.` }
}

/** A template may name one file as the code. */
function folderOf(code: string, { tree }: SourceProject): string {
  return joinPath(tree.has(code) ? posix.dirname(code) : code).replace(/\/$/, '')
}

/** Variables in which layers that stand in for the handler are told the real one. */
const wrapperVariables = ['NEW_RELIC_LAMBDA_HANDLER', 'DD_LAMBDA_HANDLER', 'LUMIGO_ORIGINAL_HANDLER', 'ORIG_HANDLER']
const wrapperHandler = /newrelic|datadog|lumigo|^\/opt\//

function wrappedHandler({ handler, environment }: SourceQuestion): string | undefined {
  if (handler === undefined || !wrapperHandler.test(handler)) return
  return wrapperVariables.map(name => environment[name]).find(value => value !== undefined)
}

/** Deployed as a program of its own, which the runtime starts whatever the handler string says. */
function isProgram({ runtime, buildMethod }: SourceQuestion): boolean {
  if (runtime === undefined) return /^(rust-cargolambda|go1\.x)$/.test(buildMethod ?? '')
  return /^(provided|go)/.test(runtime)
}

/** Custom runtimes run any language; the files of the code tell which. */
async function resolveProgram(
  question: SourceQuestion,
  folder: string,
  project: SourceProject,
): Promise<ResolvedSource> {
  const { runtime, handler = '', buildMethod } = question
  if (buildMethod === 'rust-cargolambda') return await resolveRust(question, folder, project)
  if (runtime?.startsWith('go') || buildMethod === 'go1.x') return await resolveGo(question, folder, project)
  const has = (extensions: RegExp) => project.tree.under(folder).some(file => extensions.test(file))
  if (handler.includes('::') && has(/\.cs$/)) return await resolveDotnet(handler, folder, project)
  if (handler.includes('::') && has(/\.(java|kt)$/)) return await resolveJvm(handler, folder, project)
  const go = await resolveGo(question, folder, project)
  if ('file' in go || has(/\.go$/)) return go
  const rust = await resolveRust(question, folder, project)
  if ('file' in rust || has(/\.rs$/)) return rust
  return { reason: `Its runtime is ${runtime}: there is no Go or Rust program in ${folder || 'this folder'}.` }
}

/** The template may leave the runtime to a parameter: then the files decide. */
async function resolveByFiles(
  handler: string,
  folder: string,
  entryPoints: readonly string[],
  project: SourceProject,
): Promise<ResolvedSource> {
  const answers = handler.includes('::')
    ? [() => resolveDotnet(handler, folder, project), () => resolveJvm(handler, folder, project)]
    : [
        () => resolvePython(handler, folder, project),
        () => resolveScript(handler, folder, entryPoints, project),
        () => resolveRuby(handler, folder, project),
      ]
  for (const answer of answers) {
    const source = await answer()
    if ('file' in source) return source
  }
  return { reason: `The runtime is known only when it is deployed, and no source fits the handler ${handler}.` }
}

/** `package.module.function`: everything before the last dot is the module, dots and slashes alike. */
function resolvePython(handler: string, folder: string, { tree }: SourceProject): ResolvedSource {
  const dot = handler.lastIndexOf('.')
  if (dot <= 0 || dot === handler.length - 1) return notOfForm(handler, 'module.function')
  const module = joinPath(folder, handler.slice(0, dot).replaceAll('.', '/'))
  const file = [`${module}.py`, `${module}/__init__.py`].find(candidate => tree.has(candidate))
  if (file !== undefined) return { file, exportName: handler.slice(dot + 1) }
  return { reason: `The handler ${handler} points to ${module}.py, which does not exist.` }
}
