import { nodeJson } from '../nodeJson.ts'
import { itemsOf, type TemplateNode, valueAt } from '../templateNode.ts'
import { resolveValue } from './resolveValue.ts'

/** What the events must look like: the filters of a mapping, the pattern of a rule, the filter policy of a topic. */
export function eventPatterns(properties: TemplateNode | undefined, root: TemplateNode): readonly string[] | undefined {
  const asJson = (node: TemplateNode | undefined) => node && nodeJson(node, one => resolveValue(one, root)?.value)
  const filters = valueAt(properties, 'FilterCriteria', 'Filters')
  if (filters?.kind === 'list') return itemsOf(filters).flatMap(item => asJson(valueAt(item, 'Pattern')) ?? [])
  const patterns = ['Pattern', 'EventPattern', 'FilterPolicy', 'FilterPattern'].map(key => valueAt(properties, key))
  const pattern = asJson(patterns.find(node => node !== undefined))
  return pattern === undefined ? undefined : [pattern]
}
