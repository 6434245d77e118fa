import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { unwrapped } from '../analysis/members.ts'
import { functionAround } from '../analysis/pathToFunction.ts'

/** What a condition says of something that was looked for; undefined where it asks for more, or for something else. */
export type Verdict = 'found' | 'missing'

function verdictOf(test: TSESTree.Expression, isSought: (node: TSESTree.Node) => boolean): Verdict | undefined {
  const node = unwrapped(test)
  if (isSought(node)) return 'found'
  if (node.type === 'UnaryExpression' && node.operator === '!') return opposite(verdictOf(node.argument, isSought))
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Boolean') {
    return node.arguments[0]?.type === 'SpreadElement' || !node.arguments[0]
      ? undefined
      : verdictOf(node.arguments[0], isSought)
  }
  if (node.type !== 'BinaryExpression' || !isSought(unwrapped(node.left)) || !isNothing(node.right)) return
  if (['===', '=='].includes(node.operator)) return 'missing'
  return ['!==', '!=', '>'].includes(node.operator) ? 'found' : undefined
}

function opposite(verdict: Verdict | undefined): Verdict | undefined {
  return verdict && (verdict === 'found' ? 'missing' : 'found')
}

/** `undefined`, `null`, `0` */
function isNothing(node: TSESTree.Node): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined'
  return node.type === 'Literal' && (node.value === null || node.value === 0)
}

/** Whether a node is only reached where a condition above it, or around it, says that nothing was found. */
export function isWhereMissing(node: TSESTree.Node, isSought: (node: TSESTree.Node) => boolean): boolean {
  const around = functionAround(node)
  for (let at = node; at.parent && at !== around; at = at.parent) {
    const { parent } = at
    if (parent.type === 'IfStatement' && at !== parent.test) {
      const verdict = verdictOf(parent.test, isSought)
      if (verdict === (at === parent.consequent ? 'missing' : 'found')) return true
    }
    if (parent.type !== 'BlockStatement') continue
    const above = parent.body.filter(({ range }) => range[1] <= at.range[0])
    if (above.some(one => one.type === 'IfStatement' && leaves(one) && verdictOf(one.test, isSought) === 'found'))
      return true
  }
  return false
}

function leaves({ consequent }: TSESTree.IfStatement): boolean {
  const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement' || last?.type === 'ContinueStatement'
}
