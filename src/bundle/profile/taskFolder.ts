import { mkdir, realpath, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { foldersAbove } from '../foldersAbove.ts'

/**
 * A folder below `temporary` from which packages are found as from `folder`: one level for each folder above that has a
 * `node_modules`, the outermost first, with a link to it.
 */
export async function taskFolder(temporary: string, folder: string): Promise<string> {
  let at = temporary
  for (const above of foldersAbove(await realpath(folder)).toReversed()) {
    const packages = join(above, 'node_modules')
    const isThere = await stat(packages).then(
      stats => stats.isDirectory(),
      () => false,
    )
    if (!isThere) continue
    at = join(at, 'task')
    await mkdir(at, { recursive: true })
    await symlink(packages, join(at, 'node_modules'), 'junction')
  }
  const task = join(at, 'task')
  await mkdir(task, { recursive: true })
  return task
}
