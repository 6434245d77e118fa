import { execFile } from 'node:child_process'
import { LensError } from '#common/errors.ts'

/** Hundreds of thousands of names. */
const mostOutputBytes = 256 * 2 ** 20

/**
 * The output of git, without the last line break. `environment` is added to this process's own. Throws a `LensError`
 * (`no-git`, `git-failed`) with what git says.
 */
export async function git(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  // Of a hook that runs this: they would lead to another repository or index.
  const { GIT_DIR: _, GIT_INDEX_FILE: __, GIT_WORK_TREE: ___, ...inherited } = process.env
  const options = {
    cwd: folder,
    signal,
    maxBuffer: mostOutputBytes,
    env: { ...inherited, GIT_OPTIONAL_LOCKS: '0', ...environment },
  }
  return await new Promise((resolve, reject) => {
    execFile('git', args, options, (error, stdout, stderr) => {
      if (!error) resolve(stdout.replace(/\n$/, ''))
      else if (signal.aborted) reject(error)
      else reject(failure(error, stderr))
    })
  })
}

function failure(error: Error, stderr: string): LensError {
  if ('code' in error && error.code === 'ENOENT') {
    return new LensError('no-git', 'git is not installed, or not in PATH.', 'Install it to compare revisions.', error)
  }
  const said = stderr.trim().split('\n')[0] ?? ''
  return new LensError('git-failed', `git says: ${said || error.message}.`, 'Check the revision and the folder.', error)
}
