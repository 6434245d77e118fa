import type { BuildOptions } from 'esbuild'

/** How a project builds a handler's bundle: what a template or a build script says, its framework's defaults included. */
export interface BundleSettings {
  /** Who says so: `sam`, `cdk`, `serverless`, `serverless-esbuild`, or the path of a build script. */
  readonly from: string
  /** By the names of esbuild's API, paths relative to the project. Of values that esbuild does not know none is used. */
  readonly options: Readonly<Record<string, unknown>>
  /** Packages that are not in the bundle, but shipped beside it in `node_modules`. */
  readonly installed?: readonly string[]
  /** Options whose values only running the build would tell: the figures are without them. */
  readonly unread?: readonly string[]
}

/** A value that an option of esbuild takes. */
type Kind = (value: unknown) => boolean

const isFlag: Kind = value => typeof value === 'boolean'
const isText: Kind = value => typeof value === 'string'
const isTexts: Kind = value => Array.isArray(value) && value.every(isText)
const isRecordOf =
  (kind: Kind): Kind =>
  value =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(kind)
const oneOf =
  (...values: readonly unknown[]): Kind =>
  value =>
    values.includes(value)

/** Options that decide what a bundle is made of. */
const kinds: Readonly<Record<string, Kind>> = {
  alias: isRecordOf(isText),
  banner: isRecordOf(isText),
  charset: oneOf('ascii', 'utf8'),
  conditions: isTexts,
  define: isRecordOf(isText),
  drop: isTexts,
  dropLabels: isTexts,
  external: isTexts,
  footer: isRecordOf(isText),
  format: oneOf('cjs', 'esm', 'iife'),
  globalName: isText,
  ignoreAnnotations: isFlag,
  inject: isTexts,
  jsx: oneOf('transform', 'preserve', 'automatic'),
  jsxDev: isFlag,
  jsxFactory: isText,
  jsxFragment: isText,
  jsxImportSource: isText,
  jsxSideEffects: isFlag,
  keepNames: isFlag,
  legalComments: oneOf('none', 'inline', 'eof', 'linked', 'external'),
  loader: isRecordOf(isText),
  mainFields: isTexts,
  minify: isFlag,
  minifyIdentifiers: isFlag,
  minifySyntax: isFlag,
  minifyWhitespace: isFlag,
  outExtension: isRecordOf(isText),
  packages: oneOf('bundle', 'external'),
  platform: oneOf('node', 'browser', 'neutral'),
  preserveSymlinks: isFlag,
  pure: isTexts,
  resolveExtensions: isTexts,
  sourcemap: oneOf(true, false, 'linked', 'inline', 'external', 'both'),
  sourcesContent: isFlag,
  splitting: isFlag,
  supported: isRecordOf(isFlag),
  target: value => isText(value) || isTexts(value),
  treeShaking: isFlag,
  tsconfig: isText,
}

/** Options that decide only where the output goes and what is told of it. */
const withoutEffect: ReadonlySet<string> = new Set([
  'absWorkingDir',
  'allowOverwrite',
  'assetNames',
  'chunkNames',
  'color',
  'entryNames',
  'entryPoints',
  'incremental',
  'logLevel',
  'logLimit',
  'logOverride',
  'metafile',
  'outbase',
  'outdir',
  'outfile',
  'publicPath',
  'sourceRoot',
  'watch',
  'write',
])

/** Of settings what esbuild can be given, and the names of what it cannot. */
export function knownOptions({ options, unread = [] }: Pick<BundleSettings, 'options' | 'unread'>): {
  readonly options: BuildOptions
  readonly unread: readonly string[]
} {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const isKnown = (name: string, value: unknown) => Object.hasOwn(kinds, name) && kinds[name]?.(value) === true
  const others = given.filter(
    ([name, value]) => !isKnown(name, value) && !withoutEffect.has(name) && !(name === 'bundle' && value === true),
  )
  return {
    options: Object.fromEntries(given.filter(([name, value]) => isKnown(name, value))),
    unread: [...new Set([...unread, ...others.map(([name]) => name)])],
  }
}

const oldestNode = 18

/** `nodejs22.x` → `node22`; the oldest that is supported where the runtime has no number. */
export function targetOf(runtime: string): string {
  return `node${Math.max(oldestNode, Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? oldestNode))}`
}
