import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * One test file as a CommonJS module for the extension host: `vscode` comes from there, mocha from node_modules, which
 * is why `outFile` must lie inside the repository. Its exported `run()` writes a `SuiteResult` to `resultFile`.
 */
export async function bundleSuite(testFile: string, outFile: string, resultFile: string): Promise<void> {
  const suite = join(import.meta.dirname, 'editorSuite.ts')
  await build({
    stdin: {
      contents: `
        import { runSuite } from ${JSON.stringify(suite)}
        export const run = () => runSuite(() => require(${JSON.stringify(testFile)}), ${JSON.stringify(resultFile)})
      `,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    outfile: outFile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'external',
    external: ['vscode', 'mocha', 'esbuild'],
    logLevel: 'error',
  })
}
