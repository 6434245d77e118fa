import { posix } from 'node:path'
import { joinPath } from '../../sourceFiles.ts'
import type { Bundling } from './bundling.ts'

const names = ['esbuild.config', 'esbuild', 'build', 'scripts/esbuild', 'scripts/build', 'scripts/bundle']
const extensions = ['.mjs', '.js', '.ts', '.cjs', '.mts', '.cts']

/**
 * What the nearest script around a handler's file says to esbuild of it, for projects whose template leaves the bundling
 * to a script; undefined where there is none. Folders nearer to the handler come first.
 * @param read undefined for files that are not there
 */
export async function nearestScript(
  file: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<Bundling | undefined> {
  for (let folder = joinPath(posix.dirname(file)); ; folder = joinPath(posix.dirname(folder))) {
    for (const name of names.flatMap(base => extensions.map(extension => base + extension))) {
      const path = joinPath(folder, name)
      const text = await read(path)
      const found = text === undefined ? undefined : await readScript(text, path, file)
      if (found) return found
    }
    if (folder === '') return undefined
  }
}

async function readScript(text: string, path: string, file: string): Promise<Bundling | undefined> {
  const { esbuildScript, mayCallEsbuild } = await import('./esbuildScript.ts')
  if (!mayCallEsbuild(text)) return
  try {
    return esbuildScript(text, path, file)
  } catch {
    return undefined
  }
}
