import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keptPriceText, readKeptPrices, withKept } from '#pricing/keptPrices.ts'
import { type PriceTable, prices, type RegionPrices } from '#pricing/prices.ts'

/** The prices that Lambda Lens came with, and over them what this machine has read from the price list since. */
export class RefreshedPrices {
  readonly #folder: string
  #table: PriceTable = prices
  readonly table = (): PriceTable => this.#table

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** With what was read in earlier windows; that is nothing where nothing can be read. */
  static async open(folder: string): Promise<RefreshedPrices> {
    const opened = new RefreshedPrices(folder)
    opened.#table = withKept(prices, await opened.#kept())
    return opened
  }

  /** Keeps them for this window and for others. */
  async keep(regions: Readonly<Record<string, RegionPrices>>): Promise<void> {
    const all = { ...(await this.#kept()), ...regions }
    this.#table = withKept(prices, all)
    await mkdir(this.#folder, { recursive: true })
    const part = join(this.#folder, `${randomUUID()}.tmp`)
    await writeFile(part, keptPriceText(all))
    await rename(part, this.#file)
  }

  async #kept(): Promise<Readonly<Record<string, RegionPrices>>> {
    return readKeptPrices(await readFile(this.#file, 'utf8').catch(() => ''))
  }

  get #file(): string {
    return join(this.#folder, 'prices.json')
  }
}
