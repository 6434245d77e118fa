import { type TemplateNode, valueAt } from '../templateNode.ts'
import { resolveValue } from './resolveValue.ts'

/** What the events must look like: the filters of a mapping, the pattern of a rule, the filter policy of a topic. */
export function eventPatterns(properties: TemplateNode | undefined, root: TemplateNode): readonly string[] | undefined {
  const filters = valueAt(properties, 'FilterCriteria', 'Filters')
  if (filters?.kind === 'list') {
    return filters.items.flatMap(item => asJson(valueAt(item, 'Pattern'), root) ?? [])
  }
  const patterns = ['Pattern', 'EventPattern', 'FilterPolicy', 'FilterPattern'].map(key => valueAt(properties, key))
  const pattern = asJson(
    patterns.find(node => node !== undefined),
    root,
  )
  return pattern === undefined ? undefined : [pattern]
}

/** JSON text, be it written as text or as a map; undefined where a part is known only at deployment. */
function asJson(node: TemplateNode | undefined, root: TemplateNode): string | undefined {
  if (!node) return
  const literal = resolveValue(node, root)?.value
  if (literal !== undefined) return String(literal)
  const value = plainValue(node, root)
  return value === unknown ? undefined : JSON.stringify(value)
}

const unknown = Symbol('known only at deployment')
/** Aliases may make a circle. */
const maximalDepth = 30

function plainValue(node: TemplateNode, root: TemplateNode, depth = 0): unknown {
  if (depth > maximalDepth) return unknown
  if (node.kind === 'list') {
    const items = node.items.map(item => plainValue(item, root, depth + 1))
    return items.includes(unknown) ? unknown : items
  }
  if (node.kind === 'map') {
    const entries = node.entries.map(({ key, value }) => [key, plainValue(value, root, depth + 1)] as const)
    return entries.some(([, value]) => value === unknown) ? unknown : Object.fromEntries(entries)
  }
  return node.kind === 'scalar' ? node.value : (resolveValue(node, root)?.value ?? unknown)
}
