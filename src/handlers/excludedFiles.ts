import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import picomatch from 'picomatch'

/** VS Code's setting `files.exclude`: a glob is on, off, or on where the named sibling of the file stands. */
export type ExcludeSetting = Readonly<Record<string, boolean | { readonly when: string }>>

/** Tells of a path relative to `root` whether the setting hides it, given that the folders above it are shown. */
export function excludedFiles(root: string, setting: ExcludeSetting): (path: string) => boolean {
  const rules = Object.entries(setting).flatMap(([glob, value]) => {
    if (value === false || typeof glob !== 'string' || glob === '') return []
    const matches = matcherOf(glob)
    return matches ? [{ matches, when: value === true ? undefined : value.when }] : []
  })
  return path =>
    rules.some(({ matches, when }) => matches(path) && (when === undefined || hasSibling(root, path, when)))
}

/** A pattern that cannot be read hides nothing, as in VS Code. */
function matcherOf(glob: string): ((path: string) => boolean) | undefined {
  try {
    return picomatch(glob, { dot: true })
  } catch {
    return
  }
}

/** `$(basename)` is the file's name without its extension. */
function hasSibling(root: string, path: string, when: string): boolean {
  const { dir, name } = posix.parse(path)
  return existsSync(join(root, dir, when.replaceAll('$(basename)', name)))
}
