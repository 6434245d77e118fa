import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import { resolve } from '#syntax/javascript/names.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { CalledFunction } from '../analysis/handlerCode.ts'
import { isFunction } from '../analysis/pathToFunction.ts'

/** What the event or the context says of all calls alike. */
const sameInAllCalls =
  /^(functionName|functionVersion|invokedFunctionArn|memoryLimitInMB|logGroupName|logStreamName|callbackWaitsForEmptyEventLoop|stageVariables|stage|domainName|apiId|accountId|eventSourceARN|awsRegion)$/

/** Whether a value is made of what the handler's event or context says of this one call. */
export function isOfRequest(node: TSESTree.Node, called: CalledFunction, code: SourceCode, depth = 0): boolean {
  if (depth > 5) return false
  return [...descendants(node, code, below => !isFunction(below))].some(
    below => below.type === 'Identifier' && isRequestName(below, called, code, depth),
  )
}

function isRequestName(name: TSESTree.Identifier, called: CalledFunction, code: SourceCode, depth: number): boolean {
  const definition = resolve(name, code)?.defs[0]
  if (!definition || saysSameInAllCalls(name)) return false
  const owner = definition.node
  if (isFunction(owner)) {
    const isHandler = called.handlers.some(({ node }) => node === owner)
    if (!isHandler) return isItemOfRequest(owner, called, code, depth)
    return owner.params.slice(0, 2).some(parameter => contains(parameter, definition.name))
  }
  if (owner.type !== 'VariableDeclarator' || !contains(called.node, owner)) return false
  const loop = owner.parent.parent
  const value = loop.type === 'ForOfStatement' && loop.left === owner.parent ? loop.right : owner.init
  return value !== null && !sameInAllCalls.test(name.name) && isOfRequest(value, called, code, depth + 1)
}

/** `event.Records.map(record => …)` */
function isItemOfRequest(callback: FunctionNode, called: CalledFunction, code: SourceCode, depth: number): boolean {
  const { parent } = callback
  if (parent.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false
  return parent.callee.object !== callback && isOfRequest(parent.callee.object, called, code, depth + 1)
}

function saysSameInAllCalls(name: TSESTree.Node): boolean {
  for (let at = name; at.parent?.type === 'MemberExpression' && at.parent.object === at; at = at.parent) {
    if (sameInAllCalls.test(staticName(at.parent.property, at.parent.computed) ?? '')) return true
  }
  return false
}
