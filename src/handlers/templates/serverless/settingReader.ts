import type { Span } from '#common/span.ts'
import type { PlacedSpan } from '../../handler.ts'
import { type Located, referenceOf, type Resolved } from './locatedValue.ts'
import type { ServiceValues } from './serviceValues.ts'

/** What else the provider says, such as its name, is not about its functions. */
const sharedKeys: ReadonlySet<string> = new Set(['runtime', 'architecture', 'memorySize', 'timeout'])

/** Reads settings, and notes of each where it stands or why it is not known before deployment. */
export class SettingReader {
  /** Where literals stand, by the names under which they are read; and `properties`, where one can be added. */
  readonly spans: Record<string, Span> = {}
  /** Where literals stand that others may share: defaults, and what a variable, an anchor, a constant or a file puts in. */
  readonly sharedSpans: Record<string, PlacedSpan> = {}
  /** By name, why. */
  readonly unresolved = new Map<string, string>()
  /** The map of settings. */
  readonly own: Resolved
  readonly #values: ServiceValues
  readonly #defaults: Located | undefined

  /** `own`: the spans are of its file. `defaults`: for settings that it does not say. */
  constructor(values: ServiceValues, own: Resolved, defaults?: Located) {
    this.#values = values
    this.own = own
    this.#defaults = defaults
    if (own.node.kind === 'map') this.spans['properties'] = own.node.span
  }

  /** An own value, resolved; undefined where there is none, or none that is known. */
  async value(...path: readonly string[]): Promise<Resolved | undefined> {
    const found = await this.#values.at(this.own, path)
    return 'node' in found && !isNull(found) ? found : undefined
  }

  async says(key: string): Promise<boolean> {
    const found = await this.#values.child(this.own, key)
    return found !== undefined && !isNull(found)
  }

  async text(name: string, key: string): Promise<string | undefined> {
    const value = await this.#plain(name, key)
    return value === undefined ? undefined : String(value)
  }

  async number(name: string, key: string): Promise<number | undefined> {
    const value = await this.#plain(name, key)
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isInteger(number) ? number : undefined
  }

  async positive(name: string, key: string): Promise<number | undefined> {
    const number = await this.number(name, key)
    return number !== undefined && number > 0 ? number : undefined
  }

  async flag(name: string, key: string): Promise<boolean | undefined> {
    const value = await this.#plain(name, key)
    return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined
  }

  async #plain(name: string, key: string): Promise<string | number | boolean | undefined> {
    const own = await this.#values.child(this.own, key)
    const isOwn = own !== undefined && !isNull(own)
    const hasDefault = this.#defaults !== undefined && sharedKeys.has(key)
    const value = isOwn ? own : hasDefault ? await this.#values.child(this.#defaults, key) : undefined
    if (!value) return
    const resolved = await this.#values.resolve(value)
    if ('reason' in resolved) this.unresolved.set(name, resolved.reason)
    else if (resolved.node.kind !== 'scalar') this.unresolved.set(name, `The ${key} is not a single value.`)
    else if (resolved.node.value !== null) {
      this.#noteSpan(name, resolved, isOwn)
      return resolved.node.value
    }
    return
  }

  #noteSpan(name: string, { node: { span }, file, isComposed }: Resolved, isOwn: boolean): void {
    if (isComposed) return
    if (file !== this.own.file) {
      this.sharedSpans[name] = { ...span, file }
      return
    }
    const { start, end } = this.own.node.span
    const isInside = start <= span.start && span.end <= end
    if (isOwn && isInside) this.spans[name] = span
    else this.sharedSpans[name] = span
  }
}

/** The texts of a list, of references to resources their logical ids; those that are not known are left out. */
export async function knownTexts(values: ServiceValues, { node, file }: Located): Promise<readonly string[]> {
  const texts: (string | undefined)[] = []
  for (const item of node.kind === 'list' ? node.items : []) {
    const resolved = await values.resolve({ node: item, file })
    texts.push(referenceOf('node' in resolved ? resolved : { node: item, file }))
  }
  return texts.filter(text => text !== undefined)
}

function isNull({ node }: Located): boolean {
  return node.kind === 'scalar' && node.value === null
}
