import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ProcessStart } from './environmentProcess.ts'

/** How a process gets folders of its own: in a mount namespace; undefined where it cannot have one. */
type Unshare = readonly string[] | undefined

/** As root, and as another user where the system lets users have namespaces of their own. */
const ways: readonly (readonly string[])[] = [['--mount'], ['--user', '--map-current-user', '--keep-caps', '--mount']]
const program = 'unshare'
const script = 'while [ "$1" != -- ]; do mount --rbind "$1" "$2" || exit 125; shift 2; done; shift; exec "$@"'

export interface EnvironmentFolders {
  /** For temporary files. */
  readonly tmp: string
  /** The function's code speaks of /tmp itself. */
  readonly needsTmp: boolean
  /** The layers; absent without any. */
  readonly opt?: string
}

/** Folders as an environment's process finds them. */
export interface FolderView {
  /** `/tmp`, or a path of this machine. */
  readonly tmp: string
  /** `/opt`, or a path of this machine; absent without layers. */
  readonly opt?: string
  start(start: ProcessStart): ProcessStart
}

/** Gives environments a /tmp and an /opt of their own, as far as this machine allows, and only where they need them. */
export class OwnFolders {
  readonly #root: string
  #unshare: Promise<Unshare> | undefined

  /** `root` is the lab's own folder, in which all those of environments are. */
  constructor(root: string) {
    this.#root = root
  }

  async view({ tmp, needsTmp, opt }: EnvironmentFolders, interpreter: string): Promise<FolderView> {
    const asTheyAre = { tmp, ...(opt === undefined ? {} : { opt }), start: (start: ProcessStart) => start }
    const wanted = [...(opt === undefined ? [] : ['/opt/']), ...(needsTmp ? ['/tmp/'] : [])]
    // A mount there would hide the interpreter itself.
    const isHidden = wanted.some(folder => interpreter.startsWith(folder))
    if (wanted.length === 0 || isHidden || process.platform !== 'linux') return asTheyAre
    this.#unshare ??= findWay(tmp)
    const unshare = await this.#unshare
    if (!unshare) return asTheyAre
    const mounts = [...(opt === undefined ? [] : [opt, '/opt']), ...(needsTmp ? await this.#tmpMounts(tmp) : [])]
    const args = [...unshare, '--', '/bin/sh', '-c', script, 'lambda-lens-lab', ...mounts, '--']
    return {
      tmp: needsTmp ? '/tmp' : tmp,
      ...(opt === undefined ? {} : { opt: '/opt' }),
      start: start => ({ ...start, command: program, args: [...args, start.command, ...start.args] }),
    }
  }

  /** The lab's folder stays where it is, also in the new /tmp: the function's code is in there. */
  async #tmpMounts(tmp: string): Promise<string[]> {
    if (dirname(this.#root) !== '/tmp') return [tmp, '/tmp']
    const inside = join(tmp, basename(this.#root))
    await mkdir(inside, { recursive: true })
    return [this.#root, inside, tmp, '/tmp']
  }
}

async function findWay(folder: string): Promise<Unshare> {
  for (const way of ways) {
    if (await works([...way, '--', '/bin/sh', '-c', script, 'lambda-lens-lab', folder, '/opt', '--', 'true']))
      return way
  }
  return undefined
}

function works(args: readonly string[]): Promise<boolean> {
  return new Promise(resolve => {
    execFile(program, args, { timeout: 5000 }, error => resolve(error === null))
  })
}
