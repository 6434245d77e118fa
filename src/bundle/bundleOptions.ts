import { basename, extname } from 'node:path'
import type { BuildOptions } from 'esbuild'
import { type BundleSettings, knownOptions, targetOf } from './bundleSettings.ts'

/** What decides a bundle. */
export interface BundleQuestion {
  /** Absolute path of the project. */
  readonly root: string
  /** The file that exports the handler, relative to `root`, `/` as separator. */
  readonly entry: string
  /** Lambda's runtime name. */
  readonly runtime: string
  /** Absent: nobody says how it is bundled, so it is as the lab bundles it. */
  readonly settings?: BundleSettings
}

/** The options of a build in a report: enough to do it again. */
export interface ReportedOptions {
  /** As in `BundleSettings`; `default` where nobody says, `folder` where a folder is packaged as it is. */
  readonly from: string
  /** Version of esbuild. */
  readonly esbuild?: string
  /** Arguments of esbuild's command line for the same bundle, run in the project's folder. */
  readonly arguments?: readonly string[]
  /** Options that were not read, or not understood: the figures are without them. */
  readonly unread?: readonly string[]
  /** Packages shipped beside the bundle. */
  readonly installed?: readonly string[]
  /** External because they were not found and the function has layers. */
  readonly inLayers?: readonly string[]
  /** The packaged folder, relative to the project. */
  readonly folder?: string
}

const minifying = ['minify', 'minifyWhitespace', 'minifyIdentifiers', 'minifySyntax'] as const

/** The project's own options, minified whatever it says: sizes of different handlers can be compared. */
export function bundleOptions({ root, entry, runtime, settings }: BundleQuestion): BuildOptions {
  const own: BuildOptions = settings ? knownOptions(settings).options : { target: targetOf(runtime), format: 'cjs' }
  const rest = Object.fromEntries(Object.entries(own).filter(([name]) => !minifying.some(option => option === name)))
  return { ...common(root, entry), ...rest, minify: true }
}

/** Exactly as the project builds, minified or not. */
export function shippedOptions(question: BundleQuestion): BuildOptions {
  const { root, entry, settings } = question
  return settings ? { ...common(root, entry), ...knownOptions(settings).options } : bundleOptions(question)
}

function common(root: string, entry: string): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [{ in: `./${entry}`, out: basename(entry, extname(entry)) }],
    outdir: 'lambda-lens-out',
    bundle: true,
    platform: 'node',
    write: false,
    metafile: true,
    logLevel: 'silent',
  }
}

const notReported: ReadonlySet<string> = new Set([
  'absWorkingDir',
  'entryPoints',
  'outdir',
  'write',
  'metafile',
  'logLevel',
  'plugins',
])

/** `{mainFields: ['module', 'main'], loader: {'.html': 'text'}}` → `--main-fields=module,main --loader:.html=text`. */
export function commandLine(entry: string, options: BuildOptions): readonly string[] {
  const flags = Object.entries(options).flatMap(([name, value]) => (notReported.has(name) ? [] : flagsOf(name, value)))
  return [`./${entry}`, ...flags]
}

/** Options that take their values together, separated by commas; the others are said again for each value. */
const joined: ReadonlySet<string> = new Set(['conditions', 'dropLabels', 'mainFields', 'resolveExtensions', 'target'])

function flagsOf(name: string, value: unknown): readonly string[] {
  const flag = `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
  if (value === true && name !== 'treeShaking' && name !== 'sourcesContent') return [flag]
  if (value === false && name !== 'treeShaking' && name !== 'sourcesContent') return []
  if (Array.isArray(value)) {
    return joined.has(name) ? [`${flag}=${value.join(',')}`] : value.map(item => `${flag}:${item}`)
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([key, item]) => `${flag}:${key}=${item}`)
  }
  return [`${flag}=${String(value)}`]
}
