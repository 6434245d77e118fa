import type { Span } from '#common/span.ts'
import type { Alternative, PlacedSpan } from '../../handler.ts'
import { entriesOf, type Plain, type TemplateNode, valueAt } from '../templateNode.ts'
import { alternativesOf, type ResolvedValue, resolveValue } from './resolveValue.ts'

/** Reads properties, and notes of each where it stands or that it is not known before deployment. */
export class PropertyReader {
  /** Where literals stand, by the names under which they are read; and `properties`, where one can be added. */
  readonly spans: Record<string, Span> = {}
  /** Where literals stand that others share. */
  readonly sharedSpans: Record<string, PlacedSpan> = {}
  readonly unresolved: string[] = []
  readonly alternatives: Record<string, readonly Alternative[]> = {}
  readonly #root: TemplateNode
  readonly #own: TemplateNode | undefined
  readonly #shared: TemplateNode | undefined

  /** `shared`: defaults for all resources of the kind. */
  constructor(root: TemplateNode, own: TemplateNode | undefined, shared?: TemplateNode) {
    this.#root = root
    this.#own = own
    this.#shared = shared
    if (own?.kind === 'map') this.spans['properties'] = own.span
  }

  node(...path: readonly string[]): TemplateNode | undefined {
    return valueAt(this.#own, ...path) ?? valueAt(this.#shared, ...path)
  }

  /** The items of own and shared lists, shared ones first, as SAM puts them together. */
  items(key: string): readonly TemplateNode[] {
    return [this.#shared, this.#own].flatMap(properties => {
      const node = valueAt(properties, key)
      return node?.kind === 'list' ? node.items : []
    })
  }

  text(name: string, ...path: readonly string[]): string | undefined {
    const value = this.#plain(name, path)
    return value === undefined ? undefined : String(value)
  }

  number(name: string, ...path: readonly string[]): number | undefined {
    const value = this.#plain(name, path)
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isInteger(number) ? number : undefined
  }

  positive(name: string, ...path: readonly string[]): number | undefined {
    const number = this.number(name, ...path)
    return number !== undefined && number > 0 ? number : undefined
  }

  flag(name: string, ...path: readonly string[]): boolean | undefined {
    const value = String(this.#plain(name, path)).toLowerCase()
    return value === 'true' ? true : value === 'false' ? false : undefined
  }

  /** The literals of own and shared maps together. */
  literals(...path: readonly string[]): Record<string, string> {
    const all = [this.#shared, this.#own].flatMap(properties =>
      entriesOf(valueAt(properties, ...path)).map(
        // An own value that is unknown hides a shared one all the same.
        ({ key, value }) => [key, value.kind === 'scalar' ? value.value : null] as const,
      ),
    )
    const known = [...new Map(all)].flatMap(([key, value]) => (value === null ? [] : [[key, String(value)] as const]))
    return Object.fromEntries(known)
  }

  #plain(name: string, path: readonly string[]): Plain | undefined {
    const own = valueAt(this.#own, ...path)
    const node = own ?? valueAt(this.#shared, ...path)
    if (!node) return
    const resolved = resolveValue(node.kind === 'list' ? node.items[0] : node, this.#root)
    if (resolved) this.#noteSpan(name, resolved, own !== undefined)
    // A key without a value says nothing.
    else if (node.kind !== 'scalar') this.#noteUnresolved(name, node)
    return resolved?.value
  }

  #noteSpan(name: string, { span, file, inPlace }: ResolvedValue, isOwn: boolean): void {
    if (!span) return
    if (file !== undefined) this.sharedSpans[name] = { ...span, file }
    else (inPlace && isOwn ? this.spans : this.sharedSpans)[name] = span
  }

  #noteUnresolved(name: string, node: TemplateNode): void {
    this.unresolved.push(name)
    const alternatives = alternativesOf(node, this.#root)
    if (alternatives) this.alternatives[name] = alternatives
  }
}
