import type { Span } from '#common/span.ts'
import { type TemplateNode, valueAt } from '../templateNode.ts'

export type Plain = string | number | boolean

/** A value that is known before deployment. */
export interface ResolvedValue {
  readonly value: Plain
  /** Where a literal stands that decides it alone; absent when it is put together of several. */
  readonly span?: Span
  /** False when it stands elsewhere, such as in a parameter's default. */
  readonly inPlace: boolean
}

const maximalDepth = 20

/**
 * The value of a node in the template `root`: literals, parameters by their defaults, mappings, joins and
 * substitutions of such. Undefined where it is known only at deployment.
 */
export function resolveValue(node: TemplateNode | undefined, root: TemplateNode, depth = 0): ResolvedValue | undefined {
  if (!node || depth > maximalDepth) return
  if (node.kind === 'scalar') {
    return node.value === null ? undefined : { value: node.value, span: node.span, inPlace: true }
  }
  if (node.kind !== 'intrinsic') return
  const text = (part: TemplateNode | undefined) => {
    const resolved = resolveValue(part, root, depth + 1)
    return resolved && String(resolved.value)
  }
  switch (node.name) {
    case 'Ref': {
      const fallback = parameterDefault(text(node.argument), root)
      return fallback && { ...fallback, inPlace: false }
    }
    case 'Sub':
      return composed(substitute(node.argument, root, depth))
    case 'Join': {
      const [separator, parts] = itemsOf(node.argument)
      const texts = itemsOf(parts).map(text)
      if (texts.length === 0 || texts.includes(undefined)) return
      return composed(texts.join(text(separator) ?? ''))
    }
    case 'FindInMap': {
      const keys = itemsOf(node.argument).map(text)
      const path = keys.filter(key => key !== undefined)
      if (path.length !== 3 || keys.length !== 3) return
      const found = resolveValue(valueAt(root, 'Mappings', ...path), root, depth + 1)
      return found && { ...found, inPlace: false }
    }
    default:
      return
  }
}

/** A parameter's default. Pseudo parameters such as `AWS::Region` have none. */
function parameterDefault(name: string | undefined, root: TemplateNode): ResolvedValue | undefined {
  const node = name === undefined ? undefined : valueAt(root, 'Parameters', name, 'Default')
  // A default is a literal by the rules, and empty where a value must be given.
  return node?.kind === 'scalar' && node.value !== null && node.value !== ''
    ? { value: node.value, span: node.span, inPlace: false }
    : undefined
}

/** `text with ${Parameter}` alone or as `[text, {Name: value}]`; undefined if any part is unknown. */
function substitute(argument: TemplateNode, root: TemplateNode, depth: number): string | undefined {
  const [template, variables] = argument.kind === 'list' ? argument.items : [argument]
  if (template?.kind !== 'scalar' || typeof template.value !== 'string') return
  let known = true
  const text = template.value.replace(/\$\{(!?)\s*([^}]*?)\s*\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`
    const own = resolveValue(valueAt(variables, name), root, depth + 1) ?? parameterDefault(name, root)
    if (!own) known = false
    return own ? String(own.value) : ''
  })
  return known ? text : undefined
}

function composed(value: string | undefined): ResolvedValue | undefined {
  return value === undefined ? undefined : { value, inPlace: false }
}

function itemsOf(node: TemplateNode | undefined): readonly TemplateNode[] {
  return node?.kind === 'list' ? node.items : []
}
