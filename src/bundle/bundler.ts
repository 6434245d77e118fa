export interface BundleRequest {
  /** Absolute path of the project; places in messages are relative to it. */
  readonly root: string
  /** The file that exports the handler, relative to `root`. */
  readonly entry: string
  /** Lambda's runtime name; decides which syntax is kept. */
  readonly runtime: string
  /** Stands for what the entry has on disk. */
  readonly entryText?: string
}

export interface Bundle {
  readonly code: Uint8Array
  readonly format: 'cjs' | 'esm'
}

/** Throws a `LensError` (`bundle-failed`) that names the place of the first error. */
export interface Bundler {
  bundle(request: BundleRequest, signal: AbortSignal): Promise<Bundle>
}
