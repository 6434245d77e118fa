import { printParseErrorCode, visit } from 'jsonc-parser'
import type { Span } from '#common/span.ts'
import { intrinsicOf, type MapEntry, type ParsedTemplate, type TemplateNode } from './templateNode.ts'

/** Whether to read what stands under a key. @param around what was read before it of the map that it stands in */
export type IsWanted = (key: string | undefined, depth: number, around: readonly MapEntry[]) => boolean

/**
 * JSON as template nodes. Broken text gives what could be read and the first error as a reason; nothing is thrown. What
 * is not wanted becomes an empty map or list.
 */
export function readJson(text: string, isWanted: IsWanted = () => true): ParsedTemplate {
  const builder = new TreeBuilder()
  let reason: string | undefined
  try {
    // Templates of many megabytes are built without the parser's own tree in between.
    visit(
      text,
      {
        onObjectBegin: offset =>
          builder.begin({ kind: 'map', entries: [], span: { start: offset, end: offset } }, isWanted),
        onArrayBegin: offset =>
          builder.begin({ kind: 'list', items: [], span: { start: offset, end: offset } }, isWanted),
        onObjectProperty: (key, offset, length) => builder.name(key, { start: offset, end: offset + length }),
        onLiteralValue: (value, offset, length) =>
          builder.add({ kind: 'scalar', value, span: { start: offset, end: offset + length } }),
        onObjectEnd: (offset, length) => builder.end(offset + length),
        onArrayEnd: (offset, length) => builder.end(offset + length),
        onError: (error, _offset, _length, line) => {
          reason ??= `Line ${line + 1} is not valid JSON: ${printParseErrorCode(error)}.`
        },
      },
      { allowTrailingComma: true, allowEmptyContent: true },
    )
  } catch (error) {
    // The parser recurses: only absurdly deep nesting ends here.
    return {
      root: undefined,
      reason: `Not readable as JSON: ${error instanceof Error ? error.message : String(error)}.`,
    }
  }
  const root = builder.finish(text.length)
  return reason === undefined ? { root } : { root, reason }
}

type Open =
  | {
      kind: 'map'
      entries: { key: string; keySpan: Span; value: TemplateNode }[]
      span: { start: number; end: number }
    }
  | { kind: 'list'; items: TemplateNode[]; span: { start: number; end: number } }

class TreeBuilder {
  readonly #open: { readonly node: Open; key: { readonly name: string; readonly span: Span } | undefined }[] = []
  #root: TemplateNode | undefined

  /** False to leave out what it holds. */
  begin(node: Open, isWanted: IsWanted): boolean {
    const parent = this.#open.at(-1)
    const around = parent?.node.kind === 'map' ? parent.node.entries : []
    const wanted = isWanted(parent?.key?.name, this.#open.length, around)
    this.#open.push({ node, key: undefined })
    return wanted
  }

  name(name: string, span: Span): void {
    const parent = this.#open.at(-1)
    if (parent) parent.key = { name, span }
  }

  add(value: TemplateNode): void {
    const parent = this.#open.at(-1)
    if (!parent) this.#root ??= value
    else if (parent.node.kind === 'list') parent.node.items.push(value)
    else if (parent.key) parent.node.entries.push({ key: parent.key.name, keySpan: parent.key.span, value })
    if (parent) parent.key = undefined
  }

  end(offset: number): void {
    const closed = this.#open.pop()?.node
    if (!closed) return
    closed.span.end = offset
    const [only] = closed.kind === 'map' && closed.entries.length === 1 ? closed.entries : []
    this.add((only && intrinsicOf(only, closed.span)) ?? closed)
  }

  /** What a half-typed text leaves open ends where the text does. */
  finish(offset: number): TemplateNode | undefined {
    while (this.#open.length > 0) this.end(offset)
    return this.#root
  }
}
