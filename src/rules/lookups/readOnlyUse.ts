import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { changesMembers, escapes } from '../analysis/changes.ts'
import { isWritten, unwrapped, wrapped } from '../analysis/members.ts'

/** Members of answers and files that are texts or numbers, which nobody can change. */
const plain = new Set(['ARN', 'Name', 'SecretString', 'Type', 'Value', 'Version', 'VersionId', 'length', 'size'])

/**
 * Whether an object that calls are to share is only read: by its name, by names that are taken out of it, and right
 * where it is made. False where it is changed, or handed to code that may change it.
 */
export function isOnlyRead(node: TSESTree.Node, code: SourceCode, depth = 0): boolean {
  const chain = chainFrom(wrapped(node))
  if (depth > 5 || isWritten(chain)) return false
  if (chain !== wrapped(node) && isPlain(chain)) return true
  const { parent } = chain
  if (parent?.type === 'VariableDeclarator' && parent.init === chain) return isPatternOnlyRead(parent, code, depth)
  if (parent?.type === 'ForOfStatement') return parent.right === chain
  if (parent?.type === 'CallExpression' && parent.callee === chain) return !changesMembers(node)
  return !changesMembers(node) && !escapes(chain, () => false, code)
}

function isPatternOnlyRead(declarator: TSESTree.VariableDeclarator, code: SourceCode, depth: number): boolean {
  const variables = code.scopeManager?.getDeclaredVariables(declarator) ?? []
  if (declarator.id.type === 'ArrayPattern') return false
  return variables.every(variable => {
    const [name] = variable.identifiers
    const { parent } = name ?? {}
    const isOfPattern = parent?.type === 'Property'
    if (declarator.id.type === 'ObjectPattern' && !isOfPattern) return false
    if (isOfPattern && plain.has(staticName(parent.key, parent.computed) ?? '')) return true
    return variable.references.every(({ init, identifier }) => init || isOnlyRead(identifier, code, depth + 1))
  })
}

/** `answer.Parameter.Value` from `answer` on. */
function chainFrom(node: TSESTree.Node): TSESTree.Node {
  const { parent } = node
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return node
  return chainFrom(wrapped(parent))
}

function isPlain(chain: TSESTree.Node): boolean {
  const node = unwrapped(chain)
  return node.type === 'MemberExpression' && plain.has(staticName(node.property, node.computed) ?? '')
}
