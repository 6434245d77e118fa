import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { BuildOptions, Metafile } from 'esbuild'
import { LensError } from '#common/errors.ts'
import type { Esbuild } from '../findEsbuild.ts'
import { moduleTypeOf } from './moduleType.ts'
import type { NodeTarget } from './nodeProbe.ts'

/** A build of the handler, of which the files of the project are known and what their imports mean. */
export interface SourceQuestion {
  readonly esbuild: Esbuild
  readonly options: BuildOptions
  readonly root: string
  readonly metafile: Metafile
  /** Of the handler's file in the metafile. */
  readonly entry: string
}

export interface PlainSource {
  readonly target: NodeTarget
  /** The handler's file as traces name it. */
  readonly entry: string
}

const compiled = /\.([mc]?ts|[jt]sx)$/
const asItIs = /\.([mc]?js|json|node)$/

/**
 * The handler as it is without a bundler: files of the project where they are, TypeScript compiled one by one into
 * `folder`, packages as Node.js finds them. Throws a `LensError` (`source-not-run`) for files that only a bundler reads.
 */
export async function plainSource(question: SourceQuestion, folder: string): Promise<PlainSource> {
  const { root, metafile, entry } = question
  const own = Object.keys(metafile.inputs).filter(file => !file.includes('node_modules/') && !/^[<(]/.test(file))
  const odd = own.find(file => !compiled.test(file) && !asItIs.test(file))
  if (odd !== undefined) {
    throw new LensError('source-not-run', `${odd} can only be read by a bundler.`, 'Look at the bundle.')
  }
  const files = new Map<string, string>()
  for (const [index, file] of own.entries()) {
    if (!compiled.test(file)) continue
    const { path, isModule } = await targetPath(resolve(root, file), folder, index)
    await compile(question, file, path, isModule)
    files.set(resolve(root, file), path)
  }
  const map = join(folder, 'source.json')
  await writeFile(map, JSON.stringify({ files: Object.fromEntries(files), imports: importsOf(question, own) }))
  const source = resolve(root, entry)
  const file = files.get(source) ?? source
  const isModule = (await moduleTypeOf(file)) ?? metafile.inputs[entry]?.format === 'esm'
  return { target: { file, isModule, cwd: dirname(source), source: map }, entry: source }
}

/** Files of one name stand apart: they may be loaded into one process. */
async function targetPath(
  source: string,
  folder: string,
  index: number,
): Promise<{ readonly path: string; readonly isModule: boolean }> {
  const isModule = (await moduleTypeOf(source)) ?? false
  const name = basename(source, extname(source))
  return { path: join(folder, `${index}`, name + (isModule ? '.mjs' : '.cjs')), isModule }
}

/** Options that decide how one file is compiled. */
const compiling = [
  'absWorkingDir',
  'charset',
  'define',
  'jsx',
  'jsxDev',
  'jsxFactory',
  'jsxFragment',
  'jsxImportSource',
  'keepNames',
  'logLevel',
  'platform',
  'supported',
  'target',
  'tsconfig',
]

async function compile(
  { esbuild, options }: SourceQuestion,
  file: string,
  path: string,
  isModule: boolean,
): Promise<void> {
  const { outputFiles } = await esbuild.build({
    ...Object.fromEntries(Object.entries(options).filter(([name]) => compiling.includes(name))),
    entryPoints: [`./${file}`],
    outdir: 'lambda-lens-out',
    write: false,
    format: isModule ? 'esm' : 'cjs',
  })
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, outputFiles[0]?.contents ?? '')
}

/** What the specifiers of the project's files mean, where that is another file of the project. */
function importsOf({ root, metafile }: SourceQuestion, own: readonly string[]): Record<string, Record<string, string>> {
  const isOwn = new Set(own)
  return Object.fromEntries(
    own.map(file => {
      const records = metafile.inputs[file]?.imports ?? []
      const known = records.filter(({ path, external }) => external !== true && isOwn.has(path))
      const entries = known.map(({ path, original }) => [original ?? path, resolve(root, path)] as const)
      return [resolve(root, file), Object.fromEntries(entries)]
    }),
  )
}
