import { relative, sep } from 'node:path'
import { type IsLeftOut, packagedFiles } from './packagedFiles.ts'
import { type ZippedFiles, zipFileSize, zippedFile } from './zipSize.ts'

/** What a deployment uploads of a folder. */
export interface FolderSize {
  readonly bytes: number
  readonly zipBytes: number
  /** Bytes of each file by its path in the package, `/` as separator. */
  readonly files: ReadonlyMap<string, number>
}

/** So many files are read and deflated at once. */
const filesAtOnce = 4

/**
 * The size of a code folder as it would be packaged. Throws a `LensError` (`no-code-folder`) when it cannot be read.
 * @throws AbortError when `signal` fires
 */
export async function folderSize(
  folder: string,
  isLeftOut: IsLeftOut,
  signal: AbortSignal,
  known: ZippedFiles = new Map(),
): Promise<FolderSize> {
  const files = new Map<string, number>()
  const entries: number[] = []
  const open = [...(await packagedFiles(folder, isLeftOut))].reverse()
  const work = async () => {
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      signal.throwIfAborted()
      const name = relative(folder, path).split(sep).join('/')
      const { bytes, entryBytes } = await zippedFile(path, name, known)
      files.set(name, bytes)
      entries.push(entryBytes)
    }
  }
  await Promise.all(Array.from({ length: filesAtOnce }, work))
  const bytes = [...files.values()].reduce((sum, size) => sum + size, 0)
  return { bytes, zipBytes: zipFileSize(entries), files }
}
