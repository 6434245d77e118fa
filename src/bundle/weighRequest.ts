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
}

/** How a handler is weighed: as its template bundles it, else by Lambda Lens's own options. */
export function weighRequest(handler: WeighedHandler, isTrusted: boolean): WeighRequest {
  const { root, file, language, runtime, definition } = handler
  const settings = definition?.bundling
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
