import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { Variable } from '@typescript-eslint/scope-manager'
import { isWritten, rootOf } from '../analysis/members.ts'
import { isFunction } from '../analysis/pathToFunction.ts'
import { valueBehind } from '../sdk/sdkRequest.ts'

export type Loop =
  | TSESTree.ForOfStatement
  | TSESTree.ForInStatement
  | TSESTree.ForStatement
  | TSESTree.WhileStatement
  | TSESTree.DoWhileStatement

export function isLoop(node: TSESTree.Node): node is Loop {
  return /^(For(In|Of)?|While|DoWhile)Statement$/.test(node.type)
}

/** The statements of a loop's body. */
export function bodyOf({ body }: Loop): readonly TSESTree.Statement[] {
  return body.type === 'BlockStatement' ? body.body : [body]
}

/** What runs in a round of a loop, without the functions that are written there. */
export function* inRound(loop: Loop, code: SourceCode): Generator<TSESTree.Node> {
  yield* descendants(loop.body, code, node => !isFunction(node))
}

/** Whether a round may be the last one before all items had their turn, or fail by itself. */
export function endsEarly(loop: Loop, code: SourceCode): boolean {
  for (const node of inRound(loop, code)) {
    if (/^(Break|Return|Throw)Statement$/.test(node.type)) return true
    if (node.type === 'ContinueStatement' && node.label) return true
  }
  return false
}

/** Variables from outside of a loop that its rounds assign, themselves or a member of theirs. */
export function assignedIn(loop: Loop, code: SourceCode): ReadonlySet<Variable> {
  const found = new Set<Variable>()
  for (const node of descendants(loop.body, code)) {
    if ((node.type !== 'Identifier' && node.type !== 'MemberExpression') || !isWritten(node)) continue
    const root = rootOf(node)
    const variable = resolve(root, code)
    const declared = variable?.identifiers[0]
    if (variable && declared && !contains(loop, declared)) found.add(variable)
  }
  return found
}

const makesArray = /^(map|filter|flatMap|flat|slice|concat|split|sort|reverse|toSorted|toReversed)$/

/** Whether items are surely an array, and not only something that can be gone through. */
export function isArray(items: TSESTree.Node, code: SourceCode): boolean {
  const node = valueBehind(items, code)
  if (node?.type === 'ArrayExpression') return true
  if (node?.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  const { object, property, computed } = node.callee
  const name = staticName(property, computed) ?? ''
  const isOfObject = object.type === 'Identifier' && object.name === 'Object' && /^(keys|values|entries)$/.test(name)
  return isOfObject || (makesArray.test(name) && (name !== 'slice' || isArray(object, code)))
}

/** How many items are written out; undefined where that is not known. */
export function countOf(items: TSESTree.Node, code: SourceCode): number | undefined {
  const node = valueBehind(items, code)
  if (node?.type !== 'ArrayExpression' || node.elements.some(one => one?.type === 'SpreadElement')) return
  return node.elements.length
}
