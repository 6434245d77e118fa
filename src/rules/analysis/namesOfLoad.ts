import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { ModuleLoad } from './moduleLoads.ts'

/** An export of a loaded module that the file uses. */
export interface LoadedName {
  readonly name: string
  /** Its own variable; absent where it is reached through the module: `AWS.S3`. */
  readonly variable?: Variable
  /** The places that reach it through the module. */
  readonly members: readonly Member[]
}

/** `AWS.S3`, as a value or as a type. */
export interface Member {
  readonly node: TSESTree.MemberExpression | TSESTree.TSQualifiedName
  readonly isType: boolean
}

/**
 * The exports that a file uses of what a statement loads, in the order of their first use or declaration; or the
 * reason why they cannot be told.
 */
export function namesOfLoad(load: ModuleLoad, code: SourceCode): readonly LoadedName[] | { readonly why: string } {
  const found = new Map<string, LoadedName>()
  const add = (name: string, more: Partial<LoadedName>) => {
    const before = found.get(name)
    found.set(name, { ...before, name, ...more, members: [...(before?.members ?? []), ...(more.members ?? [])] })
  }
  for (const variable of load.variables) {
    const imported = importedBy(variable)
    if (imported === undefined) return { why: `“${variable.name}” is taken out of the module in a way not followed.` }
    if (imported !== '') {
      if (found.has(imported)) return { why: `“${imported}” is imported twice.` }
      add(imported, { variable })
      continue
    }
    for (const { identifier, init, isValueReference } of variable.references) {
      if (init) continue
      const member = memberAt(identifier)
      if (!member) return { why: `“${code.getText(identifier)}” is used as a whole.` }
      add(member.name, { members: [{ node: member.node, isType: !isValueReference }] })
    }
  }
  return [...found.values()]
}

/** The export that a variable stands for; the empty string for the module as a whole, or its default export. */
function importedBy({ defs: [definition], name }: Variable): string | undefined {
  const node = definition?.node
  switch (node?.type) {
    case 'ImportSpecifier': {
      const imported = node.imported.type === 'Identifier' ? node.imported.name : node.imported.value
      return imported === 'default' ? '' : imported
    }
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
    case 'TSImportEqualsDeclaration':
      return ''
    case 'VariableDeclarator': {
      if (node.id.type === 'Identifier') return ''
      if (node.id.type !== 'ObjectPattern') return
      const own = node.id.properties.find(
        property =>
          property.type === 'Property' && property.value.type === 'Identifier' && property.value.name === name,
      )
      return own?.type === 'Property' ? staticName(own.key, own.computed) : undefined
    }
    default:
      return
  }
}

function memberAt(name: TSESTree.Node): { readonly name: string; readonly node: Member['node'] } | undefined {
  const { parent } = name
  if (parent?.type === 'TSQualifiedName' && parent.left === name) return { name: parent.right.name, node: parent }
  if (parent?.type !== 'MemberExpression' || parent.object !== name || parent.computed || parent.optional) return
  return parent.property.type === 'Identifier' ? { name: parent.property.name, node: parent } : undefined
}
