/**
 * How a function is bundled with esbuild, by the names of esbuild's API, with the defaults of the framework; paths are
 * relative to the indexed folder. What esbuild does not know may be among them.
 */
export interface Bundling {
  /** Who says so: `sam`, `cdk`, `serverless`, `serverless-esbuild`, or the path of a build script. */
  readonly from: string
  readonly options: Readonly<Record<string, unknown>>
  /** Packages that are not in the bundle, but shipped beside it in `node_modules`. */
  readonly installed?: readonly string[]
  /** Names of options that only running the build would tell. */
  readonly unread?: readonly string[]
}

/** Options as they are written, and the names of those that are not plain values. */
export interface WrittenOptions {
  readonly options: Readonly<Record<string, unknown>>
  readonly unread: readonly string[]
}

/** `nodejs22.x` → `node22`. */
export function nodeTarget(runtime: string | undefined): string | undefined {
  const version = /^nodejs(\d+)/.exec(runtime ?? '')?.[1]
  return version === undefined ? undefined : `node${version}`
}

/** The SDK that a runtime has, as names of packages: v3 from nodejs18.x on. */
export function runtimeSdk(runtime: string | undefined): readonly string[] {
  const version = Number(/^nodejs(\d+)/.exec(runtime ?? '')?.[1] ?? Number.NaN)
  return version < 18 ? ['aws-sdk'] : ['@aws-sdk/*']
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string')
    : typeof value === 'string'
      ? [value]
      : []
}
