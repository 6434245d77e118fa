import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { foldersAbove } from './foldersAbove.ts'

/**
 * The folders of packages and of all that they depend on, as installed for code in `folder`: what an installation for
 * production puts beside that code. Packages that are not installed are left out.
 */
export async function dependencyFolders(names: Iterable<string>, folder: string): Promise<readonly string[]> {
  const found = new Set<string>()
  const open = [...names].map(name => ({ name, from: folder }))
  for (let next = open.pop(); next; next = open.pop()) {
    const place = await installedAt(next.name, next.from)
    if (place === undefined || found.has(place)) continue
    found.add(place)
    for (const name of await dependencyNames(place)) open.push({ name, from: place })
  }
  return [...found]
}

/** The names under `dependencies` and `optionalDependencies`; none where there is no `package.json`. */
export async function dependencyNames(folder: string): Promise<readonly string[]> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    if (typeof manifest !== 'object' || manifest === null) return []
    const parts = [
      'dependencies' in manifest ? manifest.dependencies : undefined,
      'optionalDependencies' in manifest ? manifest.optionalDependencies : undefined,
    ]
    return parts.flatMap(part => (typeof part === 'object' && part !== null ? Object.keys(part) : []))
  } catch {
    return []
  }
}

async function installedAt(name: string, from: string): Promise<string | undefined> {
  for (const folder of foldersAbove(from)) {
    const place = await realpath(join(folder, 'node_modules', name)).catch(() => undefined)
    if (place !== undefined) return place
  }
  return undefined
}
