import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processSpace, processStartTime } from '#common/processIdentity.ts'

/** The owner says this often that it lives, for those who cannot see its process. */
const SIGN_EVERY_MS = 30_000

const RETRY_MS = 50

/** Keeps a folder to one lab at a time. The lock of a process that has ended counts for nothing. */
export class FolderLock {
  readonly #path: string
  readonly #timer: NodeJS.Timeout

  private constructor(path: string) {
    this.#path = path
    this.#timer = setInterval(() => sign(path), SIGN_EVERY_MS).unref()
  }

  /** Undefined when another process holds the folder. The folder is made where it is missing. */
  static take(folder: string): FolderLock | undefined {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'lock')
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, [process.pid, processStartTime(process.pid), processSpace()].join('\n'))
    try {
      const taken = link(draft, path) || (removeDead(path, draft) && link(draft, path))
      return taken ? new FolderLock(path) : undefined
    } finally {
      rmSync(draft, { force: true })
    }
  }

  /**
   * As `take`, but waits for the holder to end: when a window is loaded anew its next lab starts while the last one is
   * still ending.
   */
  static async takeWithin(folder: string, waitMs: number): Promise<FolderLock | undefined> {
    const endMs = performance.now() + waitMs
    for (;;) {
      const taken = FolderLock.take(folder)
      if (taken || performance.now() >= endMs) return taken
      await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    }
  }

  release(): void {
    clearInterval(this.#timer)
    rmSync(this.#path, { force: true })
  }
}

/** Unlike a file made and then written, a link shows others the whole text at once. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** True when the lock has been taken away, because its owner has ended. */
function removeDead(path: string, draft: string): boolean {
  const seen = read(path)
  if (seen === undefined) return true
  const [pid, start, space] = seen.split('\n')
  // A process of another container cannot be seen from here: only the age of its last sign tells.
  const lives = space === processSpace() ? start === processStartTime(Number(pid)) : isFresh(path)
  if (lives) return false
  const aside = `${draft}.old`
  try {
    renameSync(path, aside)
  } catch {
    return true
  }
  // Between reading and renaming somebody else may have taken the folder: give the lock back.
  const isDead = read(aside) === seen
  if (!isDead) link(aside, path)
  rmSync(aside, { force: true })
  return isDead
}

function sign(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // The folder was removed; there is nothing to keep any more.
  }
}

function isFresh(path: string): boolean {
  const signedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return Date.now() - signedAt < 4 * SIGN_EVERY_MS
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
