import { follow, resolve, type TerraformValue } from './terraformValue.ts'

const unknown = Symbol('known only at deployment')
const deepest = 30

/** JSON text, be it written as text or by `jsonencode`; undefined where a part is known only at deployment. */
export function jsonText(start: TerraformValue | undefined): string | undefined {
  const value = start && follow(start)
  if (!value) return
  const { expression } = value
  const [argument] = expression.kind === 'call' && expression.name === 'jsonencode' ? expression.arguments : []
  if (!argument) {
    const known = resolve(value)?.value
    return typeof known === 'string' ? known.trim() : undefined
  }
  const plain = plainValue({ ...value, expression: argument })
  return plain === unknown ? undefined : JSON.stringify(plain)
}

function plainValue(start: TerraformValue, depth = 0): unknown {
  if (depth > deepest) return unknown
  const value = follow(start)
  const { expression } = value
  const inner = (part: TerraformValue['expression']) => plainValue({ ...value, expression: part }, depth + 1)
  if (expression.kind === 'list') {
    const items = expression.items.map(inner)
    return items.includes(unknown) ? unknown : items
  }
  if (expression.kind === 'object') {
    const entries = expression.attributes.map(({ name, value: part }) => [name, inner(part)] as const)
    return entries.some(([, part]) => part === unknown) ? unknown : Object.fromEntries(entries)
  }
  const known = resolve(value)
  return known ? known.value : unknown
}
