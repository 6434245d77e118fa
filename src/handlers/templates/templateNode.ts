import type { Span } from '#common/span.ts'

/** A value that stands for itself. */
export type Plain = string | number | boolean

/** A value of a template, YAML or JSON alike, with its place in the text. */
export type TemplateNode = ScalarNode | MapNode | ListNode | IntrinsicNode

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly span: Span
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
  readonly span: Span
}

export interface MapEntry {
  readonly key: string
  readonly keySpan: Span
  readonly value: TemplateNode
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly TemplateNode[]
  readonly span: Span
}

/** A function of CloudFormation, `!Ref x` and `{"Ref": "x"}` alike; names without `Fn::`. */
export interface IntrinsicNode {
  readonly kind: 'intrinsic'
  readonly name: string
  readonly argument: TemplateNode
  readonly span: Span
}

/** What could be read of a text, and why the rest could not. */
export interface ParsedTemplate {
  readonly root: TemplateNode | undefined
  readonly reason?: string
}

/** The value at a path of keys; undefined where there is none, or an intrinsic function in between. */
export function valueAt(node: TemplateNode | undefined, ...path: readonly string[]): TemplateNode | undefined {
  let at = node
  for (const key of path) {
    if (at?.kind !== 'map') return
    at = at.entries.findLast(entry => entry.key === key)?.value
  }
  return at
}

export function entriesOf(node: TemplateNode | undefined): readonly MapEntry[] {
  return node?.kind === 'map' ? node.entries : []
}

/** Of a list; none of anything else. */
export function itemsOf(node: TemplateNode | undefined): readonly TemplateNode[] {
  return node?.kind === 'list' ? node.items : []
}

/** An intrinsic function in the long form, which is a map of one key. */
export function intrinsicOf({ key, value }: MapEntry, span: Span): IntrinsicNode | undefined {
  if (key === 'Ref' || key === 'Condition') return { kind: 'intrinsic', name: key, argument: value, span }
  if (!key.startsWith('Fn::') || key.includes('::', 4)) return
  return { kind: 'intrinsic', name: key.slice(4), argument: value, span }
}
