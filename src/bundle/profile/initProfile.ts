/** Of several runs, in ms: the middle, and the quartiles around it. */
export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
  readonly runs: number
}

/** How long a handler's module takes to load, of what that is made, and what would help. Times in ms. */
export interface InitProfile {
  /** Of what is deployed, without the start of the interpreter itself. */
  readonly initMs: Spread
  /**
   * What the times are: `work` of the main thread on a processor, which other programs do not disturb; or `wall`, where
   * the system has no such clock.
   */
  readonly clock: 'work' | 'wall'
  /** On the wall: longer than `initMs` where the init waits, or the machine is busy. */
  readonly wallMs: Spread
  /** Of the source with its packages as they are installed; absent with a reason in `failures`. */
  readonly sourceMs?: Spread
  /** What `initMs` is of. */
  readonly deployed: 'bundle' | 'source'
  /** Version of the interpreter. */
  readonly interpreter: string
  /** Packages, and the project's other files, by what they would save; measured on the source. */
  readonly modules: readonly ModuleCost[]
  /** The imports of the handler's file. */
  readonly imports: readonly ImportInit[]
  /** What was tried, by what it saves. */
  readonly variants: readonly ProfileVariant[]
  readonly failures: readonly { readonly name: string; readonly reason: string }[]
}

export interface ModuleCost {
  /** Of the package; of a file of the project its path. */
  readonly name: string
  readonly version?: string
  /** With everything that it needs, as if nothing else were loaded. */
  readonly aloneMs: number
  /** What the init would be shorter without it: what others need as well stays. */
  readonly savedMs: number
  /** Between the quartiles of `savedMs`. */
  readonly spread: number
  /** The project's own files import it. */
  readonly isDirect: boolean
}

export interface ImportInit extends Pick<ModuleCost, 'aloneMs' | 'savedMs' | 'spread'> {
  readonly specifier: string
  /** From 1; absent where the source does not show it. */
  readonly line?: number
}

export interface ProfileVariant {
  /**
   * `bundled`, `source`, `main-fields`, `minified`, `not-minified`, `external-sdk`, `compile-cache`, `lazy:PACKAGE`,
   * `shipped-pyc`.
   */
  readonly name: string
  readonly initMs: number
  /** Of the files that are shipped. */
  readonly bytes: number
  /** Between the quartiles of `initMs`. */
  readonly spread: number
  /** Against what is deployed now. */
  readonly savedMs: number
}
