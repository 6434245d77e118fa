import { certainHandler, likelyHandlers } from './describedHandlers.ts'
import { exportNamed } from './exportFinder.ts'
import type { FunctionDefinition, Handler } from './handler.ts'
import { ProjectIndexer } from './projectIndexer.ts'
import { mayExportHandler, sourceExports } from './sourceExports.ts'
import { isGenerated } from './sourceFiles.ts'

/** A project's files, by paths relative to its folder with `/` as separator. */
export interface ProjectFiles {
  list(): Promise<readonly string[]>
  /** Rejects for files that cannot be read. Knows also files that `list` leaves out, such as build results. */
  read(file: string): Promise<string>
  /** What there is now under a name; undefined also for what `list` would leave out. */
  kindOf(path: string): Promise<'file' | 'folder' | undefined>
}

export interface ProjectIndex {
  readonly handlers: readonly Handler[]
  readonly definitions: readonly FunctionDefinition[]
  readonly problems: readonly ProjectProblem[]
}

/** A file that could not be read, or not wholly. */
export interface ProjectProblem {
  readonly file: string
  readonly reason: string
  /** It belongs to a framework whose definitions are not read. */
  readonly kind?: 'other'
  readonly framework?: string
}

/**
 * Which functions of a project Lambda calls, and what its templates say of them. Reads templates, and of the source
 * only what a definition points to; without any definition, the source that looks like a handler.
 * @throws AbortError when `signal` fires; nothing else: what cannot be read is a problem in the result
 */
export async function indexProject(files: ProjectFiles, signal: AbortSignal): Promise<ProjectIndex> {
  return await new ProjectIndexer(files).update([], signal)
}

/**
 * The handlers of one file, by a text that need not be saved: those that a definition names, and while the project
 * has no definition at all, those that look like one.
 * @throws LensError `source-not-readable`
 */
export async function handlersOfFile(
  file: string,
  text: string,
  definitions: readonly FunctionDefinition[],
): Promise<readonly Handler[]> {
  const targets = definitions.filter(({ target }) => target?.file === file)
  if (targets.length === 0 && (definitions.length > 0 || isGenerated(file) || !mayExportHandler(file, text))) return []
  const all = await sourceExports(file, text)
  if (definitions.length === 0) return likelyHandlers(file, all)
  const everything = all.find(({ exportName }) => exportName === '*')
  const names = new Set(targets.flatMap(({ target }) => target?.exportName ?? []))
  return [...names].flatMap(exportName => {
    const named = targets.filter(({ target }) => target?.exportName === exportName)
    // In Python most of what is imported as a whole is of libraries.
    const mayBePassedOn = !file.endsWith('.py') || named.some(({ source }) => source)
    const exported = exportNamed(all, exportName) ?? (mayBePassedOn ? everything : undefined)
    return exported ? certainHandler(file, exportName, { exported }, named) : []
  })
}
