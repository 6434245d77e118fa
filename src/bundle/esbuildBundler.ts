import { resolve } from 'node:path'
import type * as esbuildModule from 'esbuild'
import type { BuildOptions, Plugin } from 'esbuild'
import { buildProblem, isBuildFailure, problemError } from './buildProblem.ts'
import type { Bundle, Bundler, BundleRequest } from './bundler.ts'
import { targetOf } from './bundleSettings.ts'

type Esbuild = Pick<typeof esbuildModule, 'build'>

/** `import.meta.url` and `require` mean the same in the bundle as in the source, whichever format it has. */
export const shims = {
  cjs: {
    define: { 'import.meta.url': 'lambdaLensModuleUrl' },
    banner: { js: "const lambdaLensModuleUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
  esm: {
    define: {},
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
  },
} as const

/** Bundles with esbuild, which is loaded at the first bundle. */
export function esbuildBundler(load: () => Promise<Esbuild>): Bundler {
  return {
    async bundle(request, signal) {
      const esbuild = await load()
      signal.throwIfAborted()
      try {
        return await build(esbuild, request, 'cjs')
      } catch (error) {
        if (!isBuildFailure(error)) throw error
        if (!error.errors.every(message => message.text.startsWith('Top-level await'))) throw failure(request, error)
      }
      try {
        return await build(esbuild, request, 'esm')
      } catch (error) {
        throw failure(request, error)
      }
    },
  }
}

async function build(esbuild: Esbuild, request: BundleRequest, format: Bundle['format']): Promise<Bundle> {
  const options = {
    absWorkingDir: request.root,
    entryPoints: [request.entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: targetOf(request.runtime),
    format,
    logLevel: 'silent',
    plugins: request.entryText === undefined ? [] : [textOf(request, request.entryText)],
    ...shims[format],
  } as const satisfies BuildOptions
  const [output] = (await esbuild.build(options)).outputFiles
  if (!output) throw new Error(`esbuild gave no output for ${request.entry}`)
  return { code: output.contents, format }
}

/** The entry with another text than its file has. */
function textOf({ root, entry }: BundleRequest, contents: string): Plugin {
  const file = resolve(root, entry)
  const loader = /\.[mc]?ts$/.test(entry) ? 'ts' : entry.endsWith('.tsx') ? 'tsx' : 'jsx'
  return {
    name: 'entry-text',
    setup(build) {
      build.onLoad({ filter: /.*/ }, ({ path }) => (path === file ? { contents, loader } : undefined))
    },
  }
}

function failure({ entry }: BundleRequest, error: unknown): unknown {
  const problem = buildProblem(error)
  return problem ? problemError(entry, problem) : error
}
