import type { ExportedFunction } from './exportedFunction.ts'
import { resolveImport } from './resolveImport.ts'

export interface FoundExport {
  /** In the file that was asked for. */
  readonly exported: ExportedFunction
  /** Where the function stands when the file only passes it on. */
  readonly origin?: { readonly file: string; readonly exported: ExportedFunction }
}

type ReadExports = (file: string) => Promise<readonly ExportedFunction[]>

/** Finds a file's export by name, through re-exports in other files. */
export class ExportFinder {
  readonly #files: ReadonlySet<string>
  readonly #read: ReadExports

  constructor(files: ReadonlySet<string>, read: ReadExports) {
    this.#files = files
    this.#read = read
  }

  /** Undefined when the file surely has no such export. */
  async find(
    file: string,
    exportName: string,
    visited: ReadonlySet<string> = new Set(),
  ): Promise<FoundExport | undefined> {
    const key = `${file}#${exportName}`
    // Files that re-export each other.
    if (visited.has(key)) return
    const seen = new Set([...visited, key])
    const all = await this.#read(file)
    const exported = exportNamed(all, exportName)
    if (exported) return this.#withOrigin(file, exported, exported.from?.exportName ?? exportName, seen)
    for (const everything of all.filter(candidate => candidate.exportName === '*')) {
      const target = everything.from && resolveImport(file, everything.from.specifier, this.#files)
      if (target === undefined) return { exported: everything }
      const found = await this.find(target, exportName, seen)
      if (found) return { exported: everything, origin: found.origin ?? { file: target, exported: found.exported } }
    }
    return undefined
  }

  async #withOrigin(
    file: string,
    exported: ExportedFunction,
    name: string,
    seen: ReadonlySet<string>,
  ): Promise<FoundExport> {
    const target = exported.from && resolveImport(file, exported.from.specifier, this.#files)
    if (target === undefined) return { exported }
    const found = await this.find(target, name, seen)
    return found ? { exported, origin: found.origin ?? { file: target, exported: found.exported } } : { exported }
  }
}

/** By its name; of a path such as `api.get` by the first part. */
export function exportNamed(all: readonly ExportedFunction[], exportName: string): ExportedFunction | undefined {
  const named = (name: string | undefined) => all.find(candidate => candidate.exportName === name)
  return named(exportName) ?? (exportName.includes('.') ? named(exportName.split('.')[0]) : undefined)
}
