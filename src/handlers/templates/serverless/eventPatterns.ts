import { type TemplateNode, valueAt } from '../templateNode.ts'

/** What the events must look like, each as JSON text or the text in the definition; none where that is not said. */
export function eventPatterns(settings: TemplateNode): readonly string[] | undefined {
  const filters = valueAt(settings, 'filterPatterns')
  if (filters?.kind === 'list') return filters.items.flatMap(item => asJson(item) ?? [])
  // The event of a bucket is a name, not a pattern.
  const event = valueAt(settings, 'event')
  const patterns = ['pattern', 'filterPolicy', 'filter'].map(key => valueAt(settings, key))
  const pattern = [event?.kind === 'map' ? event : undefined, ...patterns].find(node => node !== undefined)
  const json = pattern && asJson(pattern)
  return json === undefined ? undefined : [json]
}

/** Undefined where a part is known only at deployment. */
function asJson(node: TemplateNode): string | undefined {
  if (node.kind === 'scalar') return node.value === null ? undefined : String(node.value)
  const value = plainValue(node)
  return value === unknown ? undefined : JSON.stringify(value)
}

const unknown = Symbol('known only at deployment')
/** Anchors may make a circle. */
const maximalDepth = 30

function plainValue(node: TemplateNode, depth = 0): unknown {
  if (depth > maximalDepth) return unknown
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') {
    const items = node.items.map(item => plainValue(item, depth + 1))
    return items.includes(unknown) ? unknown : items
  }
  if (node.kind === 'intrinsic') return unknown
  const entries = node.entries.map(({ key, value }) => [key, plainValue(value, depth + 1)] as const)
  return entries.some(([, value]) => value === unknown) ? unknown : Object.fromEntries(entries)
}
