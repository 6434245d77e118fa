/** The names of a project's files, with quick answers about folders. */
export class SourceTree {
  readonly names: ReadonlySet<string>
  readonly #sorted: readonly string[]

  constructor(names: Iterable<string>) {
    this.names = new Set(names)
    this.#sorted = [...this.names].sort()
  }

  has(file: string): boolean {
    return this.names.has(file)
  }

  hasFolder(folder: string): boolean {
    return folder === '' || (this.#sorted[this.#firstFrom(`${folder}/`)]?.startsWith(`${folder}/`) ?? false)
  }

  /** All files in a folder and those below, sorted; those of the whole project for the empty string and `.`. */
  under(folder: string): readonly string[] {
    if (folder === '' || folder === '.') return this.#sorted
    const prefix = `${folder}/`
    const start = this.#firstFrom(prefix)
    // No name holds the last code unit.
    return this.#sorted.slice(start, this.#firstFrom(`${prefix}\uFFFF`))
  }

  #firstFrom(name: string): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sorted[middle] ?? '') < name) low = middle + 1
      else high = middle
    }
    return low
  }
}
