import type { ScalarNode, TemplateNode } from '../templateNode.ts'

/** A value and the file that it stands in. */
export interface Located {
  readonly node: TemplateNode
  readonly file: string
}

/** A value without variables at its top; maps and lists may hold further ones. */
export interface Resolved extends Located {
  /** Put together or made up, so that there is no place to edit. */
  readonly isComposed?: true
}

/** Why a value is not known. */
export interface NotFound {
  readonly reason: string
  /** The definition is at fault, not the time. */
  readonly isWrong?: true
  /** A default that follows does not count. */
  readonly isFinal?: true
}

/** A value that stands nowhere by itself. */
export function composed(value: ScalarNode['value'], { node, file }: Located): Resolved {
  return { node: { kind: 'scalar', value, span: node.span }, file, isComposed: true }
}

/** A scalar as text; of null and everything else the empty text. */
export function textOf(node: TemplateNode | undefined): string {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : ''
}

/** An ARN or a name; of `!Ref X` and `!GetAtt X.Arn` the logical id. */
export function referenceOf({ node }: Located): string | undefined {
  if (node.kind === 'scalar') return textOf(node).includes('${') ? undefined : textOf(node) || undefined
  if (node.kind !== 'intrinsic' || (node.name !== 'Ref' && node.name !== 'GetAtt')) return
  const [first] = node.argument.kind === 'list' ? node.argument.items : [node.argument]
  return textOf(first).split('.')[0] || undefined
}
