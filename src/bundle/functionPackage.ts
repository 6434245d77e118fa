import { readFile } from 'node:fs/promises'
import { join, posix, relative, sep } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import { LensError } from '#common/errors.ts'
import { formatBytes } from '#common/format.ts'
import type { Bundler } from './bundler.ts'
import { unzippedLimitBytes } from './limits.ts'
import { packagedFiles } from './packagedFiles.ts'

/** A handler in source, in a project on disk. */
export interface HandlerSource {
  /** Absolute path of the project. */
  readonly root: string
  /** Relative to `root`, `/` as separator. */
  readonly file: string
  readonly exportName: string
  readonly language: string
  readonly runtime: string
  /** Relative to `root`; the folder that is packaged for languages without a bundler. */
  readonly codeFolder?: string
  /** Stands for what the file has on disk; of languages with a bundler only. */
  readonly text?: string
}

/** What a deployment uploads. */
export interface FunctionPackage {
  readonly zip: Uint8Array
  /** Handler string for the files in the zip. */
  readonly handler: string
}

/** One time for every entry, so that the same files give the same bytes and thereby the same CodeSha256. */
const entryTime = new Date(2000, 0, 1)

/**
 * Packages a handler: JavaScript and TypeScript as one bundled file, Python as its code folder. Throws a `LensError`:
 * `bundle-failed` with the place of the first error, `package-too-large`, `no-code-folder`, `language-not-packaged`,
 * `no-export-name`.
 */
export async function packageHandler(
  source: HandlerSource,
  bundler: Bundler,
  signal: AbortSignal,
): Promise<FunctionPackage> {
  switch (source.language) {
    case 'javascript':
    case 'typescript':
      return await packageNode(source, bundler, signal)
    case 'python':
      return await packagePython(source, signal)
    default:
      throw new LensError(
        'language-not-packaged',
        `${source.file} is ${source.language}, which Lambda Lens does not package.`,
        'The lab runs JavaScript, TypeScript and Python.',
      )
  }
}

async function packageNode(source: HandlerSource, bundler: Bundler, signal: AbortSignal): Promise<FunctionPackage> {
  const { root, file: entry, runtime } = source
  if (source.exportName === 'default') {
    throw new LensError(
      'no-export-name',
      `${entry} exports its handler without a name, which a handler string cannot say.`,
      'Export it under a name, such as exports.handler.',
    )
  }
  const { text: entryText } = source
  const bundle = await bundler.bundle({ root, entry, runtime, ...(entryText !== undefined && { entryText }) }, signal)
  const file = bundle.format === 'esm' ? 'index.mjs' : 'index.js'
  return { zip: zip({ [file]: bundle.code }), handler: `index.${source.exportName}` }
}

async function packagePython(source: HandlerSource, signal: AbortSignal): Promise<FunctionPackage> {
  const folder = source.codeFolder ?? posix.dirname(source.file)
  const absolute = join(source.root, ...folder.split('/'))
  const files: Record<string, Uint8Array> = {}
  let bytes = 0
  for (const file of await packagedFiles(absolute, name => name === 'node_modules')) {
    signal.throwIfAborted()
    const content = await readFile(file)
    bytes += content.length
    if (bytes > unzippedLimitBytes) {
      throw new LensError(
        'package-too-large',
        `${folder} is over ${formatBytes(unzippedLimitBytes)}, more than Lambda takes.`,
        'Point the code folder of the function at what it needs.',
      )
    }
    files[relative(absolute, file).split(sep).join('/')] = content
  }
  const module = posix.relative(folder, source.file).replace(/\.py$/, '')
  return { zip: zip(files), handler: `${module}.${source.exportName}` }
}

function zip(files: Record<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {}
  for (const [name, content] of Object.entries(files)) entries[name] = [content, { mtime: entryTime, level: 6 }]
  return zipSync(entries)
}
