import { readJson } from '../readJson.ts'
import { entriesOf, type TemplateNode } from '../templateNode.ts'
import { HclExpressionReader } from './hclExpressionReader.ts'
import type { HclAttribute, HclBlock, HclBody, HclExpression, ParsedHcl } from './hclNode.ts'
import { HclScanner } from './hclScanner.ts'

/** How many labels the blocks have that matter for functions. */
const labels: Readonly<Record<string, number>> = { resource: 2, data: 2, module: 1, variable: 1, output: 1, locals: 0 }
/** Blocks inside of blocks, which JSON does not tell from objects. */
const innerBlocks =
  /^(environment|source|image_config|build|durable_config|capacity_provider_config|tenancy_config|snap_start|ephemeral_storage)$/

/** Reads Terraform's JSON syntax (`.tf.json`) as if it were HCL. Nothing is thrown. */
export function readTerraformJson(text: string): ParsedHcl {
  const { root, reason } = readJson(text)
  const blocks = entriesOf(root).flatMap(({ key, keySpan, value }) => {
    const count = labels[key]
    return count === undefined ? [] : blocksOf(key, count, [], keySpan, value)
  })
  const body = { blocks, attributes: [], span: { start: 0, end: text.length } }
  return reason === undefined ? { body } : { body, reason }
}

/** Reads values of variables in JSON (`.tfvars.json`). Nothing is thrown. */
export function readVariablesJson(text: string): ParsedHcl {
  const { root, reason } = readJson(text)
  const attributes = entriesOf(root).map(({ key, value }) => ({ name: key, value: expressionOf(value) }))
  const body = { blocks: [], attributes, span: { start: 0, end: text.length } }
  return reason === undefined ? { body } : { body, reason }
}

function blocksOf(
  type: string,
  missing: number,
  found: readonly string[],
  typeSpan: HclBlock['typeSpan'],
  node: TemplateNode,
): readonly HclBlock[] {
  if (node.kind === 'list') return node.items.flatMap(item => blocksOf(type, missing, found, typeSpan, item))
  if (node.kind !== 'map') return []
  if (missing === 0) return [{ type, labels: found, typeSpan, body: bodyOf(node) }]
  return node.entries.flatMap(({ key, keySpan, value }) => blocksOf(type, missing - 1, [...found, key], keySpan, value))
}

function bodyOf(node: TemplateNode): HclBody {
  const blocks: HclBlock[] = []
  const attributes: HclAttribute[] = []
  for (const { key, keySpan, value } of entriesOf(node)) {
    if (innerBlocks.test(key)) blocks.push(...blocksOf(key, 0, [], keySpan, value))
    // Kept as an attribute as well: a module may use the same name for one.
    attributes.push({ name: key, value: expressionOf(value) })
  }
  return { blocks, attributes, span: node.span }
}

function expressionOf(node: TemplateNode): HclExpression {
  const { span } = node
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string'
        ? templateOf(node.value, span)
        : { kind: 'literal', value: node.value, span }
    case 'list':
      return { kind: 'list', items: node.items.map(expressionOf), span }
    case 'map':
      return {
        kind: 'object',
        attributes: node.entries.map(({ key, value }) => ({ name: key, value: expressionOf(value) })),
        span,
      }
    case 'intrinsic':
      return { kind: 'opaque', span }
  }
}

/** A text of JSON is a template; the places of its parts are that of the whole. */
function templateOf(value: string, span: HclExpression['span']): HclExpression {
  if (!/[$%]\{/.test(value)) return { kind: 'literal', value, span }
  const quoted = `"${value.replaceAll('\n', '\\n')}"`
  const read = new HclExpressionReader(new HclScanner(quoted)).string()
  return placedAt(read, span)
}

function placedAt(expression: HclExpression, span: HclExpression['span']): HclExpression {
  const placed = (part: HclExpression) => placedAt(part, span)
  switch (expression.kind) {
    case 'template':
      return {
        kind: 'template',
        parts: expression.parts.map(part => (typeof part === 'string' ? part : placed(part))),
        span,
      }
    case 'call':
      return { ...expression, arguments: expression.arguments.map(placed), span }
    case 'list':
      return { ...expression, items: expression.items.map(placed), span }
    case 'conditional':
      return { ...expression, branches: expression.branches.map(placed), span }
    case 'object':
      return { kind: 'opaque', span }
    default:
      return { ...expression, span }
  }
}
