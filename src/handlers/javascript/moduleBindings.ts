import type { TSESTree } from '@typescript-eslint/typescript-estree'

/** What a name of the module's top level stands for. */
export type Binding =
  | { readonly kind: 'function'; readonly node: TSESTree.FunctionDeclaration | TSESTree.TSDeclareFunction }
  | { readonly kind: 'class'; readonly node: TSESTree.ClassDeclaration }
  | {
      readonly kind: 'value'
      readonly node: TSESTree.Expression
      readonly type?: TSESTree.TypeNode | undefined
      /** What is put into it by name after it is made: `functions.hello = { … }`. */
      readonly members?: readonly AssignedMember[]
    }
  | { readonly kind: 'import'; readonly specifier: string; readonly exportName: string }
  /** A property of a value; without a key where its name is computed. */
  | { readonly kind: 'destructured'; readonly node: TSESTree.Expression; readonly key?: string }

export interface AssignedMember {
  readonly key: string
  readonly at: TSESTree.Node
  readonly value: TSESTree.Expression
}

/** Statements that run when the module is loaded, those inside top-level blocks, conditions and `try` included. */
export function* moduleStatements(
  statements: readonly TSESTree.ProgramStatement[],
): Generator<TSESTree.ProgramStatement> {
  for (const statement of statements) {
    yield statement
    if (statement.type === 'BlockStatement') yield* moduleStatements(statement.body)
    else if (statement.type === 'IfStatement') {
      yield* moduleStatements(
        statement.alternate ? [statement.consequent, statement.alternate] : [statement.consequent],
      )
    } else if (statement.type === 'TryStatement') {
      yield* moduleStatements([statement.block, ...(statement.handler ? [statement.handler.body] : [])])
    }
  }
}

/** The names that a module's top level declares. */
export function moduleBindings(program: TSESTree.Program): ReadonlyMap<string, Binding> {
  const bindings = new Map<string, Binding>()
  for (const statement of moduleStatements(program.body)) {
    const exported = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
    const declaration = exported ? statement.declaration : statement
    if (declaration) declare(declaration, bindings)
  }
  for (const statement of moduleStatements(program.body)) {
    if (statement.type === 'ExpressionStatement') assign(statement.expression, bindings)
  }
  return bindings
}

/** `name = value` for a name that is declared without one, and `name.key = value`. */
function assign(node: TSESTree.Expression, bindings: Map<string, Binding>): void {
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return
  const { left, right } = node
  if (left.type === 'Identifier') {
    if (!bindings.has(left.name)) bindings.set(left.name, { kind: 'value', node: right })
    return
  }
  if (left.type !== 'MemberExpression' || left.object.type !== 'Identifier') return
  const key = staticName(left.property, left.computed)
  const object = bindings.get(left.object.name)
  if (key === undefined || object?.kind !== 'value') return
  const members = [...(object.members ?? []), { key, at: left.property, value: right }]
  bindings.set(left.object.name, { ...object, members })
}

function declare(node: TSESTree.Node, bindings: Map<string, Binding>): void {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      // The last of several is the implementation: overloads come first.
      if (node.id) bindings.set(node.id.name, { kind: 'function', node })
      break
    case 'ClassDeclaration':
      if (node.id) bindings.set(node.id.name, { kind: 'class', node })
      break
    case 'VariableDeclaration':
      for (const { id, init } of node.declarations) if (init) declareVariable(id, init, bindings)
      break
    case 'ImportDeclaration':
      for (const specifier of node.specifiers) {
        const imported = importedName(specifier)
        bindings.set(specifier.local.name, { kind: 'import', specifier: node.source.value, exportName: imported })
      }
      break
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference') {
        const { expression } = node.moduleReference
        if (expression.type === 'Literal' && typeof expression.value === 'string') {
          bindings.set(node.id.name, { kind: 'import', specifier: expression.value, exportName: '*' })
        }
      }
      break
    default:
  }
}

function declareVariable(id: TSESTree.DestructuringPattern, init: TSESTree.Expression, to: Map<string, Binding>): void {
  if (id.type === 'Identifier') {
    const specifier = requiredModule(init)
    if (specifier !== undefined) to.set(id.name, { kind: 'import', specifier, exportName: '*' })
    else to.set(id.name, { kind: 'value', node: init, type: id.typeAnnotation?.typeAnnotation })
    return
  }
  if (id.type !== 'ObjectPattern') return
  const specifier = requiredModule(init)
  for (const property of id.properties) {
    if (property.type !== 'Property' || property.value.type !== 'Identifier') continue
    const exportName = staticName(property.key, property.computed)
    if (specifier !== undefined && exportName !== undefined) {
      to.set(property.value.name, { kind: 'import', specifier, exportName })
    } else {
      to.set(property.value.name, {
        kind: 'destructured',
        node: init,
        ...(exportName !== undefined && { key: exportName }),
      })
    }
  }
}

/** `x` of `require('x')`. */
export function requiredModule(node: TSESTree.Node): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return
  const [specifier] = node.arguments
  return specifier?.type === 'Literal' && typeof specifier.value === 'string' ? specifier.value : undefined
}

/** A property's or member's name where it stands in the source. */
export function staticName(key: TSESTree.Node, computed: boolean): string | undefined {
  if (key.type === 'Identifier' && !computed) return key.name
  if (key.type === 'PrivateIdentifier') return
  if (key.type === 'TemplateLiteral' && key.quasis.length === 1) return key.quasis[0]?.value.cooked ?? undefined
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined
}

function importedName(specifier: TSESTree.ImportClause): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default'
  if (specifier.type === 'ImportNamespaceSpecifier') return '*'
  return specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value
}
