import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Variable } from '@typescript-eslint/scope-manager'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { changesMembers } from '../analysis/changes.ts'
import { unwrapped, wrapped } from '../analysis/members.ts'
import { propertiesOf } from '../batch/singleRequests.ts'
import { type SdkRequest, valueBehind } from '../sdk/sdkRequest.ts'
import { type ListOperation, listOperation } from './listOperations.ts'

/** A list of which only the first page is read. */
export interface FirstPage {
  readonly request: SdkRequest
  readonly list: ListOperation
  readonly awaited: TSESTree.AwaitExpression
  /** Where the list is used. */
  readonly uses: readonly TSESTree.Node[]
}

const tokens =
  /\b(LastEvaluatedKey|ExclusiveStartKey|(Next)?ContinuationToken|[nN]extToken|(Next)?Marker|PaginationToken|IsTruncated|(Next)?StartKey)\b/

const limiting = /^(Max|Limit$|limit$|max|PageSize|Select$|Segment$)/

/** The request for a list whose other pages nobody reads; undefined where one page is enough, or that is not known. */
export function firstPage(request: SdkRequest, code: SourceCode): FirstPage | undefined {
  const list = listOperation(request)
  const awaited = request.promise.parent
  if (!list || awaited.type !== 'AwaitExpression' || tokens.test(code.text)) return
  const properties = request.input ? propertiesOf(request.input, code) : new Map<string, TSESTree.Node>()
  if (!properties || isChanged(request.input, code)) return
  const names = [...properties.keys()]
  if (names.some(name => limiting.test(name) || list.chosenBy?.test(name))) return
  if (request.operation === 'Query' && isOfOneItem(properties, code)) return
  const uses = listUses(awaited, list.items, code)
  if (!uses || uses.every(isForFirst)) return
  return { request, list, awaited, uses }
}

function isChanged(input: TSESTree.Node | undefined, code: SourceCode): boolean {
  const bare = input && unwrapped(input)
  const variable = bare?.type === 'Identifier' ? resolve(bare, code) : undefined
  return variable?.references.some(({ identifier }) => changesMembers(identifier)) === true
}

/** `id = :id and at = :at`: the whole key of a table names one item. */
function isOfOneItem(properties: ReadonlyMap<string, TSESTree.Node>, code: SourceCode): boolean {
  const condition = properties.get('KeyConditionExpression')
  const value = condition && valueBehind(condition, code)
  const text = value ? code.getText(value) : ''
  return !properties.has('IndexName') && /\band\b/i.test(text) && !/[<>]|begins_with|between/i.test(text)
}

/** The places that use the list of an answer; undefined where the whole answer, or another member of it, is used. */
function listUses(
  awaited: TSESTree.AwaitExpression,
  items: string,
  code: SourceCode,
): readonly TSESTree.Node[] | undefined {
  const answer = wrapped(awaited)
  const { parent } = answer
  if (parent?.type === 'MemberExpression' && parent.object === answer) {
    return staticName(parent.property, parent.computed) === items ? usesOfMember(parent, code) : undefined
  }
  if (parent?.type !== 'VariableDeclarator') return
  const variables = code.scopeManager?.getDeclaredVariables(parent) ?? []
  if (parent.id.type === 'Identifier') return variables[0] && usesOfAnswer(variables[0], items, code)
  if (parent.id.type !== 'ObjectPattern' || parent.id.properties.some(({ type }) => type !== 'Property')) return
  return variables.flatMap(variable => {
    const property = propertyOf(variable)
    return property && staticName(property.key, property.computed) === items ? readsOf(variable) : []
  })
}

function propertyOf({ identifiers: [name] }: Variable): TSESTree.Property | undefined {
  for (let at = name?.parent; at; at = at.parent) {
    if (at.type === 'Property') return at
    if (at.type !== 'AssignmentPattern') return
  }
  return
}

function usesOfAnswer(answer: Variable, items: string, code: SourceCode): readonly TSESTree.Node[] | undefined {
  const uses: TSESTree.Node[] = []
  for (const name of readsOf(answer)) {
    const node = wrapped(name)
    const { parent } = node
    if (isLogged(node)) continue
    if (parent?.type !== 'MemberExpression' || parent.object !== node) return
    const member = staticName(parent.property, parent.computed)
    if (member === undefined) return
    if (member === items) uses.push(...usesOfMember(parent, code))
  }
  return uses
}

/** A member, or the variable that is declared with it alone. */
function usesOfMember(member: TSESTree.Node, code: SourceCode): readonly TSESTree.Node[] {
  const { parent } = wrapped(member)
  const assigned =
    parent?.type === 'AssignmentExpression' && parent.left.type === 'Identifier' && resolve(parent.left, code)
  if (assigned) return readsOf(assigned).filter(name => name !== parent.left)
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return [member]
  return (code.scopeManager?.getDeclaredVariables(parent) ?? []).flatMap(readsOf)
}

function readsOf({ references }: Variable): readonly TSESTree.Node[] {
  return references.filter(({ init }) => !init).map(({ identifier }) => identifier)
}

/** `console.log(answer)`, `console.log(JSON.stringify(answer))` */
function isLogged({ parent }: TSESTree.Node): boolean {
  if (parent?.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false
  const { object } = parent.callee
  if (object.type !== 'Identifier') return false
  return object.name === 'console' || (object.name === 'JSON' && isLogged(parent))
}

/** Whether a use asks for the first item only, or whether there is any. */
function isForFirst(use: TSESTree.Node): boolean {
  const node = wrapped(use)
  const { parent } = node
  if (isLogged(node)) return true
  switch (parent?.type) {
    case 'MemberExpression': {
      if (parent.object !== node) return false
      if (parent.computed) return parent.property.type === 'Literal'
      return isAnyTest(parent) || isMethodForFirst(parent)
    }
    case 'VariableDeclarator':
      return parent.id.type === 'ArrayPattern'
    // `getSingleOrThrow(items)`
    case 'CallExpression':
      return parent.callee.type === 'Identifier' && /single|first|only|head/i.test(parent.callee.name)
    case 'LogicalExpression':
      return parent.left === node && (parent.operator === '&&' || isForFirst(parent))
    case 'UnaryExpression':
    case 'IfStatement':
    case 'ConditionalExpression':
      return parent.type === 'UnaryExpression' || parent.test === node
    case 'BinaryExpression':
      return true
    default:
      return false
  }
}

/** `list.length === 0`, `!list.length`, `list.length > 0 ? … : …` */
function isAnyTest(member: TSESTree.MemberExpression): boolean {
  if (staticName(member.property, member.computed) !== 'length') return false
  const { parent } = wrapped(member)
  if (parent?.type === 'BinaryExpression')
    return ['0', '1'].includes(parent.right.type === 'Literal' ? parent.right.raw : '')
  return (
    parent !== undefined && /^(UnaryExpression|IfStatement|ConditionalExpression|LogicalExpression)$/.test(parent.type)
  )
}

function isMethodForFirst({ property }: TSESTree.MemberExpression): boolean {
  return property.type === 'Identifier' && /^(at|shift)$/.test(property.name)
}
