import { readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { LensError } from '#common/errors.ts'
import type { FunctionDefinition, Handler } from '#handlers/handler.ts'
import { nodeProjectFiles } from '#handlers/nodeProjectFiles.ts'
import { sourceExports } from '#handlers/sourceExports.ts'
import { languageOf } from '#handlers/sourceFiles.ts'
import { indexProject, type ProjectIndex } from '#handlers/projectIndex.ts'

/** A handler in a project on this machine, and what a template says of it. */
export interface LocalTarget {
  /** Absolute path of the project. */
  readonly root: string
  readonly handler: Handler
  readonly definition?: FunctionDefinition
}

/**
 * Finds `FILE#EXPORT`, or a logical id or function name of a template below `folder`. Throws a `LensError`
 * (`no-handler`, `no-file`) that names what is there instead.
 */
export async function findLocalTarget(target: string, folder: string, signal: AbortSignal): Promise<LocalTarget> {
  const hash = target.lastIndexOf('#')
  if (hash < 0) return byName(target, folder, await indexProject(nodeProjectFiles(folder), signal))
  const file = resolve(folder, target.slice(0, hash))
  const exportName = target.slice(hash + 1)
  const isFile = await stat(file).then(
    stats => stats.isFile(),
    () => false,
  )
  if (!isFile) throw new LensError('no-file', `There is no file ${file}.`, 'Give FILE#EXPORT with a path from here.')
  const root = await projectRoot(file, folder)
  const path = relative(root, file).split(sep).join('/')
  const index = await indexProject(nodeProjectFiles(root), signal)
  const handler = index.handlers.find(found => found.file === path && found.exportName === exportName)
  return handler ? withDefinition(root, handler, index) : { root, handler: await exportOf(file, path, exportName) }
}

/** Whoever names an export means it, also where no template does. */
async function exportOf(file: string, path: string, exportName: string): Promise<Handler> {
  const language = languageOf(path)
  const exported = await sourceExports(path, await readFile(file, 'utf8'))
  const found = exported.find(candidate => candidate.exportName === exportName)
  if (found && language) {
    const { span, line } = found
    return { file: path, exportName, language, span, line, certainty: 'likely' }
  }
  const names = exported.map(candidate => `${path}#${candidate.exportName}`)
  throw new LensError(
    'no-handler',
    `${path} has no handler named "${exportName}".`,
    names.length > 0 ? `It exports ${names.join(', ')}.` : 'Export a function under that name.',
  )
}

function byName(name: string, root: string, index: ProjectIndex): LocalTarget {
  const definition = index.definitions.find(one => one.logicalId === name || one.functionName === name)
  const handler = index.handlers.find(
    ({ definition: key }) => key && key.template === definition?.template && key.logicalId === definition.logicalId,
  )
  if (definition && handler) return { root, handler, definition }
  throw new LensError(
    'no-handler',
    definition
      ? `The source of ${name} was not found: ${definition.reason ?? 'its handler string points nowhere'}.`
      : `No template below ${root} defines a function ${name}.`,
    'Give FILE#EXPORT, or one of the names that `lambda-lens handlers` lists.',
  )
}

function withDefinition(root: string, handler: Handler, index: ProjectIndex): LocalTarget {
  const key = handler.definition
  const definition =
    key && index.definitions.find(one => one.template === key.template && one.logicalId === key.logicalId)
  return { root, handler, ...(definition ? { definition } : {}) }
}

/**
 * The nearest folder above the file that has a template, within its repository and not above the user's home; else
 * `folder` if the file is in it; else the file's own.
 */
async function projectRoot(file: string, folder: string): Promise<string> {
  for (let at = dirname(file); dirname(at) !== at; at = dirname(at)) {
    const names: readonly string[] = await readdir(at).catch(() => [])
    if (names.some(name => /^template\.(ya?ml|json)$/.test(name))) return at
    if (names.includes('.git') || at === homedir()) break
  }
  const base = resolve(folder)
  return file.startsWith(join(base, sep)) ? base : dirname(file)
}
