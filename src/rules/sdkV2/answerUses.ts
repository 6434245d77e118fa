import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { wrapped } from '../analysis/members.ts'
import { functionAround } from '../analysis/pathToFunction.ts'

/**
 * What has to change where an answer's member is read that is bytes in v2 and a stream in v3: `data.Body.toString()` →
 * `await data.Body.transformToString()`. A stream can be read once, so that a second use stands in the way.
 */
export function streamReads(
  promise: TSESTree.Node,
  member: string,
  code: SourceCode,
): readonly TextEdit[] | { readonly why: string } {
  const uses = memberUses(promise, member, code)
  const [use, second] = uses ?? []
  if (!uses || second)
    return { why: `“${member}” of the answer is no longer bytes in v3, and what becomes of it is not clear.` }
  if (!use) return []
  const edits = asStream(use, promise, code)
  return (
    edits ?? { why: `“${member}” of the answer is a stream in v3, which is read by transformToString() and its like.` }
  )
}

/** The places that read a member of an awaited answer; undefined where the answer cannot be followed. */
export function memberUses(
  promise: TSESTree.Node,
  member: string,
  code: SourceCode,
): readonly TSESTree.Node[] | undefined {
  const awaited = promise.parent?.type === 'AwaitExpression' ? wrapped(promise.parent) : undefined
  const { parent } = awaited ?? {}
  if (!awaited || !parent) return
  if (parent.type === 'ExpressionStatement') return []
  if (parent.type === 'MemberExpression' && parent.object === awaited) return usesOfMember(parent, member)
  if (parent.type !== 'VariableDeclarator') return
  const variables = code.scopeManager?.getDeclaredVariables(parent) ?? []
  if (parent.id.type === 'Identifier') {
    const [answer] = variables
    return answer && all(readsOf(answer).map(name => usesOfAnswer(name, member)))
  }
  if (parent.id.type !== 'ObjectPattern') return
  for (const property of parent.id.properties) {
    if (property.type !== 'Property') return
    if (staticName(property.key, property.computed) !== member) continue
    if (property.value.type !== 'Identifier') return
    const { value } = property
    const own = variables.find(({ identifiers }) => identifiers.includes(value))
    return own && readsOf(own)
  }
  return []
}

function usesOfAnswer(name: TSESTree.Node, member: string): readonly TSESTree.Node[] | undefined {
  const { parent } = wrapped(name)
  return parent?.type === 'MemberExpression' && parent.object === wrapped(name)
    ? usesOfMember(parent, member)
    : undefined
}

function usesOfMember(node: TSESTree.MemberExpression, member: string): readonly TSESTree.Node[] | undefined {
  const name = staticName(node.property, node.computed)
  if (name === undefined) return
  return name === member ? [node] : []
}

function readsOf({ references }: Variable): readonly TSESTree.Node[] {
  return references.filter(({ init }) => !init).map(({ identifier }) => identifier)
}

function all(lists: readonly (readonly TSESTree.Node[] | undefined)[]): readonly TSESTree.Node[] | undefined {
  return lists.some(list => !list) ? undefined : lists.flatMap(list => list ?? [])
}

/** `X.toString('utf8')` in the function that awaits the answer; undefined for all else. */
function asStream(use: TSESTree.Node, promise: TSESTree.Node, code: SourceCode): readonly TextEdit[] | undefined {
  const method = wrapped(use).parent
  const call = method?.parent
  if (method?.type !== 'MemberExpression' || staticName(method.property, method.computed) !== 'toString') return
  if (call?.type !== 'CallExpression' || call.callee !== method || method.computed) return
  if (functionAround(use) !== functionAround(promise)) return
  if (call.arguments.some(({ type }) => type !== 'Literal')) return
  const outer = wrapped(call)
  const isObject = outer.parent?.type === 'MemberExpression' && outer.parent.object === outer
  const [start, end] = outer.range
  const own = method.property.range
  return [
    { start, end: start, newText: isObject ? '(await ' : 'await ' },
    { start: own[0], end: own[1], newText: 'transformToString' },
    ...(isObject && code.text.slice(start, end) !== '' ? [{ start: end, end, newText: ')' }] : []),
  ]
}
