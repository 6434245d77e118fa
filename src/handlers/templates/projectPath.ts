import { posix } from 'node:path'
import { joinPath } from '../sourceFiles.ts'

/** Stands for the project's folder at the beginning of a path that a template makes of its own place. */
export const projectFolder = '/\0project'

/**
 * The path in the project that a path in a template means; undefined where it is outside.
 * @param base folder that relative paths start from
 */
export function projectPath(path: string, base: string): string | undefined {
  const isInside = path === projectFolder || path.startsWith(`${projectFolder}/`)
  if (!isInside && posix.isAbsolute(path)) return
  const joined = isInside ? joinPath(`.${path.slice(projectFolder.length)}`) : joinPath(base, path)
  return joined.startsWith('..') || joined.includes('\0') ? undefined : joined.replace(/\/$/, '')
}

/** A path as people know it. */
export function shownPath(path: string): string {
  return path.replaceAll(`${projectFolder}/`, '').replaceAll(projectFolder, '.')
}
