import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SeenCode } from './deployments.ts'
import type { FunctionStatistics } from './functionStatistics.ts'
import { isObject } from './jsonReport.ts'

/** What is kept of a function and a window. */
export interface Kept {
  readonly statistics: FunctionStatistics
  readonly seen?: SeenCode
}

/** Files of an older form are read as if they were not there. */
const form = 1
/** About 2 kB each. */
const defaultMost = 2000
/** Between two looks at whether there are too many. */
const writesBetweenLooks = 50

/**
 * Keeps statistics on disk, one file a function, window and region. A file appears whole or not at all; one that cannot
 * be read is as good as none, and where nothing can be written nothing is kept. The oldest go when there are too many.
 */
export class StatisticsStore {
  readonly #folder: string
  readonly #most: number
  #writes = 0

  constructor(folder: string, most = defaultMost) {
    this.#folder = folder
    this.#most = most
  }

  /** `key` names function, window, region and account. */
  async read(key: string): Promise<Kept | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#fileOf(key), 'utf8'))
      return isKept(value, key) ? value.kept : undefined
    } catch {
      return undefined
    }
  }

  async write(key: string, kept: Kept): Promise<void> {
    const path = join(this.#folder, `${randomUUID()}.tmp`)
    try {
      await mkdir(this.#folder, { recursive: true })
      await writeFile(path, JSON.stringify({ form, key, kept }))
      await rename(path, this.#fileOf(key))
    } catch {
      await unlink(path).catch(() => {})
    }
    if (this.#writes % writesBetweenLooks === 0) await this.#dropOldest()
    this.#writes += 1
  }

  #fileOf(key: string): string {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`)
  }

  /** What a process left that was ended while it wrote goes as well, in its turn. */
  async #dropOldest(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [])
    if (names.length <= this.#most) return
    const files = await Promise.all(
      names.map(async name => {
        const path = join(this.#folder, name)
        const changedAt = await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        )
        return { path, changedAt }
      }),
    )
    const old = files.sort((a, b) => a.changedAt - b.changedAt).slice(0, names.length - this.#most)
    await Promise.all(old.map(async ({ path }) => await unlink(path).catch(() => {})))
  }
}

/** Two keys may share a file, though hardly ever. */
function isKept(value: unknown, key: string): value is { readonly kept: Kept } {
  if (!isObject(value) || value['form'] !== form || value['key'] !== key) return false
  const kept = value['kept']
  const statistics = isObject(kept) ? kept['statistics'] : undefined
  if (!isObject(statistics)) return false
  const { function: deployed, window, notes, readAt } = statistics
  return isObject(deployed) && isObject(window) && Array.isArray(notes) && typeof readAt === 'number'
}
