import { chmod, cp, rm } from 'node:fs/promises'
import { type BuildOptions, build } from 'esbuild'

/** Bundled packages written as CommonJS ask for these, which an ES module does not have. */
const commonJsNames = [
  "import { createRequire as createRequireOfBundle } from 'node:module'",
  "import { fileURLToPath as fileURLToPathOfBundle } from 'node:url'",
  'const require = createRequireOfBundle(import.meta.url)',
  'const __filename = fileURLToPathOfBundle(import.meta.url)',
  "const __dirname = fileURLToPathOfBundle(new URL('.', import.meta.url))",
].join(';')

const shared: BuildOptions = {
  bundle: true,
  format: 'esm',
  outdir: 'dist',
  minify: true,
  sourcemap: 'linked',
  // Licences of what is bundled, in files beside the bundles.
  legalComments: 'linked',
  logLevel: 'warning',
}

await rm('dist', { recursive: true, force: true })
await Promise.all([
  build({
    ...shared,
    entryPoints: {
      extension: 'src/extension.ts',
      cli: 'src/cli/main.ts',
      eslint: 'src/rules/eslintPlugin.ts',
      lab: 'src/lab/main.ts',
      analysisWorker: 'src/analysisWorker.ts',
      bundleWorker: 'src/bundleWorker.ts',
    },
    platform: 'node',
    // The main file of some packages is UMD, whose requires cannot be followed.
    mainFields: ['module', 'main'],
    target: 'node20.19',
    keepNames: true,
    splitting: true,
    chunkNames: 'chunk-[hash]',
    // Resolved when it runs: `vscode` by the editor, `esbuild` (a native program) from node_modules beside dist.
    external: ['vscode', 'esbuild'],
    banner: { js: commonJsNames },
  }),
  build({
    ...shared,
    entryPoints: { 'webview/tune': 'webview/tune/main.ts' },
    platform: 'browser',
    target: 'es2022',
  }),
  cp('src/lab/bootstrap', 'dist/bootstrap', { recursive: true }),
  cp('src/bundle/profile/probe', 'dist/probe', { recursive: true }),
])

await chmod('dist/cli.js', 0o755)
