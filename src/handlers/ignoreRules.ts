import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ignoredByGit } from './ignoredByGit.ts'

/** The `.gitignore` files of a folder and of those around it, up to the project's own. */
export class IgnoreRules {
  readonly #around: IgnoreRules | undefined
  readonly #path: string
  readonly #isIgnored: ReturnType<typeof ignoredByGit>

  private constructor(around: IgnoreRules | undefined, path: string, text: string) {
    this.#around = around
    this.#path = path
    this.#isIgnored = ignoredByGit(text)
  }

  /** `path` of the folder relative to `root`; its own rules go before those of the folders `around`. */
  static async read(root: string, path: string, around?: IgnoreRules): Promise<IgnoreRules> {
    const text = await readFile(join(root, path, '.gitignore'), 'utf8').catch(() => '')
    return new IgnoreRules(around, path, text)
  }

  /** Of a path relative to the root, given that the folders above it are not ignored. */
  ignores(path: string, isFolder: boolean): boolean {
    const within = this.#path === '' ? path : path.slice(this.#path.length + 1)
    return this.#isIgnored(within, isFolder) ?? this.#around?.ignores(path, isFolder) ?? false
  }
}
