import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceScope } from '../cdk/sourceScope.ts'
import { type Bundling, nodeTarget, runtimeSdk, texts } from './bundling.ts'
import { plainOptions } from './plainOptions.ts'

/** Properties of `BundlingOptions` that esbuild has under the same name. */
const same = ['charset', 'define', 'format', 'inject', 'keepNames', 'loader', 'mainFields', 'minify', 'sourcesContent']

/** Those that decide nothing of what is in the bundle. */
const withoutEffect: ReadonlySet<string> = new Set([
  'assetHash',
  'buildArgs',
  'bundlingFileAccess',
  'dockerImage',
  'environment',
  'esbuildVersion',
  'forceDockerBundling',
  'logLevel',
  'metafile',
  'network',
  'user',
  'volumes',
  'workingDirectory',
])

/**
 * What the construct NodejsFunction says to esbuild (aws-cdk-lib 2.2xx).
 * @param start the property `bundling`
 * @param runtime undefined where it is the latest, or known only when the app runs: then the SDK is bundled
 */
export function cdkBundling(
  start: { readonly node: TSESTree.Node; readonly scope: SourceScope } | undefined,
  runtime: string | undefined,
): Bundling {
  const { options: said, unread } = start ? plainOptions(start.node, start.scope) : { options: {}, unread: [] }
  const { banner, footer, tsconfig, target, sourceMap, sourceMapMode, externalModules, nodeModules, bundleAwsSDK } =
    said
  const isBundled = runtime === undefined || bundleAwsSDK === true
  const byDefault = isBundled
    ? []
    : runtimeSdk(runtime).flatMap(name => (name === 'aws-sdk' ? name : [name, '@smithy/*']))
  const external = Array.isArray(externalModules) ? texts(externalModules) : byDefault
  const installed = texts(nodeModules)
  const handled = {
    banner,
    footer,
    tsconfig,
    target,
    sourceMap,
    sourceMapMode,
    externalModules,
    nodeModules,
    bundleAwsSDK,
  }
  const others = Object.keys(said).filter(
    name => !(name in handled) && !same.includes(name) && !withoutEffect.has(name),
  )
  const options: Record<string, unknown> = {
    ...Object.fromEntries(same.flatMap(name => (said[name] === undefined ? [] : [[name, said[name]] as const]))),
    ...defined('target', target === undefined ? nodeTarget(runtime) : texts(target).flatMap(one => one.split(','))),
    ...defined('tsconfig', tsconfig),
    ...defined('banner', banner === undefined ? undefined : { js: banner }),
    ...defined('footer', footer === undefined ? undefined : { js: footer }),
    ...defined('sourcemap', sourceMapOf(sourceMap, sourceMapMode)),
    external: [...external, ...installed],
  }
  const missing = [...unread, ...others].filter(name => !withoutEffect.has(name))
  return {
    from: 'cdk',
    options,
    ...(installed.length > 0 && { installed }),
    ...(missing.length > 0 && { unread: missing }),
  }
}

/** Where the source left it to the runtime, and only the synthesized template tells that. */
export function withTarget(bundling: Bundling, runtime: string | undefined): Bundling {
  return { ...bundling, options: { ...defined('target', nodeTarget(runtime)), ...bundling.options } }
}

function sourceMapOf(isWanted: unknown, mode: unknown): unknown {
  if (mode === undefined) return isWanted
  return mode === 'default' ? true : mode
}

function defined(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value }
}
