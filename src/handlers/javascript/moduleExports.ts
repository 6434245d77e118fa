import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { moduleStatements, requiredModule, staticName } from './moduleBindings.ts'

/** One name that a module exports, as written, and what is exported under it. */
export interface ModuleExport {
  readonly exportName: string
  /** Where the name stands; the exported expression where there is none. */
  readonly node: TSESTree.Node
  readonly value:
    | { readonly kind: 'expression'; readonly node: TSESTree.Node; readonly type?: TSESTree.TypeNode | undefined }
    | { readonly kind: 'binding'; readonly name: string }
    | { readonly kind: 'from'; readonly specifier: string; readonly exportName: string }
}

/** All exports of a module, ES and CommonJS. Later ones come later; types are left out. */
export function moduleExports(program: TSESTree.Program): readonly ModuleExport[] {
  return [...moduleStatements(program.body)].flatMap(exportsOf)
}

function exportsOf(statement: TSESTree.ProgramStatement): ModuleExport[] {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
      return statement.exportKind === 'type' ? [] : exportsOfNamed(statement)
    case 'ExportDefaultDeclaration':
      return exportOfDefault(statement.declaration)
    case 'TSExportAssignment':
      return exportsOfModule(statement.expression)
    case 'ExportAllDeclaration': {
      const { exported, source } = statement
      if (statement.exportKind === 'type' || exported) return []
      return [{ exportName: '*', node: source, value: { kind: 'from', specifier: source.value, exportName: '*' } }]
    }
    case 'ExpressionStatement':
      return exportsOfExpression(statement.expression)
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ init }) => (init ? exportsOfExpression(init) : []))
    default:
      return []
  }
}

function exportsOfNamed(statement: TSESTree.ExportNamedDeclaration): ModuleExport[] {
  const { declaration, source } = statement
  if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'TSDeclareFunction') {
    return declaration.id ? [expressionExport(declaration.id.name, declaration.id, declaration)] : []
  }
  if (declaration?.type === 'VariableDeclaration') return declaration.declarations.flatMap(exportsOfVariable)
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

function exportsOfVariable({ id, init }: TSESTree.VariableDeclarator): ModuleExport[] {
  if (!init) return []
  if (id.type === 'Identifier') {
    const value = { kind: 'expression', node: init, type: id.typeAnnotation?.typeAnnotation } as const
    return [{ exportName: id.name, node: id, value }, ...exportsOfExpression(init)]
  }
  if (id.type !== 'ObjectPattern') return []
  return id.properties.flatMap(({ value }) =>
    value?.type === 'Identifier'
      ? [{ exportName: value.name, node: value, value: { kind: 'binding', name: value.name } }]
      : [],
  )
}

function exportOfDefault(node: TSESTree.ExportDefaultDeclaration['declaration']): ModuleExport[] {
  if (node.type === 'TSInterfaceDeclaration') return []
  if (node.type === 'FunctionDeclaration' && node.id) return [expressionExport('default', node.id, node)]
  return [expressionExport('default', node, node)]
}

/** `module.exports = …`: of an object its properties, of anything else the one value. */
function exportsOfModule(value: TSESTree.Expression): ModuleExport[] {
  if (value.type === 'ObjectExpression') return exportsOfObject(value)
  if (value.type === 'TSAsExpression' || value.type === 'TSSatisfiesExpression')
    return exportsOfModule(value.expression)
  const specifier = requiredModule(value)
  if (specifier !== undefined) {
    return [{ exportName: '*', node: value, value: { kind: 'from', specifier, exportName: '*' } }]
  }
  return [expressionExport('default', value, value)]
}

function exportsOfObject(object: TSESTree.ObjectExpression): ModuleExport[] {
  return object.properties.flatMap((property): ModuleExport[] => {
    if (property.type === 'SpreadElement') {
      const specifier = requiredModule(property.argument)
      if (specifier === undefined) return []
      return [{ exportName: '*', node: property, value: { kind: 'from', specifier, exportName: '*' } }]
    }
    const name = staticName(property.key, property.computed)
    return name === undefined ? [] : [expressionExport(name, property.key, property.value)]
  })
}

function exportsOfExpression(node: TSESTree.Expression): ModuleExport[] {
  if (node.type === 'SequenceExpression') return node.expressions.flatMap(exportsOfExpression)
  if (node.type === 'CallExpression') return exportsOfCall(node)
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return []
  const { left, right } = node
  const chained = exportsOfExpression(right)
  if (isModuleExports(left)) return [...chained, ...exportsOfModule(assignedValue(right))]
  if (left.type !== 'MemberExpression' || !isExportsObject(left.object)) return chained
  const name = staticName(left.property, left.computed)
  return name === undefined ? chained : [expressionExport(name, left.property, assignedValue(right)), ...chained]
}

/** `Object.assign(exports, { … })` and `Object.defineProperty(exports, 'x', { value })`. */
function exportsOfCall({ callee, arguments: [target, second, third] }: TSESTree.CallExpression): ModuleExport[] {
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== 'Object')
    return []
  if (!target || !isExportsObject(target)) return []
  const method = staticName(callee.property, callee.computed)
  if (method === 'assign') return second?.type === 'ObjectExpression' ? exportsOfObject(second) : []
  if (method !== 'defineProperty' || !second || third?.type !== 'ObjectExpression') return []
  const name = staticName(second, true)
  const value = exportsOfObject(third).find(({ exportName }) => exportName === 'value')
  return name === undefined || !value ? [] : [{ ...value, exportName: name, node: second }]
}

/** The end of `a = b = value`. */
function assignedValue(node: TSESTree.Expression): TSESTree.Expression {
  return node.type === 'AssignmentExpression' && node.operator === '=' ? assignedValue(node.right) : node
}

function isExportsObject(node: TSESTree.Node): boolean {
  return (node.type === 'Identifier' && node.name === 'exports') || isModuleExports(node)
}

function isModuleExports(node: TSESTree.Node): boolean {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier' || node.object.name !== 'module')
    return false
  return staticName(node.property, node.computed) === 'exports'
}

function expressionExport(exportName: string, node: TSESTree.Node, value: TSESTree.Node): ModuleExport {
  return { exportName, node, value: { kind: 'expression', node: value } }
}

function moduleExportName(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value
}
