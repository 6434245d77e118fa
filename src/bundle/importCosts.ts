import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import type { BuildOptions, Plugin } from 'esbuild'
import { isBuildFailure } from './buildProblem.ts'
import type { BundledImport } from './bundleReport.ts'
import type { Esbuild } from './findEsbuild.ts'
import type { BuiltBundle } from './handlerBundle.ts'
import { exactly, type ImportPlace, importPlaces } from './importPlaces.ts'
import { withoutImport } from './importStatement.ts'
import { type ModuleGraph, reachable, weightOf, weightOnlyThrough } from './moduleGraph.ts'
import { bytesOfEntry, outputBytes } from './outputs.ts'

/** What of a build the costs are counted from. */
type Built = Pick<BuiltBundle, 'esbuild' | 'options' | 'file' | 'text' | 'metafile' | 'graph' | 'bytes'>

/** Costs as they were measured, and what they depend on but for the handler's own statements. */
export interface KnownCosts {
  readonly fingerprint: string
  readonly imports: readonly BundledImport[]
}

/** Outputs of builds that are in memory together; more would be hundreds of megabytes of esbuild's. */
const bytesAtOnce = 6e6

/**
 * What each import of the handler's file costs. Exclusive bytes are measured: the same text is built once more without
 * the import, all imports in one build, whose entries esbuild links each by itself. The module graph alone could not
 * tell: what an import dominates in it is only the modules that vanish; tree shaking takes parts of shared modules as
 * well, and the code that binds the import goes too. Where the text without an import does not build, that dominated
 * part stands in, and says so.
 *
 * `known`: measured before. Taken again where the imports and the bytes of every other module are the same, so that an
 * edit in a function's body costs no builds; then they may be off by the few bytes that each use of a name takes.
 */
export async function importCosts(built: Built, signal: AbortSignal, known?: KnownCosts): Promise<KnownCosts> {
  const places = await importPlaces(built)
  signal.throwIfAborted()
  const fingerprint = fingerprintOf(built, places)
  if (known?.fingerprint === fingerprint) return { fingerprint, imports: moved(known.imports, places) }
  const targets = new Map(places.flatMap(place => optional(place, targetOf(place, built))))
  const without = await sizesWithout(built, [...targets.keys()], signal)
  const imports = places.map((place): BundledImport => {
    const target = targets.get(place)
    const common = { specifier: place.specifier, line: place.line, span: place.span }
    if (target === undefined) return { ...common, exclusiveBytes: 0, inclusiveBytes: 0, external: true }
    const pulledIn = weightOf(built.graph, reachable(built.graph, [target]))
    const size = without.get(place)
    if (size === undefined) {
      const exclusiveBytes = isSaidTwice(place, places) ? 0 : dominated(built.graph, target)
      return { ...common, exclusiveBytes, inclusiveBytes: pulledIn, estimated: true }
    }
    const exclusiveBytes = Math.max(0, built.bytes - size)
    // The modules' own bytes are without those that wrap and bind them.
    return { ...common, exclusiveBytes, inclusiveBytes: Math.max(pulledIn, exclusiveBytes) }
  })
  return { fingerprint, imports }
}

function optional(place: ImportPlace, target: string | undefined): [ImportPlace, string][] {
  return target === undefined ? [] : [[place, target]]
}

function moved(imports: readonly BundledImport[], places: readonly ImportPlace[]): readonly BundledImport[] {
  return imports.map((one, index) => {
    const { line = one.line, span = one.span } = places[index] ?? {}
    return { ...one, line, span }
  })
}

function fingerprintOf({ text, graph }: Built, places: readonly ImportPlace[]): string {
  const said = places.map(({ kind, span }) => [kind, text.slice(span.start, span.end)])
  const weights = [...graph.modules].flatMap(([file, { weight }]) => (file === graph.entry ? [] : [[file, weight]]))
  return createHash('sha256')
    .update(JSON.stringify([said, weights]))
    .digest('hex')
}

/** The module in the bundle that an import leads to. */
function targetOf({ specifier, kind }: ImportPlace, { metafile, graph }: Built): string | undefined {
  const records = metafile.inputs[graph.entry]?.imports ?? []
  return records.find(
    record => !record.external && record.kind === kind && (record.original ?? record.path) === specifier,
  )?.path
}

function isSaidTwice({ specifier }: ImportPlace, places: readonly ImportPlace[]): boolean {
  return places.filter(other => other.specifier === specifier).length > 1
}

function dominated(graph: ModuleGraph, target: string): number {
  return weightOnlyThrough(graph, (from, to) => from === graph.entry && to === target)
}

async function sizesWithout(
  { esbuild, options, file, text, bytes, graph }: Built,
  places: readonly ImportPlace[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ImportPlace, number>> {
  const texts = places.flatMap(place =>
    place.statement ? [{ place, text: withoutImport(text, place.statement) }] : [],
  )
  // Chunks are shared by entries, and a module that imports the handler's file wants it without the import as well.
  const isAlone =
    options.splitting === true || [...graph.modules.values()].some(one => one.imports.includes(graph.entry))
  const atOnce = isAlone ? 1 : Math.max(1, Math.floor(bytesAtOnce / Math.max(bytes, 1)))
  const sizes = new Map<ImportPlace, number>()
  for (let start = 0; start < texts.length; start += atOnce) {
    const group = texts.slice(start, start + atOnce)
    const built = await sizesOf(
      esbuild,
      options,
      file,
      group.map(one => one.text),
      signal,
    )
    for (const [index, { place }] of group.entries()) {
      const size = built[index]
      if (size !== undefined) sizes.set(place, size)
    }
  }
  return sizes
}

/** The size of the bundle of each text; undefined for those that do not build. */
async function sizesOf(
  esbuild: Esbuild,
  options: BuildOptions,
  file: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly (number | undefined)[]> {
  signal.throwIfAborted()
  const [only] = texts
  try {
    if (only !== undefined && texts.length === 1) {
      return [
        outputBytes((await esbuild.build({ ...options, metafile: true, plugins: [instead(file, only)] })).metafile),
      ]
    }
    const entryPoints = texts.map((_, index) => ({ in: `lambda-lens:${index}`, out: String(index) }))
    const plugins = [variants(file, texts)]
    const { metafile } = await esbuild.build({ ...options, metafile: true, entryPoints, plugins })
    return texts.map((_, index) => bytesOfEntry(metafile, String(index)))
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    if (texts.length === 1) return [undefined]
    // One that does not build fails them all.
    const sizes: (number | undefined)[] = []
    for (const text of texts) sizes.push(...(await sizesOf(esbuild, options, file, [text], signal)))
    return sizes
  }
}

/** The file with another text than on disk. */
function instead(file: string, text: string): Plugin {
  return {
    name: 'instead',
    setup(build) {
      build.onLoad({ filter: exactly(file) }, () => ({
        contents: text,
        loader: 'default',
        resolveDir: dirname(file),
      }))
    },
  }
}

/** Entries that are the same file, each with a text of its own. */
function variants(file: string, texts: readonly string[]): Plugin {
  return {
    name: 'variants',
    setup(build) {
      build.onResolve({ filter: /^lambda-lens:\d+$/ }, ({ path }) => ({
        path: file,
        suffix: path.replace('lambda-lens:', '?'),
      }))
      build.onLoad({ filter: exactly(file) }, ({ suffix }) => {
        const contents = suffix === '' ? undefined : texts[Number(suffix.slice(1))]
        return contents === undefined ? undefined : { contents, loader: 'default', resolveDir: dirname(file) }
      })
    },
  }
}
