import { extname } from 'node:path'
import type { BuildOptions, Message } from 'esbuild'

export interface Relaxed {
  readonly options: BuildOptions
  /** Packages that are external because they were not found, and so are taken to be in the function's layers. */
  readonly inLayers: readonly string[]
}

/** Files that a bundle cannot hold; they are shipped beside it. */
const shippedBeside = new Set(['.node', '.wasm'])

/**
 * Other options under which a failed build may succeed and its size still be true: native addons and WebAssembly copied
 * beside the bundle; the SDK, where it is not installed, taken from the runtime that has it, and other packages from the
 * function's layers, if it has any; an ES module where only that can await at the top and the project does not choose a
 * format. Undefined where an error stays.
 */
export function relaxOptions(
  { options, inLayers }: Relaxed,
  errors: readonly Message[],
  may: { readonly useLayers: boolean; readonly chooseFormat: boolean; readonly runtime: string },
): Relaxed | undefined {
  const loader = { ...options.loader }
  const external = new Set(options.external)
  let { format } = options
  const missing: string[] = []
  for (const { text } of errors) {
    const [, extension] = /^No loader is configured for "(\.\w+)" files/.exec(text) ?? []
    const [, specifier] = /^Could not resolve "([^"./][^"]*)"/.exec(text) ?? []
    if (extension !== undefined && shippedBeside.has(extname(`x${extension}`))) loader[extension] = 'copy'
    else if (specifier !== undefined && isInRuntime(specifier, may.runtime) && !external.has(specifier))
      external.add(specifier)
    else if (specifier !== undefined && may.useLayers && !external.has(specifier)) missing.push(specifier)
    else if (text.startsWith('Top-level await') && may.chooseFormat && format === 'cjs') format = 'esm'
    else return
    for (const name of missing) external.add(name)
  }
  return {
    options: {
      ...options,
      ...(Object.keys(loader).length > 0 && { loader }),
      ...(external.size > 0 && { external: [...external] }),
      ...(format !== undefined && { format }),
    },
    inLayers: [...inLayers, ...missing],
  }
}

/** Node.js 18 and newer have version 3 of the SDK, older ones version 2 (docs/facts.md). */
function isInRuntime(specifier: string, runtime: string): boolean {
  const major = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0)
  return major >= 18 ? /^@(aws-sdk|smithy)\//.test(specifier) : major > 0 && /^aws-sdk(\/|$)/.test(specifier)
}
