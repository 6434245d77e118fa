import { readFile, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Location, Plugin } from 'esbuild'
import type { Span } from '#common/span.ts'
import type { PlacedImport } from './bundleWeigher.ts'
import type { BuiltBundle } from './handlerBundle.ts'
import { type ImportStatement, importStatement } from './importStatement.ts'

/** An import of the handler's file, as esbuild sees it. */
export interface ImportPlace {
  readonly specifier: string
  readonly kind: string
  /** From 1, of the statement. */
  readonly line: number
  /** Of the statement or call; of the module's name where its end cannot be told. */
  readonly span: Span
  /** Undefined where its end cannot be told. */
  readonly statement: ImportStatement | undefined
}

/**
 * The imports of a text, in its order: those that esbuild follows, so without types and without what TypeScript drops.
 * esbuild tells where each stands when a plugin warns of it.
 */
export async function importPlaces({
  esbuild,
  options,
  file,
  text,
}: Pick<BuiltBundle, 'esbuild' | 'options' | 'file' | 'text'>): Promise<readonly ImportPlace[]> {
  const noteImports: Plugin = {
    name: 'note-imports',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, kind }) =>
        kind === 'entry-point'
          ? undefined
          : { path, external: true, warnings: [{ text: 'import', detail: { specifier: path, kind } }] },
      )
      build.onLoad({ filter: exactly(file) }, () => ({ contents: text, loader: 'default', resolveDir: dirname(file) }))
    },
  }
  const { inject: _, ...rest } = options
  const { warnings } = await esbuild.build({ ...rest, sourcemap: false, plugins: [noteImports] })
  const lines = lineStarts(text)
  return warnings
    .flatMap(({ detail, location }) => {
      const start = location ? offsetOf(location, lines) : undefined
      if (!isNote(detail) || !location || start === undefined) return []
      const statement = importStatement(text, start, detail.kind)
      const span = statement?.span ?? { start, end: start + location.length }
      return { specifier: detail.specifier, kind: detail.kind, line: lineOf(span.start, lines), span, statement }
    })
    .toSorted((a, b) => a.span.start - b.span.start)
}

/** Where `from` imports `to`, both as the metafile names them; `path` is that of `from`. */
export async function importBetween(
  built: BuiltBundle,
  path: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<PlacedImport | undefined> {
  const records = built.metafile.inputs[from]?.imports.filter(record => record.path === to) ?? []
  const wanted = new Set(records.map(record => record.original ?? record.path))
  const file = await realpath(path)
  const text = file === built.file ? built.text : await readFile(file, 'utf8')
  const options = { ...built.options, entryPoints: [file] }
  const places = await importPlaces({ ...built, options, file, text })
  const place = places.find(({ specifier }) => wanted.has(specifier))
  return place && { specifier: place.specifier, line: place.line, span: place.span }
}

/** A filter of esbuild for one file; its regular expressions are Go's. */
export function exactly(file: string): RegExp {
  return new RegExp(`^${file.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`)
}

function isNote(detail: unknown): detail is { readonly specifier: string; readonly kind: string } {
  return typeof detail === 'object' && detail !== null && 'specifier' in detail && 'kind' in detail
}

/** Offsets at which lines begin, as esbuild counts lines. */
function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|[\r\n\u2028\u2029]/g), ({ index, 0: end }) => index + end.length)]
}

function offsetOf({ line, column, lineText }: Location, lines: readonly number[]): number | undefined {
  const start = lines[line - 1]
  // esbuild counts bytes of UTF-8.
  return start === undefined ? undefined : start + Buffer.from(lineText).subarray(0, column).toString().length
}

function lineOf(offset: number, lines: readonly number[]): number {
  return Math.max(1, lines.findLastIndex(start => start <= offset) + 1)
}
