import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { exportsOfExpression, exportsOfModule } from './commonJsExports.ts'
import { type Binding, moduleBindings, moduleStatements } from './moduleBindings.ts'
import { expressionExport, type ModuleExport } from './moduleExport.ts'

/** All exports of a module, ES and CommonJS. Later ones come later; types are left out. */
export function moduleExports(
  program: TSESTree.Program,
  bindings: ReadonlyMap<string, Binding> = moduleBindings(program),
): readonly ModuleExport[] {
  return [...moduleStatements(program.body)].flatMap(statement => exportsOf(statement, bindings))
}

function exportsOf(statement: TSESTree.ProgramStatement, bindings: ReadonlyMap<string, Binding>): ModuleExport[] {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
      return statement.exportKind === 'type' ? [] : exportsOfNamed(statement, bindings)
    case 'ExportDefaultDeclaration':
      return exportOfDefault(statement.declaration)
    case 'TSExportAssignment':
      return exportsOfModule(statement.expression, bindings)
    case 'ExportAllDeclaration': {
      const { exported, source } = statement
      if (statement.exportKind === 'type') return []
      const value = { kind: 'from', specifier: source.value, exportName: '*' } as const
      return [{ exportName: exported ? moduleExportName(exported) : '*', node: exported ?? source, value }]
    }
    case 'ExpressionStatement':
      return exportsOfExpression(statement.expression, bindings)
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ init }) => (init ? exportsOfExpression(init, bindings) : []))
    default:
      return []
  }
}

function exportsOfNamed(
  statement: TSESTree.ExportNamedDeclaration,
  bindings: ReadonlyMap<string, Binding>,
): ModuleExport[] {
  const { declaration, source } = statement
  switch (declaration?.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
      return declaration.id ? [expressionExport(declaration.id.name, declaration.id, declaration)] : []
    case 'VariableDeclaration':
      return declaration.declarations.flatMap(declarator => exportsOfVariable(declarator, bindings))
    default:
  }
  return statement.specifiers.flatMap((specifier): ModuleExport[] => {
    if (specifier.exportKind === 'type') return []
    const exportName = moduleExportName(specifier.exported)
    const local = moduleExportName(specifier.local)
    const value: ModuleExport['value'] = source
      ? { kind: 'from', specifier: source.value, exportName: local }
      : { kind: 'binding', name: local }
    return [{ exportName, node: specifier.exported, value }]
  })
}

function exportsOfVariable(
  { id, init }: TSESTree.VariableDeclarator,
  bindings: ReadonlyMap<string, Binding>,
): ModuleExport[] {
  if (id.type === 'Identifier') {
    // Declared without a value, it may be set later.
    if (!init) return bindings.has(id.name) ? [bindingExport(id)] : []
    const value = { kind: 'expression', node: init, type: id.typeAnnotation?.typeAnnotation } as const
    return [{ exportName: id.name, node: id, value }, ...exportsOfExpression(init, bindings)]
  }
  if (id.type !== 'ObjectPattern') return []
  return id.properties.flatMap(({ value }) => (value?.type === 'Identifier' ? [bindingExport(value)] : []))
}

function bindingExport(name: TSESTree.Identifier): ModuleExport {
  return { exportName: name.name, node: name, value: { kind: 'binding', name: name.name } }
}

function exportOfDefault(node: TSESTree.ExportDefaultDeclaration['declaration']): ModuleExport[] {
  if (node.type === 'TSInterfaceDeclaration') return []
  if (node.type === 'FunctionDeclaration' && node.id) return [expressionExport('default', node.id, node)]
  return [expressionExport('default', node, node)]
}

function moduleExportName(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value
}
