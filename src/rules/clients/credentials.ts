import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'

const secretName =
  /^(\w*credentials?|credential(Default)?Provider|(x-)?(\w+-)?api-?_?key|access-?_?key(_?id)?|secret(_?access)?(_?key)?|(\w+-)?token|session-?_?token|\w+Token|auth|authorization|proxy-authorization|cookie|bearer|password|signer)$/i

/** The key by which credentials or tokens are passed to a client, also in constants that it is given. */
export function credentialKey(
  nodes: readonly TSESTree.Node[],
  variables: readonly Variable[],
  code: SourceCode,
): string | undefined {
  const inits = variables.flatMap(({ defs: [definition] }) => {
    const init = definition?.node.type === 'VariableDeclarator' ? definition.node.init : null
    return init?.type === 'ObjectExpression' ? [init] : []
  })
  for (const node of [...nodes, ...inits].flatMap(one => [...descendants(one, code)])) {
    if (node.type !== 'Property') continue
    const { key } = node
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : ''
    if (secretName.test(name)) return name
  }
  return
}
