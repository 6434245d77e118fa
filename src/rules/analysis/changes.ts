import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from './importedName.ts'
import { isWritten, wrapped } from './members.ts'

/** Methods that leave their object as it is. */
const reading =
  /^(get|has|is|to|keys|values|entries|map|filter|flatMap|forEach|join|includes|indexOf|find|findIndex|some|every|reduce|slice|concat|at|split|trim|replace|replaceAll|startsWith|endsWith|match|padStart|padEnd|substring|charAt)([A-Z]|$)/

const readingObjectMethods = new Set(['keys', 'values', 'entries', 'freeze', 'isFrozen', 'fromEntries', 'hasOwn'])

/** Whether an object's members are assigned by that name, or a method called on it that may change it. */
export function changesMembers(name: TSESTree.Node): boolean {
  let node = wrapped(name)
  while (node.parent?.type === 'MemberExpression' && node.parent.object === node) {
    node = wrapped(node.parent)
    if (isWritten(node)) return true
  }
  const { parent } = node
  if (parent?.type !== 'CallExpression') return false
  if (parent.callee === node) {
    const callee = node.type === 'MemberExpression' ? staticName(node.property, node.computed) : ''
    return callee !== '' && (callee === undefined || !reading.test(callee))
  }
  const { callee } = parent
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || parent.arguments[0] !== node)
    return false
  const method = staticName(callee.property, callee.computed)
  return ['Object', 'Reflect'].includes(callee.object.name) && !readingObjectMethods.has(method ?? '')
}

/** Whether an object is handed on by that name to code that may keep it or change it. */
export function escapes(name: TSESTree.Node, isHarmless: (call: TSESTree.Node) => boolean, code: SourceCode): boolean {
  const node = wrapped(name)
  const { parent } = node
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === node && isCalled(parent) ? false : parent.property === node
    case 'SpreadElement':
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'TemplateLiteral':
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'ExportSpecifier':
    case 'TSTypeQuery':
      return false
    case 'VariableDeclarator':
      return parent.id.type !== 'ObjectPattern'
    case 'Property':
      return (
        parent.value !== node || parent.parent.type !== 'ObjectExpression' || escapes(parent.parent, isHarmless, code)
      )
    case 'NewExpression':
    case 'CallExpression':
      return parent.callee !== node && !isHarmless(parent) && !isKnownReader(parent, code)
    default:
      return true
  }
}

function isCalled(node: TSESTree.Node): boolean {
  const { parent } = wrapped(node)
  return parent?.type === 'CallExpression' && parent.callee === wrapped(node)
}

/** `console.log(x)`, `JSON.stringify(x)`, `Object.keys(x)`. */
function isKnownReader(call: TSESTree.NewExpression | TSESTree.CallExpression, code: SourceCode): boolean {
  const { callee } = call
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false
  const method = staticName(callee.property, callee.computed) ?? ''
  if (importedName(callee.object, code)) return false
  if (callee.object.name === 'Object') return readingObjectMethods.has(method)
  return callee.object.name === 'console' || (callee.object.name === 'JSON' && method === 'stringify')
}

/** Whether a variable is read by the test of a condition that stands before a node in the same function. */
export function isTestedBefore({ references }: Variable, node: TSESTree.Node, within: TSESTree.Node): boolean {
  return references.some(({ identifier }) => {
    const [start, end] = identifier.range
    return start >= within.range[0] && end <= node.range[0] && isInTest(identifier)
  })
}

function isInTest(name: TSESTree.Node): boolean {
  for (let node = name; node.parent; node = node.parent) {
    const { parent } = node
    if ('test' in parent && parent.test === node) return true
    if (parent.type === 'LogicalExpression' && parent.left === node) return true
    if (/Statement$|Function|Declaration$/.test(parent.type)) return false
  }
  return false
}
