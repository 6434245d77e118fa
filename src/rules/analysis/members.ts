import type { TSESTree } from '@typescript-eslint/typescript-estree'

/** Whether a name or member is assigned, counted up, deleted, or the target of a destructuring. */
export function isWritten(node: TSESTree.Node): boolean {
  const target = wrapped(node)
  const { parent } = target
  switch (parent?.type) {
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left === target
    case 'UpdateExpression':
    case 'ArrayPattern':
    case 'RestElement':
      return true
    case 'UnaryExpression':
      return parent.operator === 'delete'
    case 'Property':
      return parent.value === target && parent.parent.type === 'ObjectPattern'
    default:
      return false
  }
}

/** The expression inside type assertions, `!`, and the brackets of optional chains. */
export function unwrapped(node: TSESTree.Node): TSESTree.Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return unwrapped(node.expression)
    default:
      return node
  }
}

/** The widest expression that is no more than this one with type assertions around it. */
export function wrapped(node: TSESTree.Node): TSESTree.Node {
  const { parent } = node
  return parent && unwrapped(parent) !== parent && unwrapped(parent) === unwrapped(node) ? wrapped(parent) : node
}

/** The leftmost part of `a.b[c].d()`. */
export function rootOf(node: TSESTree.Node): TSESTree.Node {
  const bare = unwrapped(node)
  if (bare.type === 'MemberExpression') return rootOf(bare.object)
  return bare.type === 'CallExpression' ? rootOf(bare.callee) : bare
}
