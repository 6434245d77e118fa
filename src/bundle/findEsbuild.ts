import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as esbuildModule from 'esbuild'

export type Esbuild = Pick<typeof esbuildModule, 'build' | 'context' | 'stop' | 'version'>

/**
 * The esbuild that the project builds with: the one installed nearest to the handler, where the project is trusted to
 * run code; else, and where that one is broken or too old to rebuild (before 0.17), the shipped one.
 */
export async function findEsbuild(file: string, isTrusted: boolean, shipped: () => Promise<Esbuild>): Promise<Esbuild> {
  return (isTrusted ? await installedEsbuild(file) : undefined) ?? (await shipped())
}

async function installedEsbuild(file: string): Promise<Esbuild | undefined> {
  try {
    const path = createRequire(join(file, '..', 'any.js')).resolve('esbuild')
    const found: unknown = await import(pathToFileURL(path).href)
    const module = isObject(found) && isEsbuild(found['default']) ? found['default'] : found
    if (!isEsbuild(module)) return
    // Its native program may be missing, or of another version.
    await module.build({ stdin: { contents: '' }, write: false, logLevel: 'silent' })
    return module
  } catch {
    return undefined
  }
}

function isEsbuild(module: unknown): module is Esbuild {
  return isObject(module) && ['build', 'context', 'stop'].every(name => typeof module[name] === 'function')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}
