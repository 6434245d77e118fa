import { posix } from 'node:path'
import type { ProjectFiles } from '../projectIndex.ts'
import { ProjectSources } from '../projectSources.ts'
import { joinPath } from '../sourceFiles.ts'

/** The files of a project that tell how it is deployed, each read and understood once. */
export class DeploymentFiles {
  readonly #files: ProjectFiles
  readonly #sources: ProjectSources
  readonly #derived = new Set<string>()
  #names: Promise<ReadonlySet<string>> | undefined

  constructor(files: ProjectFiles) {
    this.#files = files
    this.#sources = new ProjectSources(files)
  }

  /** Undefined for a file that cannot be read. */
  async text(file: string): Promise<string | undefined> {
    return await this.#sources.text(file)
  }

  /** What `derive` makes of a file's text; undefined for a file that cannot be read. */
  async derived<Value>(file: string, derive: (text: string) => Value): Promise<Value | undefined> {
    this.#derived.add(file)
    return await this.#sources.derived(file, derive)
  }

  /** All files that the project lists, which are neither ignored nor generated. */
  async names(): Promise<ReadonlySet<string>> {
    this.#names ??= this.#files.list().then(
      names => new Set(names),
      () => new Set(),
    )
    return await this.#names
  }

  /** Reads again what is asked for, but for the files that `isKept` names. */
  forget(isKept: (file: string) => boolean): void {
    for (const file of this.#derived) if (!isKept(file)) this.#sources.forget(file)
    this.#names = undefined
  }
}

/** `a/b/c.yaml` → `a/b`, `a` and the indexed folder itself. */
export function foldersAbove(file: string): readonly string[] {
  const folder = joinPath(posix.dirname(file))
  const parts = folder === '' ? [] : folder.split('/')
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), '']
}
