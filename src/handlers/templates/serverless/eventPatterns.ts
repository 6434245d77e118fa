import { nodeJson } from '../nodeJson.ts'
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

function asJson(node: TemplateNode): string | undefined {
  return nodeJson(node, one => (one.kind === 'scalar' && one.value !== null ? one.value : undefined))
}
