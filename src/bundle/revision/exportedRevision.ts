import { mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { git } from './git.ts'

/** The project as it was at a revision, in a temporary folder. */
export interface ExportedRevision {
  /** Absolute path of what the project's folder was. */
  readonly root: string
  close(): Promise<void>
}

/** Names a project's content at a revision: the same text for the same files. Rejects as `git` does. */
export async function contentOf(root: string, revision: string, signal: AbortSignal): Promise<string> {
  return await git(root, ['rev-parse', '--verify', '--end-of-options', `${revision}^{tree}`], signal)
}

/**
 * Writes the files of a revision into a temporary folder, through an index of its own: neither the working tree nor the
 * user's index is touched. Installed packages are those of the working tree, by links; where they link back into the
 * repository, as workspaces do, the links lead to the revision's files.
 */
export async function exportRevision(root: string, tree: string, signal: AbortSignal): Promise<ExportedRevision> {
  const repository = await realpath(await git(root, ['rev-parse', '--show-toplevel'], signal))
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'lambda-lens-revision-')))
  const files = join(folder, 'files')
  try {
    await mkdir(files)
    const own = { GIT_INDEX_FILE: join(folder, 'index') }
    await git(repository, ['read-tree', tree], signal, own)
    await git(repository, ['checkout-index', '--all', '--force', `--prefix=${files}${sep}`], signal, own)
    const project = relative(repository, await realpath(root))
    await linkPackages(repository, files, signal)
    await mkdir(join(files, project), { recursive: true })
    return { root: join(files, project), close: () => rm(folder, { recursive: true, force: true }) }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Deep folders without packages of their own are not searched for ever. */
const deepest = 8

/** Links every `node_modules` of the working tree, and Yarn's map of packages, at its place in the export. */
async function linkPackages(repository: string, files: string, signal: AbortSignal): Promise<void> {
  const walk = async (folder: string, depth: number): Promise<void> => {
    signal.throwIfAborted()
    const target = join(files, relative(repository, folder))
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name)
      if (entry.name === 'node_modules') await linkEntries(path, join(target, entry.name), repository, files)
      else if (entry.name.startsWith('.pnp.')) await link(path, join(target, entry.name))
      else if (entry.isDirectory() && !entry.name.startsWith('.') && depth < deepest) await walk(path, depth + 1)
    }
  }
  await walk(repository, 0)
}

async function linkEntries(from: string, to: string, repository: string, files: string): Promise<void> {
  const real = await realpath(from)
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(real, { withFileTypes: true })) {
    const path = join(real, entry.name)
    const target = join(to, entry.name)
    if (entry.name.startsWith('@') && entry.isDirectory()) await linkEntries(path, target, repository, files)
    else await link(await counterpart(path, repository, files), target)
  }
}

/** Where a package is, at the revision: that of the repository itself in the export, any other where it is. */
async function counterpart(path: string, repository: string, files: string): Promise<string> {
  const real = await realpath(path).catch(() => path)
  const inside = relative(repository, real)
  const isOwn = real.startsWith(join(repository, sep)) && !inside.split(sep).includes('node_modules')
  return isOwn ? join(files, inside) : real
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path, 'junction').catch((error: unknown) => {
    // What the revision holds itself stays.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
}
