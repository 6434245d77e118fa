import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { formatBytes } from '../src/common/format.ts'

interface Budget {
  readonly name: string
  readonly limitBytes: number
  /** Undefined when there is nothing to weigh. */
  readonly bytes: () => Promise<number | undefined>
}

/** What a user waits for: loading the extension, opening a panel, installing. */
const budgets: readonly Budget[] = [
  {
    name: 'extension, loaded at start',
    limitBytes: 60_000,
    bytes: async () => total(await startup('dist/extension.js')),
  },
  { name: 'command line, loaded at start', limitBytes: 60_000, bytes: async () => total(await startup('dist/cli.js')) },
  {
    name: 'panel Tune, gzip',
    limitBytes: 80_000,
    bytes: async () => gzipSync(await readFile('dist/webview/tune.js'), { level: 9 }).length,
  },
  { name: 'all code in dist', limitBytes: 7_000_000, bytes: async () => total(await codeIn('dist')) },
  { name: 'vsix', limitBytes: 12_000_000, bytes: largestVsix },
]

if (!existsSync('dist/extension.js')) {
  console.error('Nothing to weigh: dist is empty. Run `npm run build` first.')
  process.exit(2)
}

let over = 0
for (const { name, limitBytes, bytes } of budgets) {
  const weighed = await bytes()
  if (weighed === undefined) {
    console.log(`-     ${name}: not built`)
    continue
  }
  const fits = weighed <= limitBytes
  if (!fits) over++
  console.log(`${fits ? 'ok   ' : 'OVER '} ${name}: ${formatBytes(weighed)} of ${formatBytes(limitBytes)}`)
}
process.exitCode = over === 0 ? 0 : 1

/** The files that run before the first line of `entry`: it and what it imports statically, at any remove. */
async function startup(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    external: ['vscode', 'esbuild'],
    logLevel: 'error',
  })
  const reached = new Set([entry])
  for (const file of reached) {
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) reached.add(path)
    }
  }
  return [...reached]
}

async function codeIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return entries.filter(file => ['.js', '.mjs', '.cjs'].includes(extname(file))).map(file => `${folder}/${file}`)
}

async function largestVsix(): Promise<number | undefined> {
  if (!existsSync('artifacts')) return undefined
  const files = (await readdir('artifacts')).filter(file => file.endsWith('.vsix'))
  return files.length === 0 ? undefined : Math.max(...(await Promise.all(files.map(file => size(`artifacts/${file}`)))))
}

async function total(files: readonly string[]): Promise<number> {
  return (await Promise.all(files.map(size))).reduce((sum, bytes) => sum + bytes, 0)
}

async function size(file: string): Promise<number> {
  return (await readFile(file)).length
}
