import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { isWritten, wrapped } from '../analysis/members.ts'
import { isFunction } from '../analysis/pathToFunction.ts'

/** Names of the attributes that are read; undefined where items go on as a whole. */
export type Attributes = ReadonlySet<string> | undefined

/** What is read of the items of a list. */
export function attributesOfList(list: TSESTree.Node, code: SourceCode, depth = 0): Attributes {
  const node = wrapped(list)
  const { parent } = node
  if (!parent || depth > 10) return
  if (isAsked(node, parent)) return new Set()
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node ? ofListMember(parent, code, depth) : undefined
    case 'LogicalExpression':
      return parent.left === node && parent.operator !== '&&' ? attributesOfList(parent, code, depth + 1) : undefined
    case 'ForOfStatement':
      return parent.right === node && parent.left.type === 'VariableDeclaration'
        ? ofBinding(parent.left.declarations[0]?.id, parent.left, code, depth)
        : undefined
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier'
        ? ofNames(parent.id, parent, code, name => attributesOfList(name, code, depth + 1))
        : undefined
    default:
      return
  }
}

/** What is read of one item. */
function attributesOfItem(item: TSESTree.Node, code: SourceCode, depth = 0): Attributes {
  const node = wrapped(item)
  const { parent } = node
  if (!parent || depth > 10) return
  if (isAsked(node, parent)) return new Set()
  switch (parent.type) {
    case 'MemberExpression': {
      const name = parent.object === node ? staticName(parent.property, parent.computed) : undefined
      return name === undefined || isWritten(parent) ? undefined : new Set([name])
    }
    case 'VariableDeclarator':
      return ofBinding(parent.id, parent, code, depth)
    case 'CallExpression': {
      const imported = importedName(parent.callee, code)
      return imported?.path.at(-1) === 'unmarshall' && parent.callee !== node
        ? attributesOfItem(parent, code, depth + 1)
        : undefined
    }
    default:
      return
  }
}

/** `if (items)`, `!items`, `items && …`, `items === undefined` */
function isAsked(node: TSESTree.Node, parent: TSESTree.Node): boolean {
  if ('test' in parent && parent.test === node) return true
  if (parent.type === 'UnaryExpression') return parent.operator === '!'
  if (parent.type === 'LogicalExpression') return parent.left === node && parent.operator === '&&'
  return parent.type === 'BinaryExpression' && /^[!=]==?$/.test(parent.operator)
}

const onEach = new Set(['every', 'filter', 'find', 'findIndex', 'flatMap', 'forEach', 'map', 'some'])
const keeping = new Set(['filter', 'reverse', 'slice'])

function ofListMember(member: TSESTree.MemberExpression, code: SourceCode, depth: number): Attributes {
  if (member.computed) return attributesOfItem(member, code, depth + 1)
  const name = staticName(member.property, member.computed) ?? ''
  if (name === 'length') return new Set()
  const { parent: call } = wrapped(member)
  if (call?.type !== 'CallExpression' || call.callee !== wrapped(member)) return
  if (name === 'at') return attributesOfItem(call, code, depth + 1)
  const rest = keeping.has(name) ? attributesOfList(call, code, depth + 1) : new Set<string>()
  if (name === 'slice' || name === 'reverse') return rest
  if (!onEach.has(name)) return
  const [callback] = call.arguments
  if (name === 'map' && callback && importedName(callback, code)?.path.at(-1) === 'unmarshall') {
    return attributesOfList(call, code, depth + 1)
  }
  if (!callback || !isFunction(callback)) return
  const found = name === 'find' ? attributesOfItem(call, code, depth + 1) : rest
  return merged([found, ofBinding(callback.params[0], callback, code, depth)])
}

/** What is read by a name, or by the names that a pattern takes out. */
function ofBinding(id: TSESTree.Node | undefined, owner: TSESTree.Node, code: SourceCode, depth: number): Attributes {
  if (id?.type === 'Identifier') return ofNames(id, owner, code, name => attributesOfItem(name, code, depth + 1))
  if (id?.type !== 'ObjectPattern') return
  const names = id.properties.map(one => (one.type === 'Property' ? staticName(one.key, one.computed) : undefined))
  return names.includes(undefined) ? undefined : new Set(names.flatMap(name => name ?? []))
}

function ofNames(
  id: TSESTree.Identifier,
  owner: TSESTree.Node,
  code: SourceCode,
  attributesBy: (name: TSESTree.Node) => Attributes,
): Attributes {
  const declaring = owner.type === 'VariableDeclaration' ? owner.declarations[0] : owner
  const variable = declaring
    ? code.scopeManager?.getDeclaredVariables(declaring).find(({ identifiers }) => identifiers.includes(id))
    : undefined
  if (!variable) return
  return merged(variable.references.flatMap(({ init, identifier }) => (init ? [] : [attributesBy(identifier)])))
}

export function merged(all: readonly Attributes[]): Attributes {
  const names = new Set<string>()
  for (const attributes of all) {
    if (!attributes) return
    for (const name of attributes) names.add(name)
  }
  return names
}
