/** What a template says of a container image: how it is built, and how it is started instead of as its Dockerfile says. */
export interface ImageSettings {
  /** Path relative to the indexed folder; absent where the template does not name it. */
  readonly dockerfile?: string
  /** Folder that the build copies from, relative to the indexed folder. */
  readonly context?: string
  /** The stage to build; the last one where the template does not say. */
  readonly target?: string
  readonly arguments?: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  readonly entryPoint?: readonly string[]
  readonly workingFolder?: string
}

/** Where in the project the file of an image's handler may stand. */
export interface ImageSource {
  /** Relative to the indexed folder. */
  readonly codeFolder: string
  /** As seen from that folder. */
  readonly handler: string
}
