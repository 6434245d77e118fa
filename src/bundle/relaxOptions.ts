import { extname } from 'node:path'
import type { BuildOptions, Message } from 'esbuild'

export interface Relaxed {
  readonly options: BuildOptions
  /** Packages that are external because they were not found. */
  readonly inLayers: readonly string[]
}

/** Files that a bundle cannot hold; they are shipped beside it. */
const shippedBeside = new Set(['.node', '.wasm'])

/**
 * Other options under which a failed build may succeed and its size still be true: native addons and WebAssembly copied
 * beside the bundle; packages that are not installed taken from the function's layers, if it has any; an ES module
 * where only that can await at the top and the project does not choose a format. Undefined where an error stays.
 */
export function relaxOptions(
  { options, inLayers }: Relaxed,
  errors: readonly Message[],
  may: { readonly useLayers: boolean; readonly chooseFormat: boolean },
): Relaxed | undefined {
  const loader = { ...options.loader }
  const external = new Set(options.external)
  let { format } = options
  const missing: string[] = []
  for (const { text } of errors) {
    const [, extension] = /^No loader is configured for "(\.\w+)" files/.exec(text) ?? []
    const [, specifier] = /^Could not resolve "([^"./][^"]*)"/.exec(text) ?? []
    if (extension !== undefined && shippedBeside.has(extname(`x${extension}`))) loader[extension] = 'copy'
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
