import { appendFile, mkdir, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Says whether logs may be asked, and remembers what that cost. */
export interface ScanBudget {
  readonly limitUsd: number
  /** Whether so much more would stay within the limit today. */
  allows(usd: number): Promise<boolean>
  spend(usd: number): Promise<void>
  /** What was spent today. */
  spentUsd(): Promise<number>
}

/** For a place where asking costs nothing. */
export const unlimited: ScanBudget = {
  limitUsd: Number.POSITIVE_INFINITY,
  allows: async () => true,
  spend: async () => {},
  spentUsd: async () => 0,
}

/**
 * A limit in dollars for each UTC day, shared by all windows and processes that name the same folder: each adds lines to
 * one file a day, which the system does whole. A line that cannot be read counts nothing; a disk that cannot be written
 * leaves the memory of this process.
 */
export class DailyBudget implements ScanBudget {
  readonly limitUsd: number
  readonly #folder: string
  readonly #now: () => number
  /** Of this process, by day: what could not be written. */
  readonly #unwritten = new Map<string, number>()

  constructor(folder: string, limitUsd: number, now: () => number = Date.now) {
    this.limitUsd = limitUsd
    this.#folder = folder
    this.#now = now
  }

  async allows(usd: number): Promise<boolean> {
    const spent = await this.spentUsd()
    return spent < this.limitUsd && spent + usd <= this.limitUsd
  }

  async spend(usd: number): Promise<void> {
    if (usd === 0) return
    const day = this.#day()
    try {
      await mkdir(this.#folder, { recursive: true })
      await appendFile(this.#fileOf(day), `${usd}\n`)
    } catch {
      this.#unwritten.set(day, (this.#unwritten.get(day) ?? 0) + usd)
    }
    await this.#dropEarlier(day)
  }

  async spentUsd(): Promise<number> {
    const day = this.#day()
    const text = await readFile(this.#fileOf(day), 'utf8').catch(() => '')
    let usd = this.#unwritten.get(day) ?? 0
    for (const line of text.split('\n')) {
      const value = Number(line)
      if (value > 0 && Number.isFinite(value)) usd += value
    }
    return usd
  }

  #day(): string {
    return new Date(this.#now()).toISOString().slice(0, 10)
  }

  #fileOf(day: string): string {
    return join(this.#folder, `scanned-${day}.txt`)
  }

  async #dropEarlier(day: string): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [])
    const old = names.filter(name => /^scanned-\d{4}-\d\d-\d\d\.txt$/.test(name) && name < `scanned-${day}.txt`)
    await Promise.all(old.map(async name => await unlink(join(this.#folder, name)).catch(() => {})))
  }
}
