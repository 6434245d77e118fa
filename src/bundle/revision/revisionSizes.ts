import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentOf, exportRevision } from './exportedRevision.ts'

/** What a handler weighed at a revision, or why that is not known. */
export type RevisionSize = { readonly bytes: number; readonly zipBytes: number } | { readonly reason: string }

export interface RevisionQuestion {
  /** Absolute path of the project. */
  readonly root: string
  /** Whatever git takes: `HEAD`, a branch, a hash. */
  readonly revision: string
  /** What is weighed there, and with which tools: answers are remembered by it and the content of the revision. */
  readonly about: string
}

/** Files that say which packages are installed. */
const locks = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'node_modules/.package-lock.json']

/** Sizes at other revisions, remembered on disk by content. */
export class RevisionSizes {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Builds from git's own files. Throws a `LensError` (`no-git`, `git-failed`) when there is no such revision.
   * @param weigh weighs the handler in a folder that is the project at that revision
   */
  async sizeAt(
    { root, revision, about }: RevisionQuestion,
    weigh: (root: string) => Promise<RevisionSize>,
    signal: AbortSignal,
  ): Promise<RevisionSize> {
    const tree = await contentOf(root, revision, signal)
    const installed = await Promise.all(locks.map(file => readFile(join(root, file), 'utf8').catch(() => '')))
    const key = createHash('sha256')
      .update(JSON.stringify([root, tree, about, installed]))
      .digest('hex')
    const known = await this.#read(key)
    if (known) return known
    const exported = await exportRevision(root, tree, signal)
    try {
      const size = await weigh(exported.root)
      await this.#write(key, size)
      return size
    } finally {
      await exported.close()
    }
  }

  async #read(key: string): Promise<RevisionSize | undefined> {
    try {
      const found: unknown = JSON.parse(await readFile(join(this.#folder, `${key}.json`), 'utf8'))
      return isSize(found) ? { bytes: found.bytes, zipBytes: found.zipBytes } : undefined
    } catch {
      return undefined
    }
  }

  /** A reason may go away, with a package that is installed. A folder that cannot be written only costs time. */
  async #write(key: string, size: RevisionSize): Promise<void> {
    if ('reason' in size) return
    const path = join(this.#folder, `${key}.json`)
    try {
      await mkdir(this.#folder, { recursive: true })
      await writeFile(`${path}.${process.pid}`, JSON.stringify(size))
      await rename(`${path}.${process.pid}`, path)
    } catch {
      return
    }
  }
}

function isSize(found: unknown): found is { readonly bytes: number; readonly zipBytes: number } {
  return (
    typeof found === 'object' &&
    found !== null &&
    'bytes' in found &&
    'zipBytes' in found &&
    typeof found.bytes === 'number' &&
    typeof found.zipBytes === 'number'
  )
}
