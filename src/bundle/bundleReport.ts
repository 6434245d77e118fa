import type { Span } from '#common/span.ts'
import type { ReportedOptions } from './bundleOptions.ts'

/** What a handler's bundle is made of. Sizes in bytes, minified; absent means not known (yet). */
export interface BundleReport {
  /** Relative to the project, `/` as separator. */
  readonly entry: string
  /** The outputs of the build without maps in files of their own: what `esbuild --minify` writes. */
  readonly bytes: number
  /** The same outputs in a zip file, with deflate. */
  readonly zipBytes?: number
  /** Code of the project itself. */
  readonly ownBytes: number
  /** The largest first. */
  readonly packages: readonly BundledPackage[]
  /** The imports of the handler's file, in its order. */
  readonly imports?: readonly BundledImport[]
  readonly duplicates: readonly DuplicatePackage[]
  readonly options: ReportedOptions
}

/** What a deployment uploads, where that is not the minified bundle alone. */
export interface ShippedSize {
  readonly bytes: number
  readonly zipBytes: number
  /** `bundle`: not minified, with maps, or with packages beside it; `folder`: the code folder as it is. */
  readonly as: 'bundle' | 'folder'
}

export interface BundledPackage {
  readonly name: string
  readonly version?: string
  readonly bytes: number
  /** A shortest chain of imports that leads there: files from the entry to the first of the package. */
  readonly why: readonly string[]
}

export interface BundledImport {
  readonly specifier: string
  /** Of the statement, from 1. */
  readonly line: number
  /** Of the statement or, within a larger one, of the call, in the text that was built. */
  readonly span: Span
  /** What the bundle would lose without this import: difference to a build of the same text without it. */
  readonly exclusiveBytes: number
  /** With everything that it pulls in, whoever else needs that too. */
  readonly inclusiveBytes: number
  /** Not in the bundle: part of Node.js, of the runtime, of a layer, or shipped beside. */
  readonly external?: true
  /** Not measured, not yet or as that build fails: `exclusiveBytes` is what only this import leads to in the graph. */
  readonly estimated?: true
}

/** Different versions of one package in one bundle. */
export interface DuplicatePackage {
  readonly name: string
  readonly versions: readonly string[]
}
