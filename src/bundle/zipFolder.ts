import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { zipSync } from 'fflate'

/** All files below a folder as a zip. Rejects when the folder cannot be read. */
export async function zipFolder(folder: string): Promise<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: Record<string, Uint8Array> = {}
  for (const entry of entries.filter(found => found.isFile())) {
    const path = join(entry.parentPath, entry.name)
    files[relative(folder, path).split(sep).join('/')] = await readFile(path)
  }
  return zipSync(files, { mtime: new Date(2000, 0, 1) })
}
