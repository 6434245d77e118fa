import { describeError, isAbort } from '#common/errors.ts'
import type { ExportedFunction } from './exportedFunction.ts'
import type { ProjectFiles } from './projectIndex.ts'
import { sourceExports } from './sourceExports.ts'
import { SourceTree } from './sourceTree.ts'

/** Larger source is generated; parsing it would take seconds. */
const maximalSourceLength = 2_000_000

/** The files of a project, read when they are needed; what was made of them is remembered until they change. */
export class ProjectSources {
  tree = new SourceTree([])
  readonly problems = new Map<string, string>()
  readonly #files: ProjectFiles
  readonly #derived = new Map<string, Map<unknown, Promise<unknown>>>()

  constructor(files: ProjectFiles) {
    this.#files = files
  }

  /** Undefined for a file that cannot be read: a problem where the project lists it. */
  async text(file: string): Promise<string | undefined> {
    try {
      return await this.#files.read(file)
    } catch (error) {
      if (isAbort(error)) throw error
      if (this.tree.has(file)) this.problems.set(file, describeError(error))
      return undefined
    }
  }

  /** What `derive` makes of a file's text, made once; undefined for a file that cannot be read. */
  async derived<Value>(file: string, derive: (text: string) => Value): Promise<Value | undefined> {
    const value = await this.#remembered(file, derive, async () => {
      const text = await this.text(file)
      return text === undefined ? undefined : derive(text)
    })
    return value as Value | undefined
  }

  /** None, and a problem, for a file that cannot be parsed. */
  async exportsOf(file: string): Promise<readonly ExportedFunction[]> {
    const value = await this.#remembered(file, sourceExports, async () => {
      const text = await this.text(file)
      return text === undefined ? [] : await this.parse(file, text)
    })
    return value as readonly ExportedFunction[]
  }

  #remembered(file: string, key: unknown, make: () => Promise<unknown>): Promise<unknown> {
    const ofFile = this.#derived.get(file) ?? new Map<unknown, Promise<unknown>>()
    this.#derived.set(file, ofFile)
    const known = ofFile.get(key)
    if (known) return known
    const made = make()
    ofFile.set(key, made)
    made.catch(() => ofFile.delete(key))
    return made
  }

  /** The same for a text at hand, which is not remembered. */
  async parse(file: string, text: string): Promise<readonly ExportedFunction[]> {
    if (text.length > maximalSourceLength) {
      this.problems.set(file, 'It is too large to be source that somebody writes; not read.')
      return []
    }
    try {
      return await sourceExports(file, text)
    } catch (error) {
      this.problems.set(file, describeError(error))
      return []
    }
  }

  forget(file: string): void {
    this.#derived.delete(file)
    this.problems.delete(file)
  }
}
