import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { unwrapped } from '../analysis/members.ts'
import type { Loop } from '../loops/itemLoop.ts'
import { sdkRequest } from '../sdk/sdkRequest.ts'
import { propertiesOf, type SingleRequests } from './singleRequests.ts'

/** Whether a loop goes through items of one answer of its own table, whose keys differ, and names those keys. */
export function areKeysOfTable({ properties, batch }: SingleRequests, loop: Loop, code: SourceCode): boolean {
  if (loop.type !== 'ForOfStatement' || loop.left.type !== 'VariableDeclaration') return false
  const input = answeredInput(loop.right, code)
  const asked = input && propertiesOf(input, code)
  const [table, own] = [asked?.get('TableName'), properties.get(batch.shared)]
  if (!asked || !table || !own || asked.has('IndexName') || code.getText(table) !== code.getText(own)) return false
  const key = properties.get('Key')
  return key?.type === 'ObjectExpression' && key.properties.every(one => isOfItem(one, loop, code))
}

/** `id: item.id`, or `id` where the loop takes it out of the item. */
function isOfItem(property: TSESTree.ObjectLiteralElement, loop: TSESTree.ForOfStatement, code: SourceCode): boolean {
  if (property.type !== 'Property') return false
  const key = staticName(property.key, property.computed)
  const value = unwrapped(property.value)
  const item = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : undefined
  if (item?.type === 'Identifier') {
    const isMember =
      value.type === 'MemberExpression' && value.object.type === 'Identifier' && value.object.name === item.name
    return isMember && staticName(value.property, value.computed) === key
  }
  return (
    item?.type === 'ObjectPattern' &&
    value.type === 'Identifier' &&
    value.name === key &&
    code.getText(item).includes(value.name)
  )
}

/** What the request asked that items come from: `answer.Items`, `Items` of an answer, with `?? []`. */
function answeredInput(items: TSESTree.Node, code: SourceCode): TSESTree.Node | undefined {
  const node = unwrapped(items)
  if (node.type === 'LogicalExpression') return answeredInput(node.left, code)
  const name = node.type === 'MemberExpression' ? unwrapped(node.object) : node
  if (node.type === 'MemberExpression' && staticName(node.property, node.computed) !== 'Items') return
  const definition = name.type === 'Identifier' ? resolve(name, code)?.defs[0]?.node : undefined
  if (definition?.type !== 'VariableDeclarator' || definition.init?.type !== 'AwaitExpression') return
  const isTakenOut = definition.id.type === 'ObjectPattern' && name.type === 'Identifier' && name.name === 'Items'
  if (definition.id.type !== 'Identifier' && !isTakenOut) return
  const request = sdkRequest(definition.init.argument, code)
  return request && /^(Query|Scan)$/.test(request.operation) ? request.input : undefined
}
