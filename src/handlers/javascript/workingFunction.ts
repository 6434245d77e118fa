import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { type Binding, requiredModule, staticName } from './moduleBindings.ts'

export type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression

/** What an exported expression comes down to. */
export type Working =
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly wrapped: boolean }
  | { readonly kind: 'from'; readonly specifier: string; readonly exportName: string }
  /** May be a function at run time; the source does not say which. */
  | { readonly kind: 'opaque'; readonly reason: string }
  /** Surely nothing that Lambda can call. */
  | { readonly kind: 'not-callable'; readonly reason: string }

export type Bindings = ReadonlyMap<string, Binding>

const maximalDepth = 40

/** Goes from an exported expression through names, wrappers and bound methods to the function that does the work. */
export function workingFunction(node: TSESTree.Node, bindings: Bindings, depth = 0): Working {
  if (depth > maximalDepth) return opaque('it refers to itself')
  const follow = (next: TSESTree.Node) => workingFunction(next, bindings, depth + 1)
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      if (node.generator) return { kind: 'not-callable', reason: 'it is a generator function' }
      return { kind: 'function', node, wrapped: false }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return follow(node.expression)
    case 'AwaitExpression':
      return follow(node.argument)
    case 'AssignmentExpression':
      return follow(node.right)
    case 'Identifier':
      return functionOfName(node.name, bindings, depth)
    case 'MemberExpression':
      return ofMember(node, bindings, depth)
    case 'CallExpression':
      return ofCall(node, bindings, depth)
    case 'ConditionalExpression':
      return ofAlternatives(follow(node.consequent), follow(node.alternate))
    case 'LogicalExpression':
      return ofAlternatives(follow(node.left), follow(node.right))
    case 'ArrayExpression':
      return { kind: 'not-callable', reason: 'it is an array, not a function' }
    case 'NewExpression':
      return opaque('it is an object made at run time')
    case 'TaggedTemplateExpression':
      return opaque('it is made by a template tag')
    default:
      return { kind: 'not-callable', reason: 'it is not a function' }
  }
}

/** The same for a name of the module's top level. */
export function functionOfName(name: string, bindings: Bindings, depth = 0): Working {
  const binding = bindings.get(name)
  switch (binding?.kind) {
    case 'function':
      return binding.node.type === 'FunctionDeclaration'
        ? workingFunction(binding.node, bindings, depth + 1)
        : opaque('it is declared without a body')
    case 'value':
      return workingFunction(binding.node, bindings, depth + 1)
    case 'import':
      return { kind: 'from', specifier: binding.specifier, exportName: binding.exportName }
    case 'class':
      return { kind: 'not-callable', reason: 'it is a class' }
    case 'destructured':
      return opaque('it is taken out of an object made at run time')
    case undefined:
      if (name === '') return { kind: 'not-callable', reason: 'it is not written yet' }
      if (name === 'undefined') return { kind: 'not-callable', reason: 'it is undefined' }
      return opaque(`“${name}” is not declared at the top of this file`)
  }
}

/** `object.method`, where the object is a literal, an instance or a class of this file, or an imported module. */
function ofMember(node: TSESTree.MemberExpression, bindings: Bindings, depth: number): Working {
  const name = staticName(node.property, node.computed)
  if (name === undefined) return opaque('its name is computed at run time')
  const specifier = requiredModule(node.object)
  if (specifier !== undefined) return { kind: 'from', specifier, exportName: name }
  const object = objectBehind(node.object, bindings, depth + 1)
  if (object?.kind === 'import') {
    return object.exportName === '*'
      ? { kind: 'from', specifier: object.specifier, exportName: name }
      : opaque(`it is a member of something imported from “${object.specifier}”`)
  }
  if (object?.kind === 'value' && object.node.type === 'ObjectExpression') {
    for (const property of object.node.properties) {
      if (property.type === 'Property' && staticName(property.key, property.computed) === name) {
        return workingFunction(property.value, bindings, depth + 1)
      }
    }
  }
  if (object?.kind === 'class') {
    for (const member of object.node.body.body) {
      if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue
      if (staticName(member.key, member.computed) !== name || !member.value) continue
      if (member.value.type !== 'TSEmptyBodyFunctionExpression')
        return workingFunction(member.value, bindings, depth + 1)
    }
  }
  return opaque(`the method “${name}” is not in this file`)
}

function objectBehind(node: TSESTree.Node, bindings: Bindings, depth: number): Binding | undefined {
  if (depth > maximalDepth) return
  if (node.type === 'NewExpression') {
    const made = objectBehind(node.callee, bindings, depth + 1)
    return made?.kind === 'class' ? made : undefined
  }
  if (node.type === 'Identifier') {
    const binding = bindings.get(node.name)
    return binding?.kind === 'value' ? objectBehind(binding.node, bindings, depth + 1) : binding
  }
  return node.type === 'ObjectExpression' ? { kind: 'value', node } : undefined
}

/** A wrapper: the function is the object of `.bind`, an argument, or further up in a chain of calls. */
function ofCall(node: TSESTree.CallExpression, bindings: Bindings, depth: number): Working {
  const { callee } = node
  const specifier = requiredModule(node)
  if (specifier !== undefined) return { kind: 'from', specifier, exportName: '*' }
  const method = callee.type === 'MemberExpression' ? staticName(callee.property, callee.computed) : undefined
  if (callee.type === 'MemberExpression' && method === 'bind')
    return workingFunction(callee.object, bindings, depth + 1)
  let elsewhere: Working | undefined
  for (const argument of method !== undefined && chainingMethods.has(method) ? [] : node.arguments) {
    const working = ofArgument(argument, bindings, depth)
    if (working?.kind === 'function') {
      // `withMetrics(metrics => async event => …)`: the wrapper calls the outer one.
      return { kind: 'function', node: returnedFunction(working.node) ?? working.node, wrapped: true }
    }
    elsewhere ??= working
  }
  const chained = callee.type === 'MemberExpression' ? callee.object : callee
  if (chained.type === 'CallExpression' && requiredModule(chained) === undefined) {
    const working = workingFunction(chained, bindings, depth + 1)
    if (working.kind === 'function') return { ...working, wrapped: true }
  }
  if (elsewhere) return opaque('the function it wraps is imported from another file')
  return opaque(`it is made by a call${callee.type === 'Identifier' ? ` of “${callee.name}”` : ''} at run time`)
}

/** Of middy and its like: their arguments are middleware, the handler is before or after them in the chain. */
const chainingMethods = new Set(['use', 'before', 'after', 'onError', 'applyMiddleware'])

function ofArgument(node: TSESTree.CallExpressionArgument, bindings: Bindings, depth: number): Working | undefined {
  if (node.type === 'SpreadElement') return
  const working = workingFunction(node, bindings, depth + 1)
  return working.kind === 'function' || (working.kind === 'from' && /^\.{1,2}\//.test(working.specifier))
    ? working
    : undefined
}

/** Both ways may lead to the same function, such as `offline ? handler : wrap(handler)`. */
function ofAlternatives(one: Working, other: Working): Working {
  if (one.kind === 'function' && other.kind === 'function' && one.node === other.node) return one.wrapped ? one : other
  return opaque('which function it is, is decided at run time')
}

/** The function that a function does nothing but return, as a factory does. */
export function returnedFunction({ body }: FunctionNode): FunctionNode | undefined {
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined
  const returned = body.type === 'BlockStatement' ? last?.type === 'ReturnStatement' && last.argument : body
  if (!returned) return
  return returned.type === 'ArrowFunctionExpression' || returned.type === 'FunctionExpression' ? returned : undefined
}

function opaque(reason: string): Working {
  return { kind: 'opaque', reason }
}
