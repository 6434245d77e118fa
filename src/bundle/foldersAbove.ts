import { dirname } from 'node:path'

/** A folder and those around it, up to the root of the file system. */
export function foldersAbove(folder: string): readonly string[] {
  const folders = [folder]
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at))
  return folders
}
