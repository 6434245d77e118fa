import { posix } from 'node:path'
import { aliasedPaths } from './aliasedPaths.ts'
import type { ExportedFunction } from './exportedFunction.ts'
import type { ProjectSources } from './projectSources.ts'
import { resolveImport } from './resolveImport.ts'
import { isScript, joinPath } from './sourceFiles.ts'

export interface FoundExport {
  /** In the file that was asked for. */
  readonly exported: ExportedFunction
  /** Where the function stands when the file only passes it on. */
  readonly origin?: { readonly file: string; readonly exported: ExportedFunction }
}

/** Finds a file's export by name, through re-exports in other files. */
export class ExportFinder {
  readonly #sources: Pick<ProjectSources, 'tree' | 'exportsOf' | 'text'>
  readonly #aliases = new Map<string, ReturnType<typeof aliasedPaths>>()

  constructor(sources: Pick<ProjectSources, 'tree' | 'exportsOf' | 'text'>) {
    this.#sources = sources
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
    const all = await this.#sources.exportsOf(file)
    const exported = exportNamed(all, exportName)
    if (exported) return this.#withOrigin(file, exported, originName(exported, exportName), seen)
    for (const everything of all.filter(candidate => candidate.exportName === '*')) {
      const target = everything.from && (await this.#imported(file, everything.from.specifier))
      // What a package has is not known; what a module of Python's own library has is no handler.
      if (target === undefined && file.endsWith('.py')) continue
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
    for (const [specifier, inner] of exported.from ? placesOf(file, exported.from.specifier, name) : []) {
      const target = await this.#imported(file, specifier)
      const found = target === undefined ? undefined : await this.find(target, inner, seen)
      if (target === undefined || !found) continue
      const origin = found.origin ?? { file: target, exported: found.exported }
      // What a wrapper is given may be no function.
      if (exported.reason === undefined || origin.exported.functionSpan) return { exported, origin }
    }
    return { exported }
  }

  /** By the paths that the compiler is told, where a script does not name the file itself. */
  async #imported(file: string, specifier: string): Promise<string | undefined> {
    const { names } = this.#sources.tree
    const direct = resolveImport(file, specifier, names)
    if (direct !== undefined || specifier.startsWith('.') || !isScript(file)) return direct
    const folder = joinPath(posix.dirname(file))
    const aliases = this.#aliases.get(folder) ?? aliasedPaths(folder, names, path => this.#sources.text(path))
    this.#aliases.set(folder, aliases)
    return (await aliases)(specifier)
      .map(path => resolveImport('', `./${path}`, names))
      .find(found => found !== undefined)
  }
}

/** In Python a member may be a module: `from package import service`, and then `service.handler`. */
function placesOf(file: string, specifier: string, name: string): readonly (readonly [string, string])[] {
  const dot = name.indexOf('.')
  if (!file.endsWith('.py') || dot < 0) return [[specifier, name]]
  const module = `${specifier}${specifier.endsWith('.') ? '' : '.'}${name.slice(0, dot)}`
  return [
    [module, name.slice(dot + 1)],
    [specifier, name],
  ]
}

/** In the other file: of a whole module what the path asks for, or else the one thing that the module is. */
function originName({ exportName: own, from }: ExportedFunction, exportName: string): string {
  if (from?.exportName !== '*') return from?.exportName ?? exportName
  return exportName.startsWith(`${own}.`) ? exportName.slice(own.length + 1) : 'default'
}

/** By its name; of a path such as `api.get` by the first part. CommonJS has no default in which the others are. */
export function exportNamed(all: readonly ExportedFunction[], exportName: string): ExportedFunction | undefined {
  const named = (name: string | undefined) => all.find(candidate => candidate.exportName === name)
  const [first, ...rest] = exportName.split('.')
  if (rest.length === 0) return named(exportName)
  return named(exportName) ?? (first === 'default' ? named(rest.join('.')) : undefined) ?? named(first)
}
