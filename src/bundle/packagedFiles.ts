import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'

/** What a deployment leaves out of the code folder of every language. */
const notShipped = new Set(['__pycache__', '.git', '.aws-sam', '.venv', 'venv', '.pytest_cache'])

/** Leaves out more, by the name and the folder that it stands in. */
export type IsLeftOut = (name: string, folder: string) => boolean

/**
 * The absolute paths of the files that a code folder ships, links to files included. Throws a `LensError`
 * (`no-code-folder`) when a folder cannot be read.
 */
export async function packagedFiles(folder: string, isLeftOut: IsLeftOut): Promise<readonly string[]> {
  const files: string[] = []
  for (const entry of await entriesOf(folder)) {
    if (notShipped.has(entry.name) || isLeftOut(entry.name, folder)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) files.push(...(await packagedFiles(path, isLeftOut)))
    else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) files.push(path)
  }
  return files
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    throw new LensError('no-code-folder', `The code folder ${folder} cannot be read.`, 'Mend its path.', cause)
  }
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    stats => stats.isFile(),
    () => false,
  )
}
