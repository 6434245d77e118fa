import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isReassigned, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { unwrapped } from './members.ts'

/** What a name stands for, where it is assigned once; the expression itself else. */
export function valueOf(node: TSESTree.Node, code: SourceCode, depth = 0): TSESTree.Node {
  const bare = unwrapped(node)
  if (bare.type !== 'Identifier' || depth > 5) return bare
  const variable = resolve(bare, code)
  const [definition] = variable?.defs ?? []
  if (!variable || definition?.node.type !== 'VariableDeclarator' || isReassigned(variable)) return bare
  const { id, init } = definition.node
  return id.type === 'Identifier' && init ? valueOf(init, code, depth + 1) : bare
}

/** The properties of an input, by their names; undefined where some of them are not written there. */
export function writtenInput(
  input: TSESTree.Node | undefined,
  code: SourceCode,
): ReadonlyMap<string, TSESTree.Node> | undefined {
  if (!input) return new Map()
  const object = valueOf(input, code)
  if (object.type !== 'ObjectExpression') return
  const found = new Map<string, TSESTree.Node>()
  for (const property of object.properties) {
    const name = property.type === 'Property' ? staticName(property.key, property.computed) : undefined
    if (property.type !== 'Property' || name === undefined) return
    found.set(name, property.value)
  }
  const variable = unwrapped(input).type === 'Identifier' ? resolve(unwrapped(input), code) : undefined
  return variable && isExtended(variable, code) ? undefined : found
}

/** `input.FilterExpression = …` further down. */
function isExtended(variable: NonNullable<ReturnType<typeof resolve>>, code: SourceCode): boolean {
  return variable.references.some(({ identifier }) => {
    const { parent } = identifier
    if (parent.type === 'MemberExpression' && parent.object === identifier) {
      return parent.parent.type === 'AssignmentExpression' && parent.parent.left === parent
    }
    return parent.type === 'CallExpression' && /^Object\.(assign|defineProperty)/.test(code.getText(parent.callee))
  })
}
