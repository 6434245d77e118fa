import { posix } from 'node:path'
import type { ImageSource } from './images/imageSettings.ts'
import { ModulePlaces } from './modulePlaces.ts'
import type { ResolvedSource, SourceProject, SourceQuestion } from './resolvedSource.ts'
import { resolveDotnet } from './runtimes/resolveDotnet.ts'
import { resolveGo } from './runtimes/resolveGo.ts'
import { resolveJvm } from './runtimes/resolveJvm.ts'
import { resolvePython } from './runtimes/resolvePython.ts'
import { resolveRuby } from './runtimes/resolveRuby.ts'
import { resolveRust } from './runtimes/resolveRust.ts'
import { resolveScript } from './runtimes/resolveScript.ts'
import { joinPath } from './sourceFiles.ts'
import { wrappedHandler } from './wrappedHandler.ts'

/** From a handler string and the folder of its code to the source file, by the rules of the runtime. */
export async function resolveSource(question: SourceQuestion, project: SourceProject): Promise<ResolvedSource> {
  return question.imageSources
    ? await resolveImage(question, question.imageSources, project)
    : await resolveHandler(question, project)
}

/** The first of the places where the image may have its handler from; else the one place that has such a file. */
async function resolveImage(
  question: SourceQuestion,
  places: readonly ImageSource[],
  project: SourceProject,
): Promise<ResolvedSource> {
  const candidates = function* () {
    yield* places
    yield* uniquePlaces(question, project)
  }
  let reason: ResolvedSource | undefined
  for (const place of candidates()) {
    const source = await resolveHandler({ ...question, ...place }, project)
    if ('file' in source) return { ...source, codeFolder: place.codeFolder }
    reason ??= source
  }
  const { handler } = question
  return reason ?? { reason: `It is a container image, and nothing says of which folder the handler ${handler} comes.` }
}

function* uniquePlaces(question: SourceQuestion, { tree }: SourceProject) {
  const { handler = '', runtime, codeFolder = '', image } = question
  for (const around of image?.dockerfile === undefined ? [codeFolder, ''] : [codeFolder]) {
    const found = new ModulePlaces(tree.under(around)).folder(handler, runtime, around)
    if (found !== undefined) yield { codeFolder: found, handler }
  }
}

async function resolveHandler(question: SourceQuestion, project: SourceProject): Promise<ResolvedSource> {
  const { runtime } = question
  const folder = folderOf(question.codeFolder ?? '', project)
  if (isProgram(question)) return await resolveProgram(question, folder, project)
  const handler = wrappedHandler(question.handler, question.environment) ?? question.handler
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

/** Deployed as a program of its own, which the runtime starts whatever the handler string says. */
function isProgram({ runtime, buildMethod }: SourceQuestion): boolean {
  if (runtime === undefined) return /^(rust-cargolambda|go1\.x)$/.test(buildMethod ?? '')
  return /^(provided|go|rust)/.test(runtime)
}

/** Custom runtimes run any language; the files of the code tell which. */
async function resolveProgram(
  question: SourceQuestion,
  folder: string,
  project: SourceProject,
): Promise<ResolvedSource> {
  const { runtime, handler = '', buildMethod } = question
  if (buildMethod === 'rust-cargolambda') return await resolveRust(question, folder, project)
  // A plugin of the Serverless Framework: `crate`, or `crate.program`.
  if (runtime === 'rust')
    return await resolveRust({ ...question, buildTarget: handler.replace(/^.*\./, '') }, folder, project)
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
