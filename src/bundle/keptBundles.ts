import type { BundleReport } from './bundleReport.ts'
import type { HandlerBundle } from './handlerBundle.ts'
import type { KnownCosts } from './importCosts.ts'
import type { InstalledPackages } from './installedPackage.ts'

/** A handler's bundle and what was found out about it. */
export interface KeptBundle {
  readonly bundle: HandlerBundle
  /** What the bundle was made for; another question needs another one. */
  readonly question: string
  /** Of the sources that esbuild keeps parsed. */
  inputBytes: number
  /** The latest first; of a few texts, so that what is undone is not measured again. */
  costs?: readonly KnownCosts[]
  /** What was read of installed packages, for as long as the files of packages in the bundle are the same. */
  installed?: { readonly files: string; readonly packages: InstalledPackages }
}

/** More source than this is not kept parsed, whatever the number of handlers. */
const mostInputBytes = 24e6
/** Below this share of the machine's memory only the bundle in use is kept. */
const scarceMemory = 0.1

/** The bundles of the handlers that were asked for last. */
export class KeptBundles {
  readonly #most: number
  readonly #freeMemory: () => number
  readonly #kept = new Map<string, KeptBundle>()
  /** Small, so of every handler. */
  readonly #reports = new Map<string, BundleReport>()

  constructor(most: number, freeMemory: () => number) {
    this.#most = most
    this.#freeMemory = freeMemory
  }

  get size(): number {
    return this.#kept.size
  }

  /** The handler's bundle, which is the latest now; made where there is none for the same question. */
  take(handler: string, question: string, make: () => HandlerBundle): KeptBundle {
    const known = this.#kept.get(handler)
    this.#kept.delete(handler)
    if (known && known.question !== question) known.bundle.dispose()
    const kept = known?.question === question ? known : { bundle: make(), question, inputBytes: 0 }
    this.#kept.set(handler, kept)
    this.#trim()
    return kept
  }

  /** After a build: what it needs of memory is known then. */
  keep(handler: string, kept: KeptBundle, inputBytes: number, report: BundleReport): void {
    kept.inputBytes = inputBytes
    this.#reports.set(handler, report)
    this.#trim()
  }

  lastReport(handler: string): BundleReport | undefined {
    return this.#reports.get(handler)
  }

  clear(): void {
    for (const { bundle } of this.#kept.values()) bundle.dispose()
    this.#kept.clear()
  }

  #trim(): void {
    const most = this.#freeMemory() < scarceMemory ? 1 : this.#most
    const bytes = () => [...this.#kept.values()].reduce((sum, { inputBytes }) => sum + inputBytes, 0)
    for (const [handler, { bundle }] of this.#kept) {
      const isLast = this.#kept.size === 1
      if (isLast || (this.#kept.size <= most && bytes() <= mostInputBytes)) return
      bundle.dispose()
      this.#kept.delete(handler)
    }
  }
}
