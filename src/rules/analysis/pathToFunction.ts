import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'

/** What lies between a node and the function around it. */
export interface PathFlags {
  /** A condition decides whether the node is reached. */
  readonly branch: boolean
  /** A `catch` handles its failure. */
  readonly caught: boolean
  /** It may run several times in one call. */
  readonly repeated: boolean
}

/**
 * The way from a node up to the nearest function that `isTarget` accepts, through callbacks that are surely called;
 * undefined where a function lies between of which that is not known, or no target around it.
 */
export function pathToFunction(
  from: TSESTree.Node,
  isTarget: (node: FunctionNode) => boolean,
): { readonly node: FunctionNode; readonly flags: PathFlags } | undefined {
  let branch = false
  let caught = false
  let repeated = false
  for (let node = from; node.parent; node = node.parent) {
    const { parent } = node
    branch ||= isBranch(node, parent)
    caught ||= parent.type === 'TryStatement' && parent.block === node && parent.handler !== null
    repeated ||= isLoopBody(node, parent)
    if (!isFunction(parent)) continue
    if (isTarget(parent)) return { node: parent, flags: { branch, caught, repeated } }
    const use = callbackUse(parent)
    if (!use) return
    caught ||= use === 'then'
    repeated ||= use === 'iteration'
  }
  return
}

export function isFunction(node: TSESTree.Node): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  )
}

/** The function that a node stands in; undefined at the top of the file. */
export function functionAround(node: TSESTree.Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return at
  return
}

function isBranch(node: TSESTree.Node, parent: TSESTree.Node): boolean {
  switch (parent.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return node !== parent.test
    case 'LogicalExpression':
      return node === parent.right
    case 'AssignmentExpression':
      return node === parent.right && ['??=', '||=', '&&='].includes(parent.operator)
    case 'AssignmentPattern':
      return node === parent.right
    case 'SwitchCase':
      return true
    case 'CatchClause':
      return true
    default:
      return false
  }
}

function isLoopBody(node: TSESTree.Node, parent: TSESTree.Node): boolean {
  switch (parent.type) {
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return node === parent.body
    default:
      return false
  }
}

const iterating = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'flatMap',
  'forEach',
  'map',
  'reduce',
  'some',
  'sort',
])
const following = new Set(['then', 'finally'])

/** How the place where a function is written makes it run; undefined where that is not known. */
function callbackUse(node: FunctionNode): 'once' | 'iteration' | 'then' | undefined {
  const { parent } = node
  if (parent.type === 'NewExpression') {
    return parent.callee.type === 'Identifier' && parent.callee.name === 'Promise' ? 'then' : undefined
  }
  if (parent.type !== 'CallExpression') return
  if (parent.callee === node) return 'once'
  const { callee } = parent
  if (parent.arguments[0] !== node || callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier')
    return
  if (callee.computed) return
  if (iterating.has(callee.property.name)) return 'iteration'
  return following.has(callee.property.name) ? 'then' : undefined
}
