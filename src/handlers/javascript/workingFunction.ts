import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { type Binding, requiredModule, staticName } from './moduleBindings.ts'
import { memberNode, objectBehind } from './objectBehind.ts'

export type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression

/** What an exported expression comes down to. */
export type Working =
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly wrapped: boolean }
  | { readonly kind: 'from'; readonly specifier: string; readonly exportName: string; readonly wrapped: boolean }
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
    case 'ClassDeclaration':
    case 'ClassExpression':
      return { kind: 'not-callable', reason: 'it is a class' }
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
      return { kind: 'from', specifier: binding.specifier, exportName: binding.exportName, wrapped: false }
    case 'class':
      return { kind: 'not-callable', reason: 'it is a class' }
    case 'destructured': {
      const member = binding.key === undefined ? undefined : memberNode(binding.node, binding.key, bindings, depth + 1)
      return member
        ? workingFunction(member, bindings, depth + 1)
        : opaque('it is taken out of an object made at run time')
    }
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
  if (specifier !== undefined) return { kind: 'from', specifier, exportName: name, wrapped: false }
  const object = objectBehind(node.object, bindings, depth + 1)
  if (object?.kind === 'import') {
    if (object.path !== '' && !isOfProject(object.specifier)) {
      return opaque(`it is a member of something imported from “${object.specifier}”`)
    }
    const exportName = object.path === '' ? name : `${object.path}.${name}`
    return { kind: 'from', specifier: object.specifier, exportName, wrapped: false }
  }
  const member = memberNode(node.object, name, bindings, depth + 1)
  return member ? workingFunction(member, bindings, depth + 1) : opaque(`the method “${name}” is not in this file`)
}

/** A wrapper: the function is the object of `.bind`, an argument, or further up in a chain of calls. */
function ofCall(node: TSESTree.CallExpression, bindings: Bindings, depth: number): Working {
  const { callee } = node
  const specifier = requiredModule(node)
  if (specifier !== undefined) return { kind: 'from', specifier, exportName: '*', wrapped: false }
  const method = callee.type === 'MemberExpression' ? staticName(callee.property, callee.computed) : undefined
  if (callee.type === 'MemberExpression' && method === 'bind')
    return workingFunction(callee.object, bindings, depth + 1)
  const adapter = adapterOf(callee, bindings)
  if (adapter !== undefined) return opaque(`it is an adapter (“${adapter}”) that calls a web application`)
  const wrapped = method !== undefined && chainingMethods.has(method) ? [] : node.arguments
  const found = wrapped.flatMap(argument => ofArgument(argument, bindings, depth) ?? [])
  const own = found.find(working => working.kind === 'function')
  // `withMetrics(metrics => async event => {})`: the wrapper calls the outer one.
  if (own) return { kind: 'function', node: returnedFunction(own.node) ?? own.node, wrapped: true }
  const chained = callee.type === 'MemberExpression' ? callee.object : callee
  if (chained.type === 'CallExpression' && requiredModule(chained) === undefined) {
    const working = workingFunction(chained, bindings, depth + 1)
    if (working.kind === 'function' || working.kind === 'from') return { ...working, wrapped: true }
  }
  const [imported, ...others] = found
  if (imported && others.length > 0) return opaque('the function it wraps is imported from another file')
  return imported ? { ...imported, wrapped: true } : ofFactory(callee, bindings, depth)
}

/** A function of this file that makes the handler. */
function ofFactory(callee: TSESTree.Expression, bindings: Bindings, depth: number): Working {
  const isHere = callee.type === 'Identifier' || callee.type.endsWith('FunctionExpression')
  const factory = isHere ? workingFunction(callee, bindings, depth + 1) : undefined
  const made = factory?.kind === 'function' ? returnedFunction(factory.node) : undefined
  if (made) return { kind: 'function', node: made, wrapped: true }
  return opaque(`it is made by a call${callee.type === 'Identifier' ? ` of “${callee.name}”` : ''} at run time`)
}

/** Packages whose handlers call a server: what they are given is no handler itself. */
const adapters =
  /^(serverless-http|aws-serverless-(express|koa)|@(vendia|codegenie)\/serverless-express|(@fastify\/)?aws-lambda(-fastify)?|hono\/(aws-lambda|lambda-edge)|@h4ad\/serverless-adapter|@as-integrations\/aws-lambda|apollo-server-lambda)$/

function adapterOf(callee: TSESTree.Expression, bindings: Bindings): string | undefined {
  const binding = callee.type === 'Identifier' ? bindings.get(callee.name) : undefined
  return binding?.kind === 'import' && adapters.test(binding.specifier) ? binding.specifier : undefined
}

/** Of middy and its like: their arguments are middleware, the handler is before or after them in the chain. */
const chainingMethods = new Set(['use', 'before', 'after', 'onError', 'applyMiddleware'])

type FunctionOrImport = Extract<Working, { readonly kind: 'function' | 'from' }>

function ofArgument(
  node: TSESTree.CallExpressionArgument,
  bindings: Bindings,
  depth: number,
): FunctionOrImport | undefined {
  if (node.type === 'SpreadElement') return
  // `createHandler({ handler: async event => {} })`
  const named = node.type === 'ObjectExpression' ? memberNode(node, 'handler', bindings, depth + 1) : node
  const working = named && workingFunction(named, bindings, depth + 1)
  if (working?.kind === 'function') return working
  return working?.kind === 'from' && isOfProject(working.specifier) ? working : undefined
}

function isOfProject(specifier: string): boolean {
  return /^(\.{1,2}(\/|$)|[@~#]\/)/.test(specifier)
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
