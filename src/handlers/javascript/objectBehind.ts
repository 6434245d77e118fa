import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { type AssignedMember, type Binding, requiredModule, staticName } from './moduleBindings.ts'

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression

/** What an expression is whose members are asked for. */
export type ObjectBehind =
  | {
      readonly kind: 'object'
      readonly node: TSESTree.ObjectExpression
      readonly assigned: readonly AssignedMember[]
    }
  | { readonly kind: 'class' | 'instance'; readonly node: ClassNode }
  /** Of another file, whole where the path is empty. */
  | { readonly kind: 'import'; readonly specifier: string; readonly path: string }

const maximalDepth = 40

export function objectBehind(
  node: TSESTree.Node,
  bindings: ReadonlyMap<string, Binding>,
  depth = 0,
): ObjectBehind | undefined {
  if (depth > maximalDepth) return
  switch (node.type) {
    case 'ObjectExpression':
      return { kind: 'object', node, assigned: [] }
    case 'ClassDeclaration':
    case 'ClassExpression':
      return { kind: 'class', node }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return objectBehind(node.expression, bindings, depth + 1)
    case 'Identifier':
      return objectOfName(node.name, bindings, depth + 1)
    case 'NewExpression': {
      const made = objectBehind(node.callee, bindings, depth + 1)
      if (made?.kind === 'class') return { ...made, kind: 'instance' }
      // What an exported class has for its instances stands in its prototype.
      return made?.kind === 'import' && made.path !== '' ? { ...made, path: `${made.path}.prototype` } : undefined
    }
    default: {
      const specifier = requiredModule(node)
      return specifier === undefined ? undefined : { kind: 'import', specifier, path: '' }
    }
  }
}

export function objectOfName(
  name: string,
  bindings: ReadonlyMap<string, Binding>,
  depth = 0,
): ObjectBehind | undefined {
  const binding = bindings.get(name)
  switch (binding?.kind) {
    case 'class':
      return { kind: 'class', node: binding.node }
    case 'import':
      return {
        kind: 'import',
        specifier: binding.specifier,
        path: binding.exportName === '*' ? '' : binding.exportName,
      }
    case 'value': {
      const object = objectBehind(binding.node, bindings, depth)
      return object?.kind === 'object' ? { ...object, assigned: binding.members ?? [] } : object
    }
    default:
      return
  }
}

/** What stands under a name in an object or a class of this file, inherited methods included. */
export function memberNode(
  of: TSESTree.Node,
  name: string,
  bindings: ReadonlyMap<string, Binding>,
  depth = 0,
): TSESTree.Node | undefined {
  const object = depth > maximalDepth ? undefined : objectBehind(of, bindings, depth)
  if (!object || object.kind === 'import') return
  const own = membersOf(object).findLast(member => member.name === name)?.value
  const parent = object.kind === 'object' ? undefined : object.node.superClass
  return own ?? (parent ? memberNode(parent, name, bindings, depth + 1) : undefined)
}

export interface Member {
  readonly name: string
  readonly at: TSESTree.Node
  readonly value: TSESTree.Node
  readonly isStatic: boolean
}

/** The members that stand in an object or a class itself. */
export function membersOf(object: Exclude<ObjectBehind, { readonly kind: 'import' }>): readonly Member[] {
  if (object.kind === 'object') {
    const own = object.node.properties.flatMap(property => {
      const name = property.type === 'Property' ? staticName(property.key, property.computed) : undefined
      return property.type !== 'Property' || name === undefined
        ? []
        : [{ name, at: property.key, value: property.value, isStatic: true }]
    })
    return [...own, ...object.assigned.map(({ key, at, value }) => ({ name: key, at, value, isStatic: true }))]
  }
  return object.node.body.body.flatMap(member => {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return []
    const name = staticName(member.key, member.computed)
    if (name === undefined || !member.value || member.value.type === 'TSEmptyBodyFunctionExpression') return []
    return [{ name, at: member.key, value: member.value, isStatic: member.static }]
  })
}
