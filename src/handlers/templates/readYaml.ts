import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Span } from '#common/span.ts'
import { joinFlowLines } from './flowLines.ts'
import { intrinsicOf, type MapEntry, type ParsedTemplate, type ScalarNode, type TemplateNode } from './templateNode.ts'

/** Functions of CloudFormation. Others are read alike, but each of theirs costs the parser an error with its stack. */
const customTags = [
  ...['Ref', 'Condition', 'Sub', 'GetAtt', 'Join', 'If', 'Equals', 'Not', 'And', 'Or', 'Select', 'Split', 'GetAZs'],
  ...['FindInMap', 'ImportValue', 'Base64', 'Cidr', 'Transform', 'Length', 'ToJsonString'],
].flatMap(name => [
  { tag: `!${name}`, resolve: (value: string) => value },
  { tag: `!${name}`, collection: 'seq' as const },
  { tag: `!${name}`, collection: 'map' as const },
])

/** YAML as template nodes. Broken text gives what could be read and the first error as a reason; nothing is thrown. */
export function readYaml(text: string): ParsedTemplate {
  try {
    const parsed = parse(text)
    if (parsed.reason === undefined) return parsed
    const joined = joinFlowLines(text)
    const again = joined === text ? parsed : parse(joined)
    return again.reason === undefined ? again : parsed
  } catch (error) {
    // The parser recurses: only absurdly deep nesting ends here.
    return {
      root: undefined,
      reason: `Not readable as YAML: ${error instanceof Error ? error.message : String(error)}.`,
    }
  }
}

function parse(text: string): ParsedTemplate {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter,
    customTags,
    logLevel: 'silent',
    uniqueKeys: false,
    strict: false,
  })
  const [error] = document.errors
  const reader = new YamlReader(document)
  const root = document.contents ? reader.read(document.contents) : undefined
  const lineOf = (offset: number) => lineCounter.linePos(offset).line
  if (error) {
    const message = error.message.split('\n')[0]?.replace(/ at line.*$/, '')
    return { root, reason: `Line ${lineOf(error.pos[0])} is not valid YAML: ${message}.` }
  }
  const { unknownAlias: alias } = reader
  return alias
    ? { root, reason: `Line ${lineOf(alias.offset)} names an anchor that does not exist: ${alias.name}.` }
    : { root }
}

class YamlReader {
  /** The first alias without an anchor. */
  unknownAlias: { readonly name: string; readonly offset: number } | undefined
  readonly #document: Document.Parsed
  /** Aliases share their node, so that neither cycles nor repeated doubling unfold. */
  readonly #known = new Map<Node, TemplateNode>()

  constructor(document: Document.Parsed) {
    this.#document = document
  }

  read(node: unknown): TemplateNode {
    if (isAlias(node)) {
      const target = node.resolve(this.#document)
      if (target) return this.read(target)
      this.unknownAlias ??= { name: node.source, offset: spanOf(node).start }
      return absent(spanOf(node))
    }
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return absent({ start: 0, end: 0 })
    const known = this.#known.get(node)
    if (known) return known
    const span = spanOf(node)
    if (node.tag?.startsWith('!') && !node.tag.startsWith('!!') && node.tag.length > 1)
      return this.#readTagged(node, span)
    if (isScalar(node)) return scalar(node.value, span)
    return isMap(node) ? this.#readMap(node, span) : this.#readList(node, span)
  }

  /** `!Sub text`: the tag names the function, the value under it is the argument. */
  #readTagged(node: Node, span: Span): TemplateNode {
    const filling = {
      kind: 'intrinsic' as const,
      name: node.tag?.slice(1) ?? '',
      argument: absent(span) as TemplateNode,
      span,
    }
    this.#known.set(node, filling)
    if (isScalar(node)) filling.argument = scalar(node.value, span)
    else if (isMap(node)) filling.argument = { kind: 'map', entries: this.#entries(node), span }
    else if (isSeq(node)) filling.argument = { kind: 'list', items: node.items.map(item => this.read(item)), span }
    return filling
  }

  #readList(node: Node & { items: unknown[] }, span: Span): TemplateNode {
    const filling: { kind: 'list'; items: TemplateNode[]; span: Span } = { kind: 'list', items: [], span }
    this.#known.set(node, filling)
    for (const item of node.items) filling.items.push(this.read(item))
    return filling
  }

  #readMap(node: Node & { items: unknown[] }, span: Span): TemplateNode {
    const filling: { kind: 'map'; entries: MapEntry[]; span: Span } = { kind: 'map', entries: [], span }
    this.#known.set(node, filling)
    filling.entries.push(...this.#entries(node))
    const [only] = filling.entries
    const intrinsic = filling.entries.length === 1 && only ? intrinsicOf(only, span) : undefined
    if (intrinsic) this.#known.set(node, intrinsic)
    return intrinsic ?? filling
  }

  #entries(node: Node): MapEntry[] {
    if (!isMap(node)) return []
    const merged: MapEntry[] = []
    const own: MapEntry[] = []
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue
      const entry = {
        key: String(key.value),
        keySpan: spanOf(key),
        value: value === null ? absent(spanOf(key)) : this.read(value),
      }
      if (entry.key !== '<<') own.push(entry)
      else
        for (const source of entry.value.kind === 'list' ? entry.value.items : [entry.value]) {
          if (source.kind === 'map') merged.unshift(...source.entries)
        }
    }
    return [...merged, ...own]
  }
}

function scalar(value: unknown, span: Span): ScalarNode {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
  return { kind: 'scalar', value: plain ? value : null, span }
}

function absent(span: Span): ScalarNode {
  return { kind: 'scalar', value: null, span }
}

function spanOf(node: { range?: readonly number[] | null | undefined }): Span {
  const [start = 0, end = start] = node.range ?? []
  return { start, end }
}
