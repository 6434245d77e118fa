import type { BundleSettings } from './bundleSettings.ts'
import type { WeighRequest } from './bundleWeigher.ts'

/** What is known of a handler, by its source and by the template that deploys it. */
export interface WeighedHandler {
  /** Absolute path of the project. */
  readonly root: string
  /** Relative to the project, `/` as separator. */
  readonly file: string
  readonly language: string
  readonly runtime: string
  readonly definition?: {
    readonly codeFolder?: string
    readonly bundling?: BundleSettings
    readonly buildMethod?: string
    readonly layers?: readonly string[]
  }
  /** What a build script says, where the template says nothing. */
  readonly script?: BundleSettings
}

/** How a handler is weighed: as its template bundles it, else as a build script does, else by Lambda Lens's own options. */
export function weighRequest(handler: WeighedHandler, isTrusted: boolean): WeighRequest {
  const { root, file, language, runtime, definition, script } = handler
  const settings = definition?.bundling ?? script
  // A template that names a folder and no way to build it packages that folder.
  const shipsFolder = !settings && definition?.codeFolder !== undefined && definition.buildMethod === undefined
  return {
    root,
    entry: file,
    language,
    runtime,
    isTrusted,
    ...(settings && { settings }),
    ...(definition?.codeFolder !== undefined && { codeFolder: definition.codeFolder }),
    ...(shipsFolder && { shipsFolder }),
    ...((definition?.layers?.length ?? 0) > 0 && { hasLayers: true }),
  }
}
