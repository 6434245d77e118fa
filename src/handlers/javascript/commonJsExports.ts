import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { type Binding, requiredModule, staticName } from './moduleBindings.ts'
import { expressionExport, type ModuleExport } from './moduleExport.ts'

type Bindings = ReadonlyMap<string, Binding>

/** `module.exports = …`: of an object its properties, of anything else the one value. */
export function exportsOfModule(value: TSESTree.Expression, bindings: Bindings): ModuleExport[] {
  switch (value.type) {
    case 'ObjectExpression':
      return exportsOfObject(value, bindings)
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return exportsOfModule(value.expression, bindings)
    case 'Identifier': {
      const binding = bindings.get(value.name)
      const isObject =
        binding?.kind === 'import' || (binding?.kind === 'value' && binding.node.type === 'ObjectExpression')
      const members = exportsOfAll(value, bindings)
      return isObject && members.length > 0 ? members : [expressionExport('default', value, value), ...members]
    }
    default: {
      const specifier = requiredModule(value)
      return specifier === undefined ? [expressionExport('default', value, value)] : [everythingOf(specifier, value)]
    }
  }
}

export function exportsOfExpression(node: TSESTree.Expression, bindings: Bindings): ModuleExport[] {
  if (node.type === 'SequenceExpression')
    return node.expressions.flatMap(expression => exportsOfExpression(expression, bindings))
  // Bundlers tell other tools of the names by a statement that never runs: `0 && (module.exports = { handler })`.
  if (node.type === 'LogicalExpression') return exportsOfExpression(node.right, bindings)
  if (node.type === 'CallExpression') return exportsOfCall(node, bindings)
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return []
  const { left, right } = node
  const chained = exportsOfExpression(right, bindings)
  if (isModuleExports(left)) return [...chained, ...exportsOfModule(assignedValue(right), bindings)]
  if (left.type !== 'MemberExpression' || !isExportsObject(left.object)) return chained
  const name = staticName(left.property, left.computed)
  return name === undefined ? chained : [expressionExport(name, left.property, assignedValue(right)), ...chained]
}

/** `Object.assign(exports, { … })`, `Object.defineProperty(exports, 'x', { … })`, and `__exportStar` of compilers. */
function exportsOfCall({ callee, arguments: given }: TSESTree.CallExpression, bindings: Bindings): ModuleExport[] {
  const [first, second, third] = given
  const method = callee.type === 'MemberExpression' ? staticName(callee.property, callee.computed) : undefined
  const name = callee.type === 'Identifier' ? callee.name : method
  if (name === '__exportStar' && first && second && isExportsObject(second)) return exportsOfAll(first, bindings)
  const isOfObject =
    callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Object'
  if (!isOfObject || !first || !isExportsObject(first)) return []
  if (method === 'assign') return given.slice(1).flatMap(source => exportsOfAll(source, bindings))
  if (method !== 'defineProperty' || !second || third?.type !== 'ObjectExpression') return []
  const exportName = staticName(second, true)
  const [value] = third.properties.flatMap(property => definedValue(property) ?? [])
  return exportName === undefined || !value ? [] : [expressionExport(exportName, second, value)]
}

/** Of a property's description: its `value`, or what its `get` returns. */
function definedValue(property: TSESTree.ObjectLiteralElement): TSESTree.Node | undefined {
  if (property.type !== 'Property') return
  const name = staticName(property.key, property.computed)
  if (name === 'value') return property.value
  if (name !== 'get' || !('body' in property.value)) return
  const { body } = property.value
  if (body?.type !== 'BlockStatement') return body ?? undefined
  const last = body.body.at(-1)
  return last?.type === 'ReturnStatement' ? (last.argument ?? undefined) : undefined
}

/** What the exports have of an object or a module that is spread or assigned over them. */
function exportsOfAll(node: TSESTree.Node, bindings: Bindings, depth = 0): ModuleExport[] {
  if (node.type === 'ObjectExpression') return exportsOfObject(node, bindings, depth)
  const specifier = requiredModule(node)
  if (specifier !== undefined) return [everythingOf(specifier, node)]
  if (node.type !== 'Identifier' || depth > deepestSpread) return []
  const binding = bindings.get(node.name)
  if (binding?.kind === 'import' && binding.exportName === '*') return [everythingOf(binding.specifier, node)]
  if (binding?.kind !== 'value') return []
  const assigned = binding.members?.map(({ key, at, value }) => expressionExport(key, at, value)) ?? []
  return [...exportsOfAll(binding.node, bindings, depth + 1), ...assigned]
}

const deepestSpread = 5

function exportsOfObject(object: TSESTree.ObjectExpression, bindings: Bindings, depth = 0): ModuleExport[] {
  return object.properties.flatMap((property): ModuleExport[] => {
    if (property.type === 'SpreadElement') return exportsOfAll(property.argument, bindings, depth + 1)
    const name = staticName(property.key, property.computed)
    return name === undefined ? [] : [expressionExport(name, property.key, property.value)]
  })
}

function everythingOf(specifier: string, node: TSESTree.Node): ModuleExport {
  return { exportName: '*', node, value: { kind: 'from', specifier, exportName: '*' } }
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
