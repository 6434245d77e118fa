import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

const MARKER = '.finished'

/** Where large downloads live between runs and clones: `LAMBDA_LENS_CACHE`, else the platform's own cache folder. */
export function cacheRoot(): string {
  const chosen = process.env['LAMBDA_LENS_CACHE']
  if (chosen) return chosen
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'lambda-lens')
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lambda-lens')
}

/**
 * The folder `root/name`, filled by `fill` the first time. `name` carries the version. It is filled under another name
 * and renamed when finished, so that a killed or failed run leaves nothing that looks finished; of two processes at
 * once, the later one takes the folder of the earlier.
 */
export async function cachedFolder(
  root: string,
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(root, name)
  if (isFinished(folder)) return folder
  await mkdir(root, { recursive: true })
  await removeLeftovers(root, name)
  const partial = join(root, `${name}.partial-${process.pid}`)
  try {
    await mkdir(partial)
    await fill(partial)
    await writeFile(join(partial, MARKER), '')
    await moveInto(partial, folder)
  } finally {
    await rm(partial, { recursive: true, force: true })
    await removeLeftovers(root, name)
  }
  return folder
}

function isFinished(folder: string): boolean {
  return existsSync(join(folder, MARKER))
}

async function moveInto(partial: string, folder: string): Promise<void> {
  if (existsSync(folder) && !isFinished(folder)) await rm(folder, { recursive: true, force: true })
  try {
    await rename(partial, folder)
  } catch (error) {
    if (!isFinished(folder)) throw error
  }
}

/** Half-filled folders of processes that no longer run; a folder of a live process is left to it. */
async function removeLeftovers(root: string, name: string): Promise<void> {
  const prefix = `${name}.partial-`
  for (const entry of await readdir(root)) {
    if (!entry.startsWith(prefix)) continue
    const owner = Number(entry.slice(prefix.length))
    if (owner === process.pid || !isRunning(owner)) await rm(join(root, entry), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
