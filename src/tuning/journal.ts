import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'

/** What must be known to put a function back, written before the first change. */
export interface JournalEntry {
  readonly sweepId: string
  readonly functionArn: string
  /** Of the process that sweeps; the entry is unfinished once that process is gone. */
  readonly pid: number
  /** ISO 8601. */
  readonly startedAt: string
  readonly original: { readonly memoryMb: number; readonly timeoutSeconds: number; readonly codeSha256: string }
  /** Every size that the sweep may have set. Another one is somebody else's change. */
  readonly intendedMb: readonly number[]
  /** Versions that were there before; never deleted. */
  readonly versionsBefore: readonly string[]
}

/** The description of each version that a sweep publishes. */
export function versionDescription(sweepId: string): string {
  return `Lambda Lens sweep ${sweepId}`
}

export function newSweepId(): string {
  return randomUUID()
}

/**
 * A folder with one file a function under sweep. The file is also the lock: it appears whole or not at all, so two
 * windows cannot sweep the same function, and it survives whatever ends this process.
 */
export class Journal {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Writes the entry and syncs it to disk. Throws a `LensError`: `sweep-running` while another process sweeps the
   * function, `sweep-unfinished` when an ended one has not been put back.
   */
  async begin(entry: JournalEntry): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const written = join(this.#folder, `${entry.sweepId}.tmp`)
    const file = await open(written, 'wx', 0o600)
    try {
      await file.writeFile(JSON.stringify(entry, null, 2))
      await file.sync()
    } finally {
      await file.close()
    }
    try {
      await link(written, this.#fileOf(entry.functionArn))
      await this.#sync()
    } catch (error) {
      throw (await this.#refusal(entry.functionArn)) ?? error
    } finally {
      await unlink(written)
    }
  }

  /** The function is as it was: forget the sweep. */
  async end(entry: JournalEntry): Promise<void> {
    await unlink(this.#fileOf(entry.functionArn))
    await this.#sync()
  }

  /** Entries whose process is gone. A file that cannot be read is left alone and not listed. */
  async unfinished(): Promise<readonly JournalEntry[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const entries = await Promise.all(
      names.filter(name => name.endsWith('.json')).map(name => readEntry(join(this.#folder, name))),
    )
    return entries.filter(entry => entry !== undefined).filter(entry => !isAlive(entry.pid))
  }

  #fileOf(functionArn: string): string {
    return join(this.#folder, `${createHash('sha256').update(functionArn).digest('hex').slice(0, 32)}.json`)
  }

  async #refusal(functionArn: string): Promise<LensError | undefined> {
    const other = await readEntry(this.#fileOf(functionArn))
    if (!other) return undefined
    if (isAlive(other.pid)) {
      return new LensError(
        'sweep-running',
        'This function is being tuned in another window.',
        'Wait for that sweep to end, or cancel it there.',
      )
    }
    return new LensError(
      'sweep-unfinished',
      'An earlier sweep of this function was cut off and the function has not been put back.',
      'Start the tuning again: it puts the function back first.',
    )
  }

  /** A new or removed name is durable once its folder is synced; not every platform can open a folder. */
  async #sync(): Promise<void> {
    const folder = await open(this.#folder, 'r').catch(() => undefined)
    await folder?.sync().catch(() => undefined)
    await folder?.close()
  }
}

async function readEntry(file: string): Promise<JournalEntry | undefined> {
  try {
    const entry: unknown = JSON.parse(await readFile(file, 'utf8'))
    return isEntry(entry) ? entry : undefined
  } catch {
    return undefined
  }
}

function isEntry(value: unknown): value is JournalEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sweepId' in value &&
    'functionArn' in value &&
    'pid' in value &&
    'original' in value &&
    'intendedMb' in value &&
    'versionsBefore' in value
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
