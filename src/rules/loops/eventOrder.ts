import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { EventSource } from '#handlers/eventSource.ts'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { DefinitionFacts } from '../facts.ts'
import { definitionsOf, type PerCallPlace } from '../analysis/handlerCode.ts'
import { isFunction } from '../analysis/pathToFunction.ts'
import { valueBehind } from '../sdk/sdkRequest.ts'

/** Whether items are the records of the event: `event.Records`, also by a variable and with `?? []`. */
export function isRecords(items: TSESTree.Node, code: SourceCode): boolean {
  const node = valueBehind(items, code) ?? items
  if (node.type === 'LogicalExpression') return isRecords(node.left, code)
  if (node.type === 'CallExpression')
    return node.callee.type === 'MemberExpression' && isRecords(node.callee.object, code)
  if (node.type === 'MemberExpression') return staticName(node.property, node.computed) === 'Records'
  return node.type === 'Identifier' && /^records$/i.test(node.name) && isTakenOut(node, code)
}

/** `{ Records }` as a parameter, or `const { Records } = event`. */
function isTakenOut(name: TSESTree.Identifier, code: SourceCode): boolean {
  const definition = resolve(name, code)?.defs[0]
  if (!definition) return false
  return (
    isFunction(definition.node) ||
    (definition.node.type === 'VariableDeclarator' && definition.node.id.type === 'ObjectPattern')
  )
}

/** Whether records may have an order among each other: of streams and FIFO queues, or it is not known of what. */
export function mayBeOrdered(place: PerCallPlace): boolean {
  const definitions = definitionsOf(place)
  return definitions.length === 0 || definitions.some(isFedInOrder)
}

function isFedInOrder({ eventSources = [], unresolved = [] }: DefinitionFacts): boolean {
  return eventSources.length === 0 || unresolved.includes('eventSources') || eventSources.some(isOrdered)
}

const unordered = new Set(['s3', 'sns', 'logs', 'eventbridge'])

function isOrdered({ type, queue, source }: EventSource): boolean {
  if (type !== 'sqs') return !unordered.has(type)
  if (queue) return queue.fifo === true
  return source?.startsWith('arn:') !== true || source.endsWith('.fifo')
}

/** The most records that a call gets; undefined where that is not known. */
export function mostRecords(place: PerCallPlace): number | undefined {
  const sources = definitionsOf(place).flatMap(({ eventSources = [] }) => eventSources)
  const sizes = sources.map(({ type, batchSize }) =>
    type === 's3' || type === 'sns' ? 1 : (batchSize ?? (type === 'sqs' ? 10 : undefined)),
  )
  return sizes.length === 0 || sizes.includes(undefined) ? undefined : Math.max(...sizes.map(size => size ?? 0))
}

/** Whether what is gone through is a record of S3 or SNS, of which a call gets one. */
export function isOfSingleRecords(around: TSESTree.Node, place: PerCallPlace, code: SourceCode): boolean {
  const items = itemsOf(around)
  if (!items || !isRecords(items, code)) return false
  return mostRecords(place) === 1 || /\.(s3|Sns)\b|\[['"](s3|Sns)['"]\]/.test(code.getText(around))
}

/** What a loop, or a callback of `map` and `forEach`, goes through; by `i < items.length` as well. */
function itemsOf(around: TSESTree.Node): TSESTree.Node | undefined {
  if (around.type === 'ForOfStatement') return around.right
  if (around.type === 'ForStatement') {
    const length = around.test?.type === 'BinaryExpression' ? around.test.right : undefined
    return length?.type === 'MemberExpression' ? length.object : undefined
  }
  const { parent } = around
  return parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression'
    ? parent.callee.object
    : undefined
}
