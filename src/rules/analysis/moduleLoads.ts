import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { requiredModule } from '#handlers/javascript/moduleBindings.ts'
import { isModuleLevel } from '#syntax/javascript/names.ts'
import { nodesOf, type SourceCode } from '#syntax/javascript/sourceCode.ts'

/** A statement or expression that loads another module. */
export interface ModuleLoad {
  readonly node: TSESTree.ImportDeclaration | TSESTree.TSImportEqualsDeclaration | TSESTree.CallExpression
  /** As written, without `node:`. */
  readonly module: string
  /** The text that names it. */
  readonly source: TSESTree.StringLiteral
  /** What it declares; for `require` only where it stands alone in a declaration at the top of the file. */
  readonly variables: readonly Variable[]
  /** All of the statement; absent where the load is a part of something else. */
  readonly statement?: TSESTree.ProgramStatement
}

const known = new WeakMap<TSESTree.Node, readonly ModuleLoad[]>()

/**
 * The modules that a file loads when it runs, each where it does, in source order: `import`, `require` and
 * `import … = require`, without imports of types only, also such as TypeScript leaves out because all uses are types.
 */
export function moduleLoads(code: SourceCode): readonly ModuleLoad[] {
  const found = known.get(code.ast)
  if (found) return found
  const made = nodesOf(loading, code).flatMap(node => loadAt(node, code) ?? [])
  known.set(code.ast, made)
  return made
}

const loading = ['CallExpression', 'ImportDeclaration', 'TSImportEqualsDeclaration'] as const

function loadAt(node: TSESTree.Node, code: SourceCode): ModuleLoad | undefined {
  switch (node.type) {
    case 'ImportDeclaration': {
      const variables = declaredBy(node, code)
      if (node.importKind === 'type' || isForTypesOnly(node, variables)) return
      return { node, module: nameOf(node.source), source: node.source, variables, statement: node }
    }
    case 'TSImportEqualsDeclaration': {
      const { moduleReference } = node
      if (node.importKind === 'type' || moduleReference.type !== 'TSExternalModuleReference') return
      const source = moduleReference.expression
      if (!isText(source)) return
      const variables = declaredBy(node, code)
      if (isUsedAsType(variables)) return
      return { node, module: nameOf(source), source, variables, statement: node }
    }
    case 'CallExpression': {
      const [source] = node.arguments
      if (requiredModule(node) === undefined || !source || !isText(source)) return
      const declarator = node.parent.type === 'VariableDeclarator' ? node.parent : undefined
      const statement = declarator?.parent
      const isWhole = statement?.parent.type === 'Program' && statement.declarations.length === 1
      const variables = declarator ? declaredBy(declarator, code).filter(isModuleLevel) : []
      return { node, module: nameOf(source), source, variables, ...(isWhole && { statement }) }
    }
    default:
      return
  }
}

/** `import { type A }` is left out by TypeScript; `import 'a'` is not. */
function isForTypesOnly({ specifiers }: TSESTree.ImportDeclaration, variables: readonly Variable[]): boolean {
  if (specifiers.length === 0) return false
  if (specifiers.every(one => one.type === 'ImportSpecifier' && one.importKind === 'type')) return true
  return isUsedAsType(variables)
}

function isUsedAsType(variables: readonly Variable[]): boolean {
  const references = variables.flatMap(variable => variable.references)
  return references.length > 0 && references.every(({ isValueReference }) => !isValueReference)
}

function declaredBy(node: TSESTree.Node, { scopeManager }: SourceCode): readonly Variable[] {
  const own = scopeManager?.getDeclaredVariables(node) ?? []
  if (node.type !== 'ImportDeclaration') return own
  const below = node.specifiers.flatMap(specifier => scopeManager?.getDeclaredVariables(specifier) ?? [])
  return [...new Set([...own, ...below])]
}

function nameOf({ value }: TSESTree.StringLiteral): string {
  return value.startsWith('node:') ? value.slice('node:'.length) : value
}

function isText(node: TSESTree.Node): node is TSESTree.StringLiteral {
  return node.type === 'Literal' && typeof node.value === 'string'
}
