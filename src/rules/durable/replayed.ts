import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { functionNamed, type PerCallPlace } from '../analysis/handlerCode.ts'
import { isFunction } from '../analysis/pathToFunction.ts'
import { isLoop } from '../loops/itemLoop.ts'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'

/** Whether a place runs again in replays: a durable operation, where the function may stop, comes after it. */
export function isReplayed(node: TSESTree.Node, { called }: PerCallPlace, code: SourceCode): boolean {
  return called.handlers.some(handler => {
    const at = called.node === handler.node ? node : lastCallOf(called.node, handler.node, code)
    return at !== undefined && hasOperationAfter(at, handler.node, code)
  })
}

function hasOperationAfter(at: TSESTree.Node, handler: FunctionNode, code: SourceCode): boolean {
  const end = endAround(at, handler)
  if (end) return [...descendants(end, code)].some(node => isOperation(node, handler, code))
  const loop = loopAround(at, handler)
  return [...descendants(handler, code)].some(node => {
    if (!isOperation(node, handler, code)) return false
    return node.range[0] > at.range[1] || contains(node, at) || (loop !== undefined && contains(loop, node))
  })
}

const operations = /^(step|wait|waitForCallback|waitForCondition|createCallback|invoke|map|parallel|runInChildContext)$/

/** `context.step(…)` */
function isOperation(node: TSESTree.Node, handler: FunctionNode, code: SourceCode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  const { object, property, computed } = node.callee
  const [, context] = handler.params
  if (object.type !== 'Identifier' || context?.type !== 'Identifier') return false
  return resolve(object, code)?.defs[0]?.name === context && operations.test(staticName(property, computed) ?? '')
}

function lastCallOf(callee: FunctionNode, handler: FunctionNode, code: SourceCode): TSESTree.Node | undefined {
  return [...descendants(handler, code)].findLast(
    node =>
      node.type === 'CallExpression' &&
      node.callee.type === 'Identifier' &&
      functionNamed(node.callee, code) === callee,
  )
}

/** The `return` or `throw` that a node is part of, behind which nothing comes. */
function endAround(node: TSESTree.Node, within: TSESTree.Node): TSESTree.Node | undefined {
  for (let at = node.parent; at && at !== within; at = at.parent) {
    if (at.type === 'ReturnStatement' || at.type === 'ThrowStatement') return at
    if (isFunction(at)) return
  }
  return
}

function loopAround(node: TSESTree.Node, within: TSESTree.Node): TSESTree.Node | undefined {
  for (let at = node.parent; at && at !== within; at = at.parent) if (isLoop(at)) return at
  return
}

/** Whether a value only goes into a log, where it does no harm. */
export function isForLog(node: TSESTree.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (/Statement$|Declaration$/.test(at.type)) return false
    if (at.type !== 'CallExpression' || at.callee.type !== 'MemberExpression') continue
    const { object } = at.callee
    if (object.type === 'Identifier' && /^(console|log|logger|tracer|metrics)$/i.test(object.name)) return true
    if (
      object.type === 'MemberExpression' &&
      object.property.type === 'Identifier' &&
      /^log(ger)?$/i.test(object.property.name)
    )
      return true
  }
  return false
}
