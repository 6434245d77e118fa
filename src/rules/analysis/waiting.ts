import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { wrapped } from './members.ts'

/** Whether somebody waits for a promise, or for the callback of a call; not where it is let go of right there. */
export function isWaitedFor(call: TSESTree.CallExpression): boolean {
  if (call.arguments.some(({ type }) => /Function/.test(type))) return true
  const { parent } = wrapped(call)
  if (parent?.type === 'MemberExpression' && parent.object === wrapped(call)) {
    const { parent: next } = wrapped(parent)
    return next?.type === 'CallExpression' && isWaitedFor(next)
  }
  return parent?.type !== 'ExpressionStatement' && !(parent?.type === 'UnaryExpression' && parent.operator === 'void')
}
