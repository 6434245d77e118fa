import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { BuildOptions, OutputFile } from 'esbuild'
import { shippedOptions } from './bundleOptions.ts'
import type { ShippedSize } from './bundleReport.ts'
import type { WeighRequest } from './bundleWeigher.ts'
import { dependencyFolders, dependencyNames } from './dependencyFolders.ts'
import type { Esbuild } from './findEsbuild.ts'
import { folderSize } from './folderSize.ts'
import type { IsLeftOut } from './packagedFiles.ts'
import { type ZippedFiles, zipSize } from './zipSize.ts'

const isNodeModules: IsLeftOut = name => name === 'node_modules'
const zipEnd = 22

/**
 * The bundle as the project builds it and what is installed beside it. Undefined where that is the minified bundle
 * alone. `relaxed`: options under which the minified one could be built.
 */
export async function shippedBundle(
  esbuild: Esbuild,
  request: WeighRequest,
  relaxed: Pick<BuildOptions, 'loader' | 'external' | 'format'>,
  signal: AbortSignal,
): Promise<ShippedSize | undefined> {
  const options: BuildOptions = { ...shippedOptions(request), ...relaxed }
  const installed = (request.settings?.installed ?? []).filter(name => !name.includes('*'))
  const hasMap = options.sourcemap !== undefined && options.sourcemap !== false && options.sourcemap !== 'inline'
  if (options.minify === true && installed.length === 0 && !hasMap) return
  const { outputFiles } = await esbuild.build({ ...options, write: false })
  signal.throwIfAborted()
  const entry = dirname(join(request.root, request.entry))
  const beside = await sizeOf(await dependencyFolders(installed, entry), signal)
  return {
    as: 'bundle',
    bytes: outputFiles.reduce((sum, { contents }) => sum + contents.length, beside.bytes),
    zipBytes: (await zipSize(namedOutputs(outputFiles, request.root))) + beside.entryBytes,
  }
}

/**
 * A code folder with its installed packages: those that its `package.json` names, with all that they need; without such
 * a file whatever lies there.
 */
export async function shippedFolder(folder: string, signal: AbortSignal, known?: ZippedFiles): Promise<ShippedSize> {
  const isManaged = existsSync(join(folder, 'package.json'))
  const own = await folderSize(folder, isManaged ? isNodeModules : () => false, signal, known)
  const packages = isManaged ? await dependencyFolders(await dependencyNames(folder), folder) : []
  const beside = await sizeOf(packages, signal, known)
  return { as: 'folder', bytes: own.bytes + beside.bytes, zipBytes: own.zipBytes + beside.entryBytes }
}

/** The outputs by their paths in the package. */
export function namedOutputs(
  outputs: readonly OutputFile[],
  root: string,
): readonly (readonly [name: string, content: Uint8Array])[] {
  const folder = join(root, 'lambda-lens-out')
  return outputs.map(({ path, contents }) => [relative(folder, path).split(sep).join('/'), contents] as const)
}

async function sizeOf(
  folders: readonly string[],
  signal: AbortSignal,
  known?: ZippedFiles,
): Promise<{ readonly bytes: number; readonly entryBytes: number }> {
  let bytes = 0
  let entryBytes = 0
  for (const folder of folders) {
    const size = await folderSize(folder, isNodeModules, signal, known)
    bytes += size.bytes
    entryBytes += size.zipBytes - zipEnd
  }
  return { bytes, entryBytes }
}
