import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isGlobal, resolve } from '#syntax/javascript/names.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { conversions } from './declaredValue.ts'
import { isEnvironment } from './environmentWrites.ts'
import { importedName } from './importedName.ts'
import { unwrapped } from './members.ts'
import { functionAround, isFunction, pathToFunction } from './pathToFunction.ts'

/** What computing an expression may do besides giving a value, the worst first. */
export type Evaluation = 'unknown' | 'may-fail' | 'plain'

/** Methods of texts, numbers and arrays that leave everything as it is. */
const pureMethods =
  /^(toString|toFixed|toISOString|getTime|trim|trimStart|trimEnd|toLowerCase|toUpperCase|replace|replaceAll|slice|substring|split|join|padStart|padEnd|concat|includes|startsWith|endsWith|indexOf|at|map|filter|flatMap|flat|find|some|every|keys|values|entries)$/

const pureGlobals = /^(encodeURIComponent|decodeURIComponent|structuredClone)$/
const pureStatics =
  /^(Object\.(keys|values|entries|fromEntries|assign)|Array\.(from|isArray)|Math\.(?!random)\w+|Buffer\.from|JSON\.parse)$/

/**
 * Whether an expression has no effect and could as well be computed a little earlier or later; and whether it surely
 * gives a value. Calls that `isHarmless` accepts are taken for granted, with what is inside them.
 */
export function evaluationOf(
  node: TSESTree.Node,
  code: SourceCode,
  isHarmless: (node: TSESTree.Node) => boolean = () => false,
): Evaluation {
  let worst: Evaluation = 'plain'
  for (const below of descendants(node, code)) {
    const own = ofNode(below, code, isHarmless)
    if (own === 'unknown') return own
    if (own === 'may-fail') worst = own
  }
  return worst
}

function ofNode(node: TSESTree.Node, code: SourceCode, isHarmless: (node: TSESTree.Node) => boolean): Evaluation {
  switch (node.type) {
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'AssignmentExpression':
    case 'UpdateExpression':
    case 'TaggedTemplateExpression':
    case 'ImportExpression':
    case 'ThisExpression':
    case 'Super':
    case 'ClassExpression':
      return isHarmless(node) ? 'plain' : 'unknown'
    case 'UnaryExpression':
      return node.operator === 'delete' ? 'unknown' : 'plain'
    case 'BinaryExpression':
      return node.operator === 'in' || node.operator === 'instanceof' ? 'may-fail' : 'plain'
    case 'SpreadElement':
      return node.parent.type === 'ObjectExpression' ? 'plain' : 'may-fail'
    case 'MemberExpression':
      return isSureMember(node, code) ? 'plain' : 'may-fail'
    case 'NewExpression':
      return isHarmless(node) || isPureNew(node, code) ? 'plain' : 'unknown'
    case 'CallExpression':
      return isHarmless(node) ? 'plain' : ofCall(node, code)
    default:
      return 'plain'
  }
}

/** `new Date(x)` but not `new Date()`, `new Set(x)`. */
function isPureNew({ callee, arguments: args }: TSESTree.NewExpression, code: SourceCode): boolean {
  if (isGlobal(callee, 'Date', code)) return args.length > 0
  return ['Set', 'Map', 'URLSearchParams'].some(name => isGlobal(callee, name, code))
}

function ofCall({ callee, arguments: args }: TSESTree.CallExpression, code: SourceCode): Evaluation {
  const target = unwrapped(callee)
  if (target.type === 'Identifier') {
    if (resolve(target, code)) return isMarshalling(target, code) ? 'may-fail' : 'unknown'
    if (conversions.has(target.name)) return 'plain'
    return pureGlobals.test(target.name) ? 'may-fail' : 'unknown'
  }
  if (target.type !== 'MemberExpression') return 'unknown'
  const name = staticName(target.property, target.computed) ?? ''
  if (target.object.type === 'Identifier' && !resolve(target.object, code)) {
    const whole = `${target.object.name}.${name}`
    if (whole === 'JSON.stringify') return 'plain'
    if (whole === 'Object.assign') return args[0]?.type === 'ObjectExpression' ? 'plain' : 'unknown'
    if (pureStatics.test(whole)) return 'may-fail'
  }
  return isMarshalling(target, code) || pureMethods.test(name) ? 'may-fail' : 'unknown'
}

function isMarshalling(callee: TSESTree.Node, code: SourceCode): boolean {
  const imported = importedName(callee, code)
  return imported?.module === '@aws-sdk/util-dynamodb'
}

/** Whether a member can be asked for without failing: of the event, or of what was asked for a member before. */
function isSureMember(node: TSESTree.MemberExpression, code: SourceCode): boolean {
  const object = unwrapped(node.object)
  if (node.optional || isEnvironment(node, code) || isEnvironment(object, code)) return true
  if (isInOptionalChain(node)) return true
  if (isConstant(object, code) || importedName(object, code)) return true
  if (object.type === 'CallExpression' || object.type === 'TemplateLiteral') return object.type === 'TemplateLiteral'
  return wasAskedBefore(object, node, code)
}

/** `a?.b.c`: after the first `?.` nothing fails for want of `a`. */
function isInOptionalChain({ object }: TSESTree.MemberExpression): boolean {
  for (let at: TSESTree.Node = object; ; ) {
    if (at.type === 'MemberExpression') {
      if (at.optional) return at.object.type === 'Identifier' || at.object.type === 'MemberExpression'
      at = at.object
    } else return false
  }
}

/** The event and the context, which Lambda always gives, and what is declared as an object right there. */
function isConstant(object: TSESTree.Node, code: SourceCode): boolean {
  if (object.type !== 'Identifier') return false
  const variable = resolve(object, code)
  const definition = variable?.defs[0]
  if (!definition) return false
  const { node } = definition
  if (isFunction(node)) {
    const index = node.params.findIndex(parameter => parameter === definition.name)
    return index === 0 || index === 1 ? isOuterFunction(node) : false
  }
  return (
    node.type === 'VariableDeclarator' &&
    node.id.type === 'Identifier' &&
    node.init !== null &&
    ['ObjectExpression', 'ArrayExpression', 'NewExpression', 'TemplateLiteral'].includes(unwrapped(node.init).type)
  )
}

function isOuterFunction(node: TSESTree.Node): boolean {
  return functionAround(node) === undefined
}

/** Whether the same object was asked for a member, surely and in the same function, so that it would have failed then. */
function wasAskedBefore(object: TSESTree.Node, node: TSESTree.Node, code: SourceCode): boolean {
  const within = functionAround(node)
  if (!within) return false
  const text = code.getText(object)
  for (const at of descendants(within, code)) {
    if (at.range[0] >= node.range[0]) return false
    const asked = askedObject(at)
    if (!asked || asked.range[1] > node.range[0] || code.getText(asked) !== text) continue
    const path = pathToFunction(at, candidate => candidate === within)
    if (path && !path.flags.branch && functionAround(at) === within) return true
  }
  return false
}

/** The object that `a.b` and `const { b } = a` want a member of. */
function askedObject(node: TSESTree.Node): TSESTree.Node | undefined {
  if (node.type === 'MemberExpression' && !node.optional) return node.object
  const isTakenApart = node.type === 'VariableDeclarator' && node.id.type === 'ObjectPattern' && node.init
  return isTakenApart ? unwrapped(node.init ?? node) : undefined
}
