import { relative, sep } from 'node:path'
import type { InstalledPackages } from '../installedPackage.ts'
import type { ModuleGroup } from './traceCosts.ts'

/** Packages by where they are installed, the project's own files each by itself; of Node.js itself nothing is told. */
export function nodeGroups(
  root: string,
  installed: InstalledPackages,
): (file: string) => Promise<ModuleGroup | undefined> {
  return async file => {
    if (file.startsWith('node:')) return
    const path = file.replaceAll('\\', '/')
    const found = path.includes('/node_modules/') ? await installed.packageOf(path) : undefined
    if (!found) return { key: file, name: relative(root, file).split(sep).join('/'), isOwn: true }
    const { name, version, folder } = found
    return { key: folder, name, ...(version !== undefined && { version }), isOwn: false }
  }
}
