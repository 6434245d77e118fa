import { describeError, isAbort } from '#common/errors.ts'
import { certainHandler, likelyHandlers } from './describedHandlers.ts'
import { ExportFinder, type FoundExport } from './exportFinder.ts'
import type { ExportedFunction } from './exportedFunction.ts'
import type { FunctionDefinition, Handler } from './handler.ts'
import { mapConcurrently } from './mapConcurrently.ts'
import { resolveSource } from './resolveSource.ts'
import type { ProjectFiles, ProjectIndex } from './projectIndex.ts'
import { mayExportHandler, sourceExports } from './sourceExports.ts'
import { languageOf } from './sourceFiles.ts'
import { functionDefinitions, mayDefineFunctions } from './templates/sam/functionDefinitions.ts'

const filesAtOnce = 16
/** Larger source is generated; parsing it would take seconds. */
const maximalSourceLength = 2_000_000

/** One pass over a project. */
export class ProjectIndexer {
  readonly #files: ProjectFiles
  readonly #names: readonly string[]
  readonly #signal: AbortSignal
  readonly #problems: { file: string; reason: string }[] = []
  readonly #exports = new Map<string, Promise<readonly ExportedFunction[]>>()

  constructor(files: ProjectFiles, names: readonly string[], signal: AbortSignal) {
    this.#files = files
    this.#names = names
    this.#signal = signal
  }

  async index(): Promise<ProjectIndex> {
    const found = await this.#readTemplates()
    const { definitions, handlers } =
      found.length > 0 ? await this.#match(found) : { definitions: [], handlers: await this.#readLikely() }
    return {
      handlers: handlers.toSorted(byPlace),
      definitions,
      problems: this.#problems.toSorted((a, b) => compare(a.file, b.file)),
    }
  }

  async #readTemplates(): Promise<readonly FunctionDefinition[]> {
    const found = await mapConcurrently(
      this.#names.filter(mayBeTemplate).toSorted(),
      filesAtOnce,
      this.#signal,
      async file => {
        const text = await this.#read(file)
        if (text === undefined || !mayDefineFunctions(text)) return []
        const { definitions, reason } = functionDefinitions(text, file)
        if (reason !== undefined) this.#problems.push({ file, reason })
        return definitions
      },
    )
    return found.flat()
  }

  async #match(
    found: readonly FunctionDefinition[],
  ): Promise<{ definitions: FunctionDefinition[]; handlers: Handler[] }> {
    const names = new Set(this.#names)
    const finder = new ExportFinder(names, file => this.#exportsOf(file))
    const handlers = new Map<string, { target: Target; export: FoundExport; definitions: FunctionDefinition[] }>()
    const definitions: FunctionDefinition[] = []
    for (const definition of found) {
      this.#signal.throwIfAborted()
      const target = definition.reason === undefined ? resolveSource(definition, names) : { reason: definition.reason }
      if ('reason' in target) {
        definitions.push({ ...definition, reason: target.reason })
        continue
      }
      const exported = await finder.find(target.file, target.exportName)
      if (!exported) {
        definitions.push({ ...definition, target, reason: await this.#missingExport(target) })
        continue
      }
      definitions.push({ ...definition, target, source: { ...target, line: exported.exported.line } })
      const key = `${target.file}#${target.exportName}`
      const known = handlers.get(key)
      if (known) known.definitions.push(definition)
      else handlers.set(key, { target, export: exported, definitions: [definition] })
    }
    return {
      definitions,
      handlers: [...handlers.values()].map(({ target, export: exported, definitions: named }) =>
        certainHandler(target.file, target.exportName, exported, named),
      ),
    }
  }

  async #missingExport({ file, exportName }: Target): Promise<string> {
    const known = (await this.#exportsOf(file)).map(exported => exported.exportName)
    const others = known.length > 0 ? `; it has ${known.slice(0, 5).join(', ')}${known.length > 5 ? ', …' : ''}` : ''
    return `${file} has no export “${exportName}”${others}.`
  }

  async #readLikely(): Promise<readonly Handler[]> {
    const sources = this.#names.filter(file => languageOf(file) !== undefined).toSorted()
    const found = await mapConcurrently(sources, filesAtOnce, this.#signal, async file => {
      const text = await this.#read(file)
      if (text === undefined || !mayExportHandler(file, text)) return []
      return likelyHandlers(file, await this.#parse(file, text))
    })
    return found.flat()
  }

  #exportsOf(file: string): Promise<readonly ExportedFunction[]> {
    const known = this.#exports.get(file)
    if (known) return known
    const reading = this.#read(file).then(text => (text === undefined ? [] : this.#parse(file, text)))
    this.#exports.set(file, reading)
    return reading
  }

  async #parse(file: string, text: string): Promise<readonly ExportedFunction[]> {
    if (text.length > maximalSourceLength) {
      this.#problems.push({ file, reason: 'It is too large to be source that somebody writes; not read.' })
      return []
    }
    try {
      return await sourceExports(file, text)
    } catch (error) {
      this.#problems.push({ file, reason: describeError(error) })
      return []
    }
  }

  async #read(file: string): Promise<string | undefined> {
    try {
      return await this.#files.read(file)
    } catch (error) {
      if (isAbort(error)) throw error
      this.#problems.push({ file, reason: describeError(error) })
      return undefined
    }
  }
}

interface Target {
  readonly file: string
  readonly exportName: string
}

function mayBeTemplate(file: string): boolean {
  if (!/\.(ya?ml|json|template)$/i.test(file)) return false
  return !/(^|\/)(package|package-lock|composer|tsconfig[^/]*|[^/]*\.schema|\.[^/]*)\.json$|-lock\.ya?ml$/.test(file)
}

function byPlace(a: Handler, b: Handler): number {
  return compare(a.file, b.file) || a.span.start - b.span.start
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
