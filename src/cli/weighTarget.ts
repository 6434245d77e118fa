import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import { weighRequest } from '#bundle/weighRequest.ts'
import { type RunSettings, runSettings } from '#handlers/runSettings.ts'
import { nearestScript } from '#handlers/templates/bundling/nearestScript.ts'
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
  const isScript = language === 'javascript' || language === 'typescript'
  const read = (path: string) => readFile(join(root, path), 'utf8').catch(() => undefined)
  const script = isScript && !definition?.bundling ? await nearestScript(file, read) : undefined
  const known = { root, file, language, runtime: settings.runtime }
  const request = weighRequest({ ...known, ...(definition && { definition }), ...(script && { script }) }, true)
  return { request, exportName, settings }
}
