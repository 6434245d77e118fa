import type { Span } from '#common/span.ts'

/** A function, or a value that may be one, that a source file makes visible under a name. */
export interface ExportedFunction {
  /** `default` for `module.exports = fn`, `export =` and `export default`; `*` for everything of another file. */
  readonly exportName: string
  /** The exported name, or the exported expression where there is no name. */
  readonly span: Span
  /** Line of the span's start, from 1. */
  readonly line: number
  /** The function that does the work, through wrappers; absent with `reason`, or with `from`. */
  readonly functionSpan?: Span
  /** Name and shape say that Lambda calls it. */
  readonly likely: boolean
  /** It comes from another file: module specifier as written, and its export there. */
  readonly from?: { readonly specifier: string; readonly exportName: string }
  /** Why the function that does the work was not found. */
  readonly reason?: string
}
