import { execFile } from 'node:child_process'
import type { ProcessStart } from './environmentProcess.ts'

/** How a function sees its layers below /opt: in a mount namespace of its own, or not at all. */
type Unshare = readonly string[] | undefined

/** As root, and as another user where the system lets users have namespaces of their own. */
const ways: readonly (readonly string[])[] = [['--mount'], ['--user', '--map-current-user', '--keep-caps', '--mount']]
const script = 'mount --bind "$0" /opt && exec "$@"'

/** A function's layers as its process finds them. */
export interface OptView {
  /** `/opt`, or the layers' folder itself on machines where that cannot be put there. */
  readonly path: string
  start(start: ProcessStart): ProcessStart
}

/** Puts a function's layers where they are on Lambda, as far as this machine allows. */
export class OptMount {
  #unshare: Promise<Unshare> | undefined

  async view(folder: string, interpreter: string): Promise<OptView> {
    const asItIs = { path: folder, start: (start: ProcessStart) => start }
    // It would hide its own interpreter.
    if (process.platform !== 'linux' || interpreter.startsWith('/opt/')) return asItIs
    this.#unshare ??= findWay(folder)
    const unshare = await this.#unshare
    if (!unshare) return asItIs
    const args = [...unshare, '--', '/bin/sh', '-c', script, folder]
    return {
      path: '/opt',
      start: start => ({ ...start, command: 'unshare', args: [...args, start.command, ...start.args] }),
    }
  }
}

async function findWay(folder: string): Promise<Unshare> {
  for (const way of ways) if (await works([...way, '--', '/bin/sh', '-c', script, folder, 'true'])) return way
  return undefined
}

function works(args: readonly string[]): Promise<boolean> {
  return new Promise(resolve => {
    execFile('unshare', args, { timeout: 5000 }, error => resolve(error === null))
  })
}
