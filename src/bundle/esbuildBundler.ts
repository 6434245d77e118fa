import type * as esbuildModule from 'esbuild'
import type { BuildFailure, BuildOptions, Message } from 'esbuild'
import { LensError } from '#common/errors.ts'
import type { Bundle, Bundler, BundleRequest } from './bundler.ts'

type Esbuild = Pick<typeof esbuildModule, 'build'>

const oldestNode = 18
/** `import.meta.url` and `require` mean the same in the bundle as in the source, whichever format it has. */
const shims = {
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
        throw isBuildFailure(error) ? failure(request, error) : error
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
    target: `node${Math.max(oldestNode, Number(/^nodejs(\d+)/.exec(request.runtime)?.[1] ?? oldestNode))}`,
    format,
    logLevel: 'silent',
    ...shims[format],
  } as const satisfies BuildOptions
  const [output] = (await esbuild.build(options)).outputFiles
  if (!output) throw new Error(`esbuild gave no output for ${request.entry}`)
  return { code: output.contents, format }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors)
}

function failure(request: BundleRequest, error: BuildFailure): LensError {
  const first = error.errors[0]
  const what = first ? place(first) : error.message
  return new LensError(
    'bundle-failed',
    `${request.entry} cannot be bundled: ${what}.`,
    'Mend that and try again.',
    error,
  )
}

function place({ text, location }: Message): string {
  return location ? `${text} (${location.file}:${location.line}:${location.column + 1})` : text
}
