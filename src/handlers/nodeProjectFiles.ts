import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ignoredByGit } from './ignoredByGit.ts'
import type { ProjectFiles } from './projectIndex.ts'
import { isGenerated } from './sourceFiles.ts'

/**
 * The files of a real folder. Leaves out what `.gitignore` in the folder itself names, installed packages and build
 * results; follows symbolic links, each folder once.
 */
export function nodeProjectFiles(folder: string): ProjectFiles {
  return {
    read: file => readFile(join(folder, file), 'utf8'),
    async list() {
      const isIgnored = ignoredByGit(await readFile(join(folder, '.gitignore'), 'utf8').catch(() => ''))
      const found: string[] = []
      const visited = new Set<string>()
      const walk = async (path: string): Promise<void> => {
        const real = await realpath(join(folder, path)).catch(() => undefined)
        if (real === undefined || visited.has(real)) return
        visited.add(real)
        // A folder that may not be read is no reason to give up on the others.
        const entries = await readdir(real, { withFileTypes: true }).catch(() => [])
        for (const entry of entries) {
          const child = path === '' ? entry.name : `${path}/${entry.name}`
          const target = entry.isSymbolicLink() ? await stat(join(folder, child)).catch(() => undefined) : entry
          const isFolder = target?.isDirectory() ?? false
          if (isGenerated(isFolder ? `${child}/` : child) || isIgnored(child, isFolder)) continue
          if (isFolder) await walk(child)
          else if (target?.isFile()) found.push(child)
        }
      }
      await walk('')
      return found.toSorted()
    },
  }
}
