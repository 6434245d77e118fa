import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { LensError } from '#common/errors.ts'
import { processSpace, processStartTime } from '#common/processIdentity.ts'
import type { FunctionConfiguration } from './functionControl.ts'

/** What must be known to put a function back, on disk before each change. */
export type JournalEntry = VersionsEntry | CloneEntry

interface Begun {
  readonly sweepId: string
  /** Without a qualifier. */
  readonly functionArn: string
  readonly owner: ProcessIdentity
  /** ISO 8601. */
  readonly startedAt: string
  /** ISO 8601: a change of the service follows at once. */
  readonly changedAt: string
}

/** A sweep that changes the function, and publishes versions of it. */
export interface VersionsEntry extends Begun {
  readonly way: 'versions'
  readonly original: Pick<FunctionConfiguration, 'memoryMb' | 'fingerprint'>
  /**
   * Sizes that are the sweep's own if `$LATEST` has one of them: the one it set last and the one it is about to set.
   * Empty once the original is back. Another size is somebody else's change.
   */
  readonly ownMb: readonly number[]
  /** Versions that were there before; never deleted. */
  readonly versionsBefore: readonly string[]
}

/** A sweep on a copy, whose name follows from the function's and the sweep's id. */
export interface CloneEntry extends Begun {
  readonly way: 'clone'
}

type Unbegun<Entry extends Begun> = Omit<Entry, Exclude<keyof Begun, 'functionArn'>>

/** Which process sweeps; ids of processes are used again, and mean another process in another container. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTime?: string
  readonly space: string
}

/** The description of each version and copy that a sweep makes. */
export function sweepDescription(sweepId: string): string {
  return `Lambda Lens sweep ${sweepId}`
}

/** The sweep that made a version or a copy with this description; undefined for what no sweep made. */
export function sweepOf(description: string): string | undefined {
  return /^Lambda Lens sweep ([\da-f-]{36})$/.exec(description)?.[1]
}

/**
 * A folder with one file a function under sweep. The file is also the lock: it appears whole or not at all, so two
 * windows cannot sweep the same function, and it survives whatever ends this process.
 */
export class Journal {
  readonly #folder: string
  /** Ids of this process's own sweeps that go on. */
  readonly #active = new Set<string>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Writes the first entry of a sweep and syncs it to disk. Throws a `LensError`: `sweep-running` while another sweep
   * of the function goes on, `sweep-unfinished` when an earlier one has not been put back.
   */
  async begin(entry: Unbegun<VersionsEntry>): Promise<VersionsEntry>
  async begin(entry: Unbegun<CloneEntry>): Promise<CloneEntry>
  async begin(entry: Unbegun<VersionsEntry> | Unbegun<CloneEntry>): Promise<JournalEntry> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const startedAt = new Date().toISOString()
    const begun = { ...entry, sweepId: randomUUID(), owner: thisProcess(), startedAt, changedAt: startedAt }
    const written = await this.#write(begun)
    this.#active.add(begun.sweepId)
    try {
      await link(written, this.#fileOf(entry.functionArn))
      await this.#sync()
    } catch (error) {
      this.#active.delete(begun.sweepId)
      throw (await this.#refusal(entry.functionArn)) ?? error
    } finally {
      await unlink(written)
    }
    return begun
  }

  /** Writes the entry as it has to be before the next change of the function. */
  async update<Entry extends JournalEntry>(entry: Entry): Promise<Entry> {
    const changed = { ...entry, changedAt: new Date().toISOString() }
    await rename(await this.#write(changed), this.#fileOf(entry.functionArn))
    await this.#sync()
    return changed
  }

  /** Nothing is left to put back. Another sweep's entry for the same function stays. */
  async end(entry: JournalEntry): Promise<void> {
    this.#active.delete(entry.sweepId)
    const file = this.#fileOf(entry.functionArn)
    const written = await readEntry(file)
    if (written?.sweepId !== entry.sweepId) return
    await unlink(file)
    await this.#sync()
  }

  /** The sweep is over, but what its entry says must still be put back. */
  leave(entry: JournalEntry): void {
    this.#active.delete(entry.sweepId)
  }

  /** Makes an unfinished entry this process's own, to put the function back. Undefined when another was quicker. */
  async adopt(entry: JournalEntry): Promise<JournalEntry | undefined> {
    const file = this.#fileOf(entry.functionArn)
    const found = await readEntry(file)
    if (found?.sweepId !== entry.sweepId || this.#goesOn(found)) return undefined
    const adopted = { ...found, owner: thisProcess() }
    this.#active.add(entry.sweepId)
    await rename(await this.#write(adopted), file)
    await this.#sync()
    return adopted
  }

  /** Entries of sweeps that no process carries on. A file that cannot be read is left alone and not listed. */
  async unfinished(): Promise<readonly JournalEntry[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const entries = await Promise.all(
      names.filter(name => name.endsWith('.json')).map(name => readEntry(join(this.#folder, name))),
    )
    return entries.filter(entry => entry !== undefined).filter(entry => !this.#goesOn(entry))
  }

  #goesOn(entry: JournalEntry): boolean {
    if (!isAlive(entry)) return false
    return entry.owner.pid !== process.pid || this.#active.has(entry.sweepId)
  }

  #fileOf(functionArn: string): string {
    return join(this.#folder, `${createHash('sha256').update(functionArn).digest('hex').slice(0, 32)}.json`)
  }

  /** Returns the path of a file of its own that holds the entry and is synced. */
  async #write(entry: JournalEntry): Promise<string> {
    const path = join(this.#folder, `${entry.sweepId}.tmp`)
    const file = await open(path, 'w', 0o600)
    try {
      await file.writeFile(JSON.stringify(entry, null, 2))
      await file.sync()
    } finally {
      await file.close()
    }
    return path
  }

  async #refusal(functionArn: string): Promise<LensError | undefined> {
    const other = await readEntry(this.#fileOf(functionArn))
    if (!other) return undefined
    if (this.#goesOn(other)) {
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

const begunFields: readonly (keyof Begun)[] = ['sweepId', 'functionArn', 'owner', 'startedAt', 'changedAt']
const versionsFields: readonly (keyof VersionsEntry)[] = ['original', 'ownMb', 'versionsBefore']

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null || !('way' in value)) return false
  const fields = value.way === 'versions' ? [...begunFields, ...versionsFields] : begunFields
  return (value.way === 'versions' || value.way === 'clone') && fields.every(field => field in value)
}

function thisProcess(): ProcessIdentity {
  const startTime = processStartTime(process.pid)
  return { pid: process.pid, space: processSpace(), ...(startTime === undefined ? {} : { startTime }) }
}

const longestSweepMs = 24 * 3_600_000

/** A process of another container cannot be seen from here: its sweep is taken to go on for a day. */
function isAlive({ owner: { pid, startTime, space }, startedAt }: JournalEntry): boolean {
  if (space !== processSpace()) return Date.now() - Date.parse(startedAt) < longestSweepMs
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return startTime === undefined || startTime === processStartTime(pid)
}
