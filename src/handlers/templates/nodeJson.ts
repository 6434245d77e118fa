import type { Plain, TemplateNode } from './templateNode.ts'

const unknown = Symbol('known only at deployment')
/** Aliases may make a circle. */
const maximalDepth = 30

/**
 * JSON text, be it written as text or as a map; undefined where a part is known only at deployment.
 * @param resolve the value of a scalar or of a function of CloudFormation, where it is known
 */
export function nodeJson(node: TemplateNode, resolve: (node: TemplateNode) => Plain | undefined): string | undefined {
  if (node.kind === 'scalar' || node.kind === 'intrinsic') {
    const known = resolve(node)
    return known === undefined ? undefined : String(known)
  }
  const value = plainValue(node, resolve, 0)
  return value === unknown ? undefined : JSON.stringify(value)
}

function plainValue(node: TemplateNode, resolve: (node: TemplateNode) => Plain | undefined, depth: number): unknown {
  if (depth > maximalDepth) return unknown
  const inner = (part: TemplateNode) => plainValue(part, resolve, depth + 1)
  switch (node.kind) {
    case 'list': {
      const items = node.items.map(inner)
      return items.includes(unknown) ? unknown : items
    }
    case 'map': {
      const entries = node.entries.map(({ key, value }) => [key, inner(value)] as const)
      return entries.some(([, value]) => value === unknown) ? unknown : Object.fromEntries(entries)
    }
    case 'scalar':
      return node.value
    case 'intrinsic':
      return resolve(node) ?? unknown
  }
}
