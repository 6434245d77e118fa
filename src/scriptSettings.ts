import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import { nearestScript } from '#handlers/templates/bundling/nearestScript.ts'

/** The request's further part: what a build script says, where the template says nothing of how it is bundled. */
export async function scriptSettings({
  root,
  entry,
  language,
  settings,
}: WeighRequest): Promise<Pick<WeighRequest, 'settings' | 'shipsFolder'>> {
  if (settings || (language !== 'javascript' && language !== 'typescript')) return {}
  const script = await nearestScript(entry, reader(root))
  return script ? { settings: script, shipsFolder: false } : {}
}

/** Many names are asked for in each folder, so each folder is listed once. */
function reader(root: string): (path: string) => Promise<string | undefined> {
  const listed = new Map<string, Promise<ReadonlySet<string>>>()
  const list = async (folder: string) => new Set<string>(await readdir(folder).catch(() => []))
  return async path => {
    const file = join(root, path)
    const folder = dirname(file)
    const names = listed.get(folder) ?? list(folder)
    listed.set(folder, names)
    if (!(await names).has(file.slice(folder.length + 1))) return undefined
    return await readFile(file, 'utf8').catch(() => undefined)
  }
}
