import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { unwrapped } from '../analysis/members.ts'
import { functionAround, isFunction } from '../analysis/pathToFunction.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { descendants } from '#syntax/javascript/sourceCode.ts'
import { readLoop } from '../awaits/readLoop.ts'
import { endsEarly, inRound, isLoop, type Loop } from '../loops/itemLoop.ts'
import { type SdkRequest, valueBehind } from '../sdk/sdkRequest.ts'
import { type BatchOperation, batchOperation } from './batchOperations.ts'

/** Requests that are sent for one item at a time, where the service has one for several. */
export interface SingleRequests {
  readonly request: SdkRequest
  readonly batch: BatchOperation
  /** The loop, or the callback of `map` and `forEach`. */
  readonly around: Loop | TSESTree.Node
  readonly properties: ReadonlyMap<string, TSESTree.Node>
}

export function singleRequests(request: SdkRequest, code: SourceCode): SingleRequests | undefined {
  const batch = batchOperation(request)
  const properties = batch && request.input && propertiesOf(request.input, code)
  const around = roundAround(request.promise)
  if (!batch || !around || !properties) return
  const isAlone = isLoop(around) ? isOnlyWait(around, request, code) : awaitsIn(around, code).length <= 1
  if (!isAlone || !isBatchable(batch, properties)) return
  const isForRead =
    around.type === 'ForOfStatement' || around.type === 'ForStatement' || around.type === 'ForInStatement'
  // Those are read side by side by no-await-in-loop.
  if (request.operation === 'GetItem' && isForRead && readLoop(around, code)) return
  return { request, batch, around, properties }
}

/** The properties of an object that is written out, by their names; undefined where something is spread into it. */
export function propertiesOf(input: TSESTree.Node, code: SourceCode): ReadonlyMap<string, TSESTree.Node> | undefined {
  const object = valueBehind(input, code)
  if (object?.type !== 'ObjectExpression') return
  const found = new Map<string, TSESTree.Node>()
  for (const property of object.properties) {
    const name = property.type === 'Property' ? staticName(property.key, property.computed) : undefined
    if (property.type !== 'Property' || name === undefined) return
    found.set(name, property.value)
  }
  return found
}

/** Conditions and answers are for single items; events go out one by one only where one is written out. */
function isBatchable(batch: BatchOperation, properties: ReadonlyMap<string, TSESTree.Node>): boolean {
  const names = [...properties.keys()]
  if (names.some(name => /^(Condition|Return|Expected|ExpressionAttribute|PhoneNumber|TargetArn)/.test(name)))
    return false
  if (batch.batch !== 'PutEvents') return true
  const written = properties.get('Entries')
  const entries = written && unwrapped(written)
  return (
    entries?.type === 'ArrayExpression' &&
    entries.elements.length === 1 &&
    entries.elements[0]?.type === 'ObjectExpression'
  )
}

/** The loop whose round a node is in, or the callback that runs for each item. */
function roundAround(node: TSESTree.Node): Loop | TSESTree.Node | undefined {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at
    if (isLoop(parent) && parent.body === at) return parent.type.startsWith('For') ? parent : undefined
    if (isFunction(parent)) return isItemCallback(parent) ? parent : undefined
  }
  return
}

function isItemCallback({ parent, range }: TSESTree.Node): boolean {
  if (parent?.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false
  const name = staticName(parent.callee.property, parent.callee.computed)
  return parent.arguments[0]?.range[0] === range[0] && (name === 'map' || name === 'forEach')
}

function isOnlyWait(loop: Loop, { promise }: SdkRequest, code: SourceCode): boolean {
  if (endsEarly(loop, code) || (loop.type === 'ForOfStatement' && loop.await)) return false
  const round = [...inRound(loop, code)]
  const awaits = round.filter(({ type }) => type === 'AwaitExpression')
  const isInHere = functionAround(promise) === functionAround(loop)
  return isInHere && awaits.length === 1 && !round.some(isLoop)
}

function awaitsIn(node: TSESTree.Node, code: SourceCode): readonly TSESTree.Node[] {
  return [...descendants(node, code)].filter(({ type }) => type === 'AwaitExpression')
}
