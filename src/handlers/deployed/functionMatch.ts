import type { DeployedTarget } from './foundFunction.ts'

/** A function of an account, as a list of functions shows it. */
export interface ListedFunction {
  readonly name: string
  readonly arn: string
  /** Both absent for a container image. */
  readonly runtime?: string
  readonly handler?: string
  readonly memoryMb?: number
  readonly description?: string
}

export interface RankedFunction {
  readonly listed: ListedFunction
  /** How much speaks for it, 0 … 1. */
  readonly score: number
}

/** From here on a function is worth to be shown as a match. */
export const likelyScore = 0.5

/**
 * Which of the functions of an account is probably the target's, the best first; those for which the same speaks by
 * their names. Words that many functions have in common, such as the stage's or the service's, tell little.
 */
export function rankFunctions(target: DeployedTarget, listed: readonly ListedFunction[]): readonly RankedFunction[] {
  const functions = listed.map(one => ({ one, words: wordsOf(one.name) }))
  const rarity = rarityOf(functions.map(({ words }) => words))
  const wanted = namesOf(target).map(name => ({ squashed: squash(name), words: wordsOf(name) }))
  const ranked = functions.map(({ one, words }) => {
    const byName = Math.max(0, ...wanted.map(name => nameScore(name, one.name, words, rarity)))
    return { listed: one, score: Math.min(1, byName * settingsFactor(target, one)) }
  })
  return ranked.toSorted((a, b) => b.score - a.score || (a.listed.name < b.listed.name ? -1 : 1))
}

interface WantedName {
  readonly squashed: string
  readonly words: readonly string[]
}

/** What the function may be called after, most telling first. */
function namesOf({ handler, definition }: DeployedTarget): readonly string[] {
  const file = handler?.file.replace(/\.\w+$/, '').split('/') ?? []
  const [folder = '', base = ''] = file.slice(-2).length === 2 ? file.slice(-2) : ['', ...file.slice(-1)]
  const exported =
    handler && !/^(handler|default|lambda_handler|main)$/i.test(handler.exportName) ? handler.exportName : ''
  const byFile = /^(index|app|main|handler|lambda_function)$/i.test(base) ? folder : base
  const logicalId = definition?.logicalId.replace(/^.*\./, '').replace(/[0-9A-F]{8}$/, '') ?? ''
  const module = /^module\.([\w-]+)$/.exec(definition?.logicalId ?? '')?.[1] ?? ''
  return [
    definition?.functionName ?? '',
    logicalId,
    module,
    `${folder} ${byFile}`,
    `${byFile} ${exported}`,
    byFile,
  ].filter(name => wordsOf(name).length > 0)
}

function nameScore(
  wanted: WantedName,
  name: string,
  words: readonly string[],
  rarity: (word: string) => number,
): number {
  const squashed = squash(name)
  if (squashed === wanted.squashed) return 1
  // `shop-OrdersFunction-1A2B3C4D5E6F`: how CloudFormation calls a function without a name.
  const [, middle = ''] = /^[\w-]+?-([A-Za-z0-9]+)-[A-Za-z0-9]{8,14}$/.exec(name) ?? []
  if (middle !== '' && squash(middle).startsWith(wanted.squashed) && wanted.squashed.length > 3) return 0.97
  const shared = wanted.words.map(word => Math.max(0, ...words.map(other => wordLikeness(word, other))))
  const total = wanted.words.reduce((sum, word) => sum + rarity(word), 0)
  const common = wanted.words.reduce((sum, word, index) => sum + rarity(word) * (shared[index] ?? 0), 0)
  const extra = words.filter(other => !wanted.words.some(word => wordLikeness(word, other) > 0))
  const strange = extra.reduce((sum, word) => sum + rarity(word), 0)
  return total === 0 ? 0 : (0.95 * common) / (total + 0.25 * strange)
}

/** `order` and `orders` are nearly the same word, `get` and `getter` are not. */
function wordLikeness(a: string, b: string): number {
  if (a === b) return 1
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (long === `${short}s` || long === `${short}es`) return 0.9
  return short.length >= 4 && long.startsWith(short) ? (0.7 * short.length) / long.length : 0
}

/** Another runtime speaks against a function, the same uncommon handler for it. */
function settingsFactor({ definition }: DeployedTarget, { runtime, handler }: ListedFunction): number {
  const wantedRuntime = definition?.runtime
  if (wantedRuntime !== undefined && runtime !== undefined && family(wantedRuntime) !== family(runtime)) return 0.5
  const isTelling = definition?.handler !== undefined && !/^(index|app|lambda_function|main)\./.test(definition.handler)
  if (!isTelling || handler === undefined) return 1
  return definition.handler === handler ? 1.15 : 0.95
}

function family(runtime: string): string {
  return runtime.replace(/[\d.]+x?$/, '')
}

/** 1 for a word of one function, near 0 for one of nearly all; a word that no function has counts as a rare one. */
function rarityOf(names: readonly (readonly string[])[]): (word: string) => number {
  const counts = new Map<string, number>()
  for (const words of names) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return word =>
    Math.log(1 + names.length / Math.max(1, counts.get(word) ?? 0)) / Math.log(1 + Math.max(1, names.length))
}

/** `shop-ResizeImageFunction` → shop, resize, image; words that every name may have say nothing. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/([A-Za-z]{2})(\d)/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(word => word !== '' && !noise.has(word))
}

const noise: ReadonlySet<string> = new Set(['function', 'lambda', 'fn', 'handler', 'src', 'resource', 'this'])

function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]/g, '')
}
