import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import { resolve } from '#syntax/javascript/names.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { DefinitionFacts } from '../facts.ts'
import type { RuleContext } from '../rule.ts'
import { type HandlerFunction, handlerFunctions, middlewareFunctions } from './handlerFunctions.ts'
import { isFunction, type PathFlags, pathToFunction } from './pathToFunction.ts'

/** A function that runs on calls, and how a call gets there. */
export interface CalledFunction {
  readonly node: FunctionNode
  /** `called`: by a handler, always, directly or through others of the file. */
  readonly role: 'handler' | 'called' | 'middleware'
  readonly handlers: readonly HandlerFunction[]
  /** A caller handles its failures. */
  readonly caught: boolean
}

/** A place that a call of a handler reaches. */
export interface PerCallPlace extends PathFlags {
  readonly called: CalledFunction
}

/** The code of a file that runs when Lambda calls a handler of it. */
export class HandlerCode {
  /** Handlers, middleware written out beside them, and what handlers always call; in the order they were found. */
  readonly functions: readonly CalledFunction[]
  /** What is known of the functions that are deployed from any handler of the file. */
  readonly definitions: readonly DefinitionFacts[]
  readonly #called: ReadonlyMap<TSESTree.Node, CalledFunction>

  constructor(handlers: readonly HandlerFunction[], code: SourceCode) {
    this.#called = calledFunctions(handlers, code)
    this.functions = [...this.#called.values()]
    this.definitions = handlers.flatMap(({ facts }) => facts?.definitions ?? [])
  }

  /** Where in a call a node runs; undefined where it may not run at all, or not by a call. */
  placeOf(node: TSESTree.Node): PerCallPlace | undefined {
    const path = pathToFunction(node, candidate => this.#called.has(candidate))
    const called = path && this.#called.get(path.node)
    return called && { ...path.flags, caught: path.flags.caught || called.caught, called }
  }
}

const known = new WeakMap<TSESTree.Node, HandlerCode>()

/** Shared by the rules of one run. */
export function handlerCode(context: RuleContext): HandlerCode {
  const { sourceCode } = context
  const found = known.get(sourceCode.ast)
  if (found) return found
  const made = new HandlerCode(handlerFunctions(context), sourceCode)
  known.set(sourceCode.ast, made)
  return made
}

/** What is known of the functions that are deployed from the handlers of a place; empty where nothing is. */
export function definitionsOf({ called }: PerCallPlace): readonly DefinitionFacts[] {
  return called.handlers.flatMap(({ facts }) => facts?.definitions ?? [])
}

function calledFunctions(handlers: readonly HandlerFunction[], code: SourceCode): Map<TSESTree.Node, CalledFunction> {
  const found = new Map<TSESTree.Node, CalledFunction>()
  for (const handler of handlers) {
    const others = found.get(handler.node)?.handlers ?? []
    found.set(handler.node, { node: handler.node, role: 'handler', handlers: [...others, handler], caught: false })
  }
  if (handlers.length === 0) return found
  for (const node of middlewareFunctions(code)) {
    if (!found.has(node)) found.set(node, { node, role: 'middleware', handlers, caught: false })
  }
  // A map's iteration goes on with what is added on the way.
  for (const caller of found.values()) {
    for (const call of alwaysCalled(caller, code)) {
      const before = found.get(call.node)
      if (before && before.role !== 'called') continue
      const both = new Set([...(before?.handlers ?? []), ...caller.handlers])
      const caught = call.caught || caller.caught || before?.caught === true
      if (before && both.size === before.handlers.length && before.caught === caught) continue
      const role = caller.role === 'middleware' ? 'middleware' : 'called'
      found.delete(call.node)
      found.set(call.node, { node: call.node, role, handlers: [...both], caught })
    }
  }
  return found
}

function alwaysCalled(
  caller: CalledFunction,
  code: SourceCode,
): readonly { readonly node: FunctionNode; readonly caught: boolean }[] {
  return [...descendants(caller.node, code)].flatMap(node => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return []
    const path = pathToFunction(node, candidate => candidate === caller.node)
    if (!path || path.flags.branch) return []
    const callee = functionNamed(node.callee, code)
    return callee && callee !== caller.node ? [{ node: callee, caught: path.flags.caught || isCaughtLater(node) }] : []
  })
}

/** `load().catch(…)`: a failure of an async function comes later. */
function isCaughtLater(call: TSESTree.CallExpression): boolean {
  const { parent } = call
  if (parent.type !== 'MemberExpression' || parent.object !== call) return false
  return ['catch', 'then'].includes(staticName(parent.property, parent.computed) ?? '')
}

/** The function of the file that a name always stands for. */
export function functionNamed(name: TSESTree.Identifier, code: SourceCode): FunctionNode | undefined {
  const variable = resolve(name, code)
  const [definition] = variable?.defs ?? []
  if (!variable || !definition || variable.defs.length > 1) return
  if (definition.node.type === 'FunctionDeclaration') {
    return variable.references.some(reference => reference.isWrite()) ? undefined : definition.node
  }
  if (definition.node.type !== 'VariableDeclarator' || definition.node.id.type !== 'Identifier') return
  if (variable.references.some(reference => reference.isWrite() && !reference.init)) return
  const { init } = definition.node
  return init && isFunction(init) ? init : undefined
}
