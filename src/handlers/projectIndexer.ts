import { posix } from 'node:path'
import { certainHandler, likelyHandlers } from './describedHandlers.ts'
import { ExportFinder, type FoundExport } from './exportFinder.ts'
import { groupBy } from './groupBy.ts'
import type { FunctionDefinition, Handler } from './handler.ts'
import { mapConcurrently } from './mapConcurrently.ts'
import { present } from './present.ts'
import type { ProjectFiles, ProjectIndex } from './projectIndex.ts'
import { ProjectSources } from './projectSources.ts'
import type { ResolvedSource } from './resolvedSource.ts'
import { resolveSource } from './resolveSource.ts'
import { mayExportHandler } from './sourceExports.ts'
import { isGenerated, joinPath, parsedLanguageOf } from './sourceFiles.ts'
import { SourceTree } from './sourceTree.ts'
import { TemplateIndex } from './templateIndex.ts'
import { templateReaders } from './templates/templateReaders.ts'
import { unreadFrameworks } from './templates/unreadFrameworks.ts'

const filesAtOnce = 16

/** The index of a project, which follows its changes. */
export class ProjectIndexer {
  readonly #files: ProjectFiles
  readonly #sources: ProjectSources
  readonly #templates: TemplateIndex
  readonly #likely = new Map<string, readonly Handler[]>()
  /** Where handler strings pointed to when they were last resolved. */
  #targets = new WeakMap<FunctionDefinition, ResolvedSource>()
  /** Told, and not yet read. */
  readonly #changed = new Set<string>()
  #isListed = false
  #unread: ReturnType<typeof unreadFrameworks> = []
  #last: Promise<unknown> = Promise.resolve()

  constructor(files: ProjectFiles) {
    this.#files = files
    this.#sources = new ProjectSources(files)
    this.#templates = new TemplateIndex(templateReaders, this.#sources)
  }

  /**
   * The whole project the first time; later only what the `changed` files and folders touch, be they created, edited
   * or deleted. Calls wait for each other; what a stopped call has not read the next one reads.
   * @throws AbortError when `signal` fires; nothing else
   */
  async update(changed: Iterable<string>, signal: AbortSignal): Promise<ProjectIndex> {
    for (const file of changed) this.#changed.add(file)
    const update = this.#last.then(() => this.#update(signal))
    this.#last = update.catch(() => undefined)
    return await update
  }

  async #update(signal: AbortSignal): Promise<ProjectIndex> {
    signal.throwIfAborted()
    await this.#follow()
    const changed = new Set(this.#changed)
    if ([...changed].some(file => this.#mayMoveTargets(file))) this.#targets = new WeakMap()
    for (const file of changed) {
      this.#sources.forget(file)
      this.#likely.delete(file)
    }
    await this.#templates.update(changed, signal)
    const found = this.#templates.definitions
    const { definitions, handlers } =
      found.length > 0
        ? await this.#match(found, signal)
        : { definitions: [], handlers: await this.#readLikely(signal) }
    for (const file of changed) this.#changed.delete(file)
    return {
      handlers: handlers.toSorted(byPlace),
      definitions,
      problems: [
        ...[...this.#sources.problems].map(([file, reason]) => ({ file, reason })),
        ...this.#templates.problems,
        ...this.#unread,
      ].toSorted((a, b) => compare(a.file, b.file)),
    }
  }

  /** Brings the list of files up to date, and puts those among the changes that come or go with a folder. */
  async #follow(): Promise<void> {
    const known = this.#sources.tree
    const changes = [...this.#changed].filter(file => !isGenerated(file))
    const kinds = await Promise.all(changes.map(async file => [file, await this.#files.kindOf(file)] as const))
    if (!this.#isListed || kinds.some(([file, kind]) => kind === 'folder' || /(^|\/)\.gitignore$/.test(file))) {
      const names = new Set((await this.#files.list()).filter(file => !isGenerated(file)))
      for (const file of names) if (!known.has(file)) this.#changed.add(file)
      for (const file of known.names) if (!names.has(file)) this.#changed.add(file)
      this.#setNames(names)
      this.#isListed = true
      return
    }
    const gone = kinds.flatMap(([file, kind]) => (kind === undefined ? [file, ...known.under(file)] : []))
    for (const file of gone) this.#changed.add(file)
    const isSame = gone.every(file => !known.has(file)) && kinds.every(([file, kind]) => !kind || known.has(file))
    if (isSame) return
    const names = new Set(known.names)
    for (const file of gone) names.delete(file)
    for (const [file, kind] of kinds) if (kind === 'file') names.add(file)
    this.#setNames(names)
  }

  #setNames(names: ReadonlySet<string>): void {
    this.#sources.tree = new SourceTree(names)
    this.#unread = unreadFrameworks(names)
    this.#targets = new WeakMap()
  }

  /** What stands in a parsed source file or in another template decides nothing; whether it is there does. */
  #mayMoveTargets(file: string): boolean {
    const isIgnored = !this.#sources.tree.has(file) && !isGenerated(file)
    return (
      isIgnored ||
      (parsedLanguageOf(file) === undefined && templateReaders.every(({ unitOf }) => unitOf(file) === undefined))
    )
  }

  async #match(
    found: readonly FunctionDefinition[],
    signal: AbortSignal,
  ): Promise<{ definitions: readonly FunctionDefinition[]; handlers: readonly Handler[] }> {
    const finder = new ExportFinder(this.#sources)
    const matches = await mapConcurrently(found, filesAtOnce, signal, definition => this.#matchOne(definition, finder))
    const exported = matches.flatMap(({ definition, export: one }) =>
      one && definition.target ? [{ definition, target: definition.target, export: one }] : [],
    )
    const byTarget = groupBy(exported, ({ target }) => `${target.file}#${target.exportName}`)
    const handlers = [...byTarget.values()].flatMap(named => {
      const [first] = named
      const definitions = named.map(({ definition }) => definition)
      return first ? [certainHandler(first.target.file, first.target.exportName, first.export, definitions)] : []
    })
    return { definitions: matches.map(({ definition }) => definition), handlers }
  }

  async #matchOne(
    definition: FunctionDefinition,
    finder: ExportFinder,
  ): Promise<{ readonly definition: FunctionDefinition; readonly export?: FoundExport }> {
    if (definition.reason !== undefined) return (await this.#besideArchive(definition, finder)) ?? { definition }
    const target: ResolvedSource =
      definition.target ?? this.#targets.get(definition) ?? (await resolveSource(definition, this.#sources))
    this.#targets.set(definition, target)
    if ('reason' in target) return { definition: { ...definition, reason: target.reason } }
    const { codeFolder, ...place } = target
    const placed = { ...definition, ...present('codeFolder', codeFolder), target: place }
    const exported = await finder.find(target.file, target.exportName)
    if (!exported) return { definition: { ...placed, reason: await this.#missingExport(target) } }
    return {
      definition: { ...placed, source: { ...place, line: exported.exported.line } },
      export: exported,
    }
  }

  /** The source of a built archive, where that lies in the same folder. */
  async #besideArchive({ archive, reason: _, ...definition }: FunctionDefinition, finder: ExportFinder) {
    if (archive === undefined) return
    const found = await this.#matchOne({ ...definition, codeFolder: joinPath(posix.dirname(archive)) }, finder)
    return found.export ? found : undefined
  }

  async #missingExport({ file, exportName }: NonNullable<FunctionDefinition['target']>): Promise<string> {
    const known = (await this.#sources.exportsOf(file))
      .map(exported => exported.exportName)
      .filter(name => !name.includes('.'))
    const others = known.length > 0 ? `; it has ${known.slice(0, 5).join(', ')}${known.length > 5 ? ', …' : ''}` : ''
    return `${file} has no export “${exportName}”${others}.`
  }

  async #readLikely(signal: AbortSignal): Promise<readonly Handler[]> {
    const sources = this.#sources.tree.under('').filter(file => parsedLanguageOf(file) !== undefined)
    const found = await mapConcurrently(sources, filesAtOnce, signal, async file => {
      const known = this.#likely.get(file) ?? (await this.#likelyIn(file))
      this.#likely.set(file, known)
      return known
    })
    return found.flat()
  }

  async #likelyIn(file: string): Promise<readonly Handler[]> {
    const text = await this.#sources.text(file)
    if (text === undefined || !mayExportHandler(file, text)) return []
    return likelyHandlers(file, await this.#sources.parse(file, text))
  }
}

function byPlace(a: Handler, b: Handler): number {
  return compare(a.file, b.file) || a.span.start - b.span.start
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
