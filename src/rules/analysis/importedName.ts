import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { requiredModule, staticName } from '#handlers/javascript/moduleBindings.ts'
import { isReassigned, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'

/** Something of another module. */
export interface ImportedName {
  /** As written, without `node:`. */
  readonly module: string
  /** From the module's exports on; empty for the module itself and for its default export. */
  readonly path: readonly string[]
  /** The variable of the file that it is reached by; absent where `require` stands right there. */
  readonly variable?: Variable
}

/**
 * What an expression such as `S3Client`, `AWS.DynamoDB.DocumentClient` or `require('pg').Pool` is of another module, also
 * through variables that never change; undefined for everything else.
 */
export function importedName(node: TSESTree.Node, code: SourceCode): ImportedName | undefined {
  const found = known.get(node)
  if (found !== undefined) return found ?? undefined
  const made = nameAt(node, code, 0)
  known.set(node, made ?? null)
  return made
}

/** Many rules ask of the same nodes; null for what is of no other module. */
const known = new WeakMap<TSESTree.Node, ImportedName | null>()

function nameAt(node: TSESTree.Node, code: SourceCode, depth: number): ImportedName | undefined {
  if (depth > 20) return
  const follow = (next: TSESTree.Node) => nameAt(next, code, depth + 1)
  switch (node.type) {
    case 'Identifier': {
      const variable = resolve(node, code)
      const found = variable && ofVariable(variable, code, depth)
      return found && { ...found, variable }
    }
    case 'MemberExpression': {
      const name = staticName(node.property, node.computed)
      const object = name === undefined ? undefined : follow(node.object)
      return object && name !== undefined ? extended(object, name) : undefined
    }
    case 'CallExpression': {
      const module = requiredModule(node)
      if (module !== undefined) return { module: withoutPrefix(module), path: [] }
      return ofTracedSdk(node, follow)
    }
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return follow(node.expression)
    default:
      return
  }
}

/** `captureAWS(require('aws-sdk'))` of X-Ray gives the SDK back. */
function ofTracedSdk(
  { callee, arguments: [first] }: TSESTree.CallExpression,
  follow: (node: TSESTree.Node) => ImportedName | undefined,
): ImportedName | undefined {
  if (callee.type !== 'MemberExpression' && callee.type !== 'Identifier') return
  const name = callee.type === 'Identifier' ? callee.name : staticName(callee.property, callee.computed)
  return name === 'captureAWS' && first ? follow(first) : undefined
}

function ofVariable(variable: Variable, code: SourceCode, depth: number): ImportedName | undefined {
  const [definition] = variable.defs
  if (!definition || isReassigned(variable)) return
  const { node, name } = definition
  switch (node.type) {
    case 'ImportSpecifier': {
      const imported = node.imported.type === 'Identifier' ? node.imported.name : node.imported.value
      return isTypeOnly(node) ? undefined : ofImport(node.parent, imported)
    }
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return ofImport(node.parent, 'default')
    case 'TSImportEqualsDeclaration': {
      if (node.moduleReference.type !== 'TSExternalModuleReference') return
      const { expression } = node.moduleReference
      return expression.type === 'Literal' && typeof expression.value === 'string'
        ? { module: withoutPrefix(expression.value), path: [] }
        : undefined
    }
    case 'VariableDeclarator': {
      const found = node.init ? nameAt(node.init, code, depth + 1) : undefined
      if (!found || node.id.type === 'Identifier') return found
      const path = node.id.type === 'ObjectPattern' ? pathIn(node.id, name) : undefined
      return path && path.reduce(extended, found)
    }
    default:
      return
  }
}

function ofImport(declaration: TSESTree.Node, name: string): ImportedName | undefined {
  if (declaration.type !== 'ImportDeclaration' || declaration.importKind === 'type') return
  return extended({ module: withoutPrefix(declaration.source.value), path: [] }, name)
}

function isTypeOnly({ importKind }: TSESTree.ImportSpecifier): boolean {
  return importKind === 'type'
}

/** The keys that lead through a pattern to the name that it declares. */
function pathIn(pattern: TSESTree.ObjectPattern, name: TSESTree.Node): readonly string[] | undefined {
  for (const property of pattern.properties) {
    if (property.type !== 'Property') continue
    const key = staticName(property.key, property.computed)
    if (key === undefined) continue
    if (property.value === name) return [key]
    const below = property.value.type === 'ObjectPattern' ? pathIn(property.value, name) : undefined
    if (below) return [key, ...below]
  }
  return
}

/** Both module systems meet in `default`, which stands for the module itself. */
function extended(object: ImportedName, name: string): ImportedName {
  return name === 'default' && object.path.length === 0 ? object : { ...object, path: [...object.path, name] }
}

function withoutPrefix(module: string): string {
  return module.startsWith('node:') ? module.slice('node:'.length) : module
}
