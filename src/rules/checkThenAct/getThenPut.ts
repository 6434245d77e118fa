import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Variable } from '@typescript-eslint/scope-manager'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { unwrapped, wrapped } from '../analysis/members.ts'
import { functionAround } from '../analysis/pathToFunction.ts'
import { importedName } from '../analysis/importedName.ts'
import { propertiesOf } from '../batch/singleRequests.ts'
import { type SdkRequest, sdkRequest, valueBehind } from '../sdk/sdkRequest.ts'
import { isWhereMissing } from './foundTest.ts'

/** A put that was preceded by a look whether the item is there, between which another call may put it. */
export interface CheckedPut {
  readonly put: SdkRequest
  readonly input: TSESTree.ObjectExpression
  /** An attribute of the key by which it was looked for; absent where it was searched for otherwise. */
  readonly key?: string
}

export function checkedPut(node: TSESTree.CallExpression, code: SourceCode): CheckedPut | undefined {
  const put = sdkRequest(node, code)
  if (put?.service !== 'dynamodb' || put.operation !== 'PutItem' || !put.input) return
  const input = valueBehind(put.input, code)
  const properties = propertiesOf(put.input, code)
  const around = functionAround(node)
  if (input?.type !== 'ObjectExpression' || !properties || !around) return
  if ([...properties.keys()].some(name => /^(Condition|Expected|ExpressionAttribute)/.test(name))) return
  const [table, item] = [properties.get('TableName'), properties.get('Item')]
  if (!table || !item) return
  for (const call of descendants(around, code)) {
    if (call.range[0] >= node.range[0]) return
    if (call.type !== 'CallExpression' || functionAround(call) !== around) continue
    const look = sdkRequest(call, code)
    const asked = look?.input && propertiesOf(look.input, code)
    const askedTable = asked?.get('TableName')
    if (!look || !asked || !askedTable || textOf(askedTable, code) !== textOf(table, code)) continue
    const isSought = soughtBy(look, code)
    if (!isSought || !isWhereMissing(node, isSought)) continue
    if (look.operation === 'Query' || look.operation === 'Scan') return { put, input }
    const key = look.operation === 'GetItem' ? sameKey(asked.get('Key'), item, code) : undefined
    if (key !== undefined) return { put, input, key }
  }
  return
}

/** Tells expressions that stand for what a look found: `answer.Item`, `Item`, `answer.Items.length`, `answer.Count`. */
function soughtBy(look: SdkRequest, code: SourceCode): ((node: TSESTree.Node) => boolean) | undefined {
  const isGet = look.operation === 'GetItem'
  const names = isGet ? ['Item'] : ['Items', 'Count']
  const awaited = look.promise.parent.type === 'AwaitExpression' ? wrapped(look.promise.parent) : undefined
  const declarator = awaited?.parent
  const answers = new Set<Variable>()
  const found = new Set<Variable>()
  if (declarator?.type === 'MemberExpression' && declarator.object === awaited) {
    const own = wrapped(declarator).parent
    if (
      !names.includes(staticName(declarator.property, declarator.computed) ?? '') ||
      own?.type !== 'VariableDeclarator'
    )
      return
    for (const variable of code.scopeManager?.getDeclaredVariables(own) ?? []) found.add(variable)
  } else if (declarator?.type === 'VariableDeclarator') {
    for (const variable of code.scopeManager?.getDeclaredVariables(declarator) ?? []) {
      const property = variable.identifiers[0]?.parent
      if (declarator.id.type === 'Identifier') answers.add(variable)
      else if (property?.type === 'Property' && names.includes(staticName(property.key, property.computed) ?? ''))
        found.add(variable)
    }
  } else return
  const isFound = (node: TSESTree.Node): boolean => {
    const bare = unwrapped(node)
    if (bare.type === 'Identifier') {
      const variable = resolve(bare, code)
      if (variable && found.has(variable)) return true
      const value = valueBehind(bare, code)
      return value !== undefined && value !== bare && value.type === 'MemberExpression' && isFound(value)
    }
    if (bare.type !== 'MemberExpression' || !names.includes(staticName(bare.property, bare.computed) ?? ''))
      return false
    const object = unwrapped(bare.object)
    const variable = object.type === 'Identifier' ? resolve(object, code) : undefined
    return variable !== undefined && answers.has(variable)
  }
  if (isGet) return isFound
  // A list is always there; whether it has something is asked by its length or first item.
  return node => {
    const bare = valueBehind(node, code) ?? unwrapped(node)
    if (isFound(bare)) return code.getText(bare).endsWith('Count')
    return bare.type === 'MemberExpression' && /^(length|0)$/.test(partOf(bare)) && isFound(bare.object)
  }
}

function partOf({ property, computed }: TSESTree.MemberExpression): string {
  if (computed) return property.type === 'Literal' ? String(property.value) : ''
  return property.type === 'Identifier' ? property.name : ''
}

/** The first attribute of a key, where an item has all of them with the same values; undefined where it may not. */
function sameKey(key: TSESTree.Node | undefined, item: TSESTree.Node, code: SourceCode): string | undefined {
  const wanted = key && attributesOf(key, code)
  if (!wanted || wanted.size === 0) return
  const whole = unmarshalled(item, code)
  const own = attributesOf(item, code)
  const isSame = [...wanted].every(([name, value]) => {
    const text = own?.get(name)
    return text === undefined
      ? whole.type === 'Identifier' && value === `${whole.name}.${name}` && own === undefined
      : text === value
  })
  return isSame ? [...wanted.keys()][0] : undefined
}

/** The attributes that an object surely has, by the text of their values; what is spread may change those before it. */
function attributesOf(node: TSESTree.Node, code: SourceCode): ReadonlyMap<string, string> | undefined {
  const object = unmarshalled(valueBehind(node, code) ?? node, code)
  const literal = valueBehind(object, code)
  if (literal?.type !== 'ObjectExpression') return
  const found = new Map<string, string>()
  for (const property of literal.properties) {
    if (property.type === 'SpreadElement') {
      found.clear()
      continue
    }
    const name = staticName(property.key, property.computed)
    if (name !== undefined) found.set(name, textOf(property.value, code))
  }
  return found
}

function unmarshalled(node: TSESTree.Node, code: SourceCode): TSESTree.Node {
  const bare = unwrapped(node)
  const [first] = bare.type === 'CallExpression' ? bare.arguments : []
  if (bare.type !== 'CallExpression' || !first) return bare
  return importedName(bare.callee, code)?.module === '@aws-sdk/util-dynamodb' ? unwrapped(first) : bare
}

/** Alike but for layout, and for constants that stand for a value. */
function textOf(node: TSESTree.Node, code: SourceCode): string {
  const value = valueBehind(node, code)
  const isConstant = value?.type === 'Literal' || value?.type === 'MemberExpression'
  return code
    .getText(isConstant ? value : node)
    .replaceAll(/\s+/g, '')
    .replaceAll(',}', '}')
    .replaceAll('"', "'")
}
