import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { hasCommentsBetween } from '#syntax/javascript/removeDeclarators.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { isEnvironment } from './environmentWrites.ts'

/** Functions of the language that make a plain value of another one, and never fail with one. */
export const conversions = new Set(['Boolean', 'Number', 'String', 'parseFloat', 'parseInt'])

/** A variable of its own name, alone or beside others, in a statement that a block holds. */
export function isMovable({ id, parent }: TSESTree.VariableDeclarator, code: SourceCode): boolean {
  if (id.type !== 'Identifier' || parent.declare) return false
  if (parent.parent.type !== 'BlockStatement' && parent.parent.type !== 'SwitchCase') return false
  const isPlain = parent.kind === 'const' || parent.kind === 'let' || parent.kind === 'var'
  return isPlain && !hasCommentsBetween(parent, code)
}

/** Whether an expression is surely no object that somebody could change. */
export function isPrimitive(node: TSESTree.Node, code: SourceCode): boolean {
  switch (node.type) {
    case 'Literal':
      return !('regex' in node)
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
      return true
    case 'MemberExpression':
      return isEnvironment(node.object, code)
    case 'LogicalExpression':
      return isPrimitive(node.left, code) && isPrimitive(node.right, code)
    case 'ConditionalExpression':
      return isPrimitive(node.consequent, code) && isPrimitive(node.alternate, code)
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return isPrimitive(node.expression, code)
    case 'CallExpression':
      return node.callee.type === 'Identifier' && conversions.has(node.callee.name)
    default:
      return false
  }
}
