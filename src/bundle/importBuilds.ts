import { dirname } from 'node:path'
import type { BuildOptions, Plugin } from 'esbuild'
import { isBuildFailure } from './buildProblem.ts'
import type { Esbuild } from './findEsbuild.ts'
import type { BuiltBundle } from './handlerBundle.ts'
import { exactly, type ImportPlace } from './importPlaces.ts'
import { withoutImport } from './importStatement.ts'
import { bytesOfEntry, outputBytes } from './outputs.ts'

/** Outputs of builds that are in memory together; more would be hundreds of megabytes of esbuild's. */
const bytesAtOnce = 3e6

/**
 * The bytes of the bundle without each of the imports, built for it. Several go into one build, whose entries esbuild
 * links each by itself as if it were alone. Those that do not build are left out.
 */
export async function sizesWithout(
  { esbuild, options, file, text, bytes, graph }: BuiltBundle,
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
