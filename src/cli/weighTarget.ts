import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import { weighRequest } from '#bundle/weighRequest.ts'
import { type RunSettings, runSettings } from '#handlers/runSettings.ts'
import { scriptSettings } from '#scriptSettings.ts'
import { findLocalTarget } from './localTarget.ts'

export interface WeighTarget {
  readonly request: WeighRequest
  readonly exportName: string
  readonly settings: RunSettings
}

/**
 * A handler of this machine to weigh or to profile. Whoever names it on the command line trusts its project, whose own
 * esbuild builds it. Throws a `LensError` as `findLocalTarget` does.
 */
export async function weighTarget(target: string, signal: AbortSignal, folder = process.cwd()): Promise<WeighTarget> {
  const { root, handler, definition } = await findLocalTarget(target, folder, signal)
  const { file, language, exportName } = handler
  const settings = runSettings(handler, definition)
  const known = { root, file, language, runtime: settings.runtime }
  const request = weighRequest({ ...known, ...(definition && { definition }) }, true)
  return { request: { ...request, ...(await scriptSettings(request)) }, exportName, settings }
}
