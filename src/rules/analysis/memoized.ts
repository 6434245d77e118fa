import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { isWritten, rootOf } from './members.ts'

/**
 * Whether a value is made only where it is not there yet: what keeps it outlives the call, and is asked for on the way
 * (`client ??= …`, `if (!client) client = …`, `if (cache.has(key)) return …`).
 */
export function isMemoized(node: TSESTree.Node, within: TSESTree.Node, code: SourceCode): boolean {
  const kept = new Set([...descendants(within, code)].flatMap(at => keeperAssignedBy(at, within, code) ?? []))
  if (kept.size === 0) return false
  const asks = (test: TSESTree.Node) =>
    [...descendants(test, code)].some(at => kept.has(keeperOf(at, within, code) ?? ''))
  for (let at = node; at !== within && at.parent; at = at.parent) {
    const { parent } = at
    if (conditionOn(at, parent).some(asks)) return true
    if (parent.type !== 'BlockStatement') continue
    const above = parent.body.filter(statement => statement.range[1] <= at.range[0])
    if (above.some(statement => statement.type === 'IfStatement' && leaves(statement) && asks(statement.test)))
      return true
  }
  return false
}

function conditionOn(node: TSESTree.Node, parent: TSESTree.Node): readonly TSESTree.Node[] {
  switch (parent.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return node === parent.test ? [] : [parent.test]
    case 'LogicalExpression':
      return node === parent.right ? [parent.left] : []
    case 'AssignmentExpression':
      return node === parent.right && ['??=', '||='].includes(parent.operator) ? [parent.left] : []
    default:
      return []
  }
}

function leaves({ consequent }: TSESTree.IfStatement): boolean {
  const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement'
}

const adding = new Set(['set', 'push', 'add', 'put'])

function keeperAssignedBy(node: TSESTree.Node, within: TSESTree.Node, code: SourceCode): string | undefined {
  if (node.type === 'CallExpression') {
    const { callee } = node
    if (callee.type !== 'MemberExpression') return
    const method = staticName(callee.property, callee.computed)
    return method !== undefined && adding.has(method) ? keeperOf(rootOf(callee.object), within, code) : undefined
  }
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return
  if (!isWritten(node)) return
  return keeperOf(node, within, code) ?? keeperOf(rootOf(node), within, code)
}

/** What outlives a call, by a key: a variable from outside the function, a member of `this` or of the global object. */
function keeperOf(node: TSESTree.Node, within: TSESTree.Node, code: SourceCode): string | undefined {
  if (node.type === 'Identifier') {
    const declared = resolve(node, code)?.identifiers[0]
    return declared && !contains(within, declared) ? node.name : undefined
  }
  if (node.type !== 'MemberExpression') return
  const name = staticName(node.property, node.computed)
  const { object } = node
  const isGlobalObject = object.type === 'Identifier' && /^(globalThis|global|exports)$/.test(object.name)
  return name !== undefined && (object.type === 'ThisExpression' || isGlobalObject) ? `.${name}` : undefined
}
