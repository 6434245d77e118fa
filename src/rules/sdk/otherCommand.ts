import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isNameFree, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'

/** How something else of a module is reached, with the edits that import it. */
export type Reached = { readonly name: string; readonly edits: readonly TextEdit[] } | { readonly why: string }

/**
 * Another export of the module that a command comes from: imported beside it, or in its place where this was its one
 * use. `used` is the expression of the class.
 */
export function exportBeside(used: TSESTree.Expression, name: string, code: SourceCode): Reached {
  if (used.type === 'MemberExpression') return { name: `${code.getText(used.object)}.${name}`, edits: [] }
  const variable = used.type === 'Identifier' ? resolve(used, code) : undefined
  const specifier = variable && specifierOf(variable.defs[0]?.node, variable.name)
  if (!variable || !specifier) return { why: `“${code.getText(used)}” is imported in a way that cannot be added to.` }
  if (isBeside(specifier, name)) return { name, edits: [] }
  if (!isNameFree(name, code)) return { why: `The file has another “${name}”.` }
  const isOnlyUse = variable.references.filter(({ init }) => !init).length === 1
  const [start, end] = specifier.range
  return {
    name,
    edits: [isOnlyUse ? { start, end, newText: name } : { start: end, end, newText: `, ${name}` }],
  }
}

/** Where a name is imported as what it is called: `{ A }` of an import, or of a `require` that is taken apart. */
function specifierOf(node: TSESTree.Node | undefined, name: string): TSESTree.Node | undefined {
  if (node?.type === 'ImportSpecifier') {
    return node.local.range[0] === node.imported.range[0] && node.parent.type === 'ImportDeclaration' ? node : undefined
  }
  if (node?.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern') return
  return node.id.properties.find(
    one => one.type === 'Property' && one.shorthand && one.value.type === 'Identifier' && one.value.name === name,
  )
}

function isBeside({ parent }: TSESTree.Node, name: string): boolean {
  if (parent?.type === 'ImportDeclaration') {
    return parent.specifiers.some(
      one => one.type === 'ImportSpecifier' && one.local.name === name && one.imported.range[0] === one.local.range[0],
    )
  }
  if (parent?.type !== 'ObjectPattern') return false
  return parent.properties.some(
    one => one.type === 'Property' && one.shorthand && one.value.type === 'Identifier' && one.value.name === name,
  )
}
