import type { InitProfile, ProfileVariant } from '#bundle/profile/initProfile.ts'
import { formatBytes, formatMs } from '#common/format.ts'
import { plain, table } from '../markdown.ts'
import type { KeptProfile } from './handlerSize.ts'

const mostModules = 5
const mostVariants = 4

/** `Init 86 ms (84 to 89 ms in 10 runs), as bundle by 24.21.0`. */
export function initLine({ initMs, deployed, interpreter, clock }: InitProfile): string {
  const { median, low, high, runs } = initMs
  const what = clock === 'work' ? 'CPU time' : 'wall time'
  return `Init ${formatMs(median)} (${formatMs(low)} to ${formatMs(high)} in ${runs} runs; ${what} as ${deployed}, by ${interpreter})`
}

/** What an init is made of and what would help, in Markdown. */
export function initSummary({ profile }: KeptProfile): string {
  const { modules, variants, failures } = profile
  const parts = [
    `**${plain(initLine(profile))}**`,
    ...(modules.length > 0 ? [moduleTable(modules.slice(0, mostModules))] : []),
    ...(variants.length > 0 ? [variantTable(variants.slice(0, mostVariants))] : []),
    ...failures.map(({ name, reason }) => `Not measured: ${plain(`${name}: ${reason}`)}`),
  ]
  return parts.join('\n\n')
}

export function moduleTable(modules: InitProfile['modules']): string {
  return table(
    ['Loaded at init', 'saved without', 'alone'],
    modules.map(({ name, version, savedMs, aloneMs }) => [
      plain(`${name} ${version ?? ''}`.trim()),
      formatMs(Math.max(0, savedMs)),
      formatMs(aloneMs),
    ]),
  )
}

export function variantTable(variants: InitProfile['variants']): string {
  return table(
    ['Tried on a copy', 'saves', 'init', 'size'],
    variants.map(variant => [
      plain(variantWords(variant)),
      variant.savedMs < 0 ? `−${formatMs(-variant.savedMs)}` : formatMs(variant.savedMs),
      formatMs(variant.initMs),
      formatBytes(variant.bytes),
    ]),
  )
}

const words: Readonly<Record<string, string>> = {
  bundled: 'bundled',
  source: 'not bundled',
  'main-fields': 'mainFields: module,main',
  minified: 'minified',
  'not-minified': 'not minified',
  'external-sdk': "the runtime's AWS SDK",
  'bundled-sdk': 'AWS SDK in the bundle',
  'compile-cache': "V8's compile cache shipped",
  'shipped-pyc': '.pyc shipped',
}

function variantWords({ name }: ProfileVariant): string {
  return name.startsWith('lazy:') ? `${name.slice('lazy:'.length)} loaded when used` : (words[name] ?? name)
}
