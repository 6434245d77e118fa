import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import { isGlobal, resolve } from '#syntax/javascript/names.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { evaluationOf } from '../analysis/evaluation.ts'
import { functionNamed } from '../analysis/handlerCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { isWritten, rootOf, unwrapped } from '../analysis/members.ts'
import { isReadOperation } from '../sdk/readOperation.ts'
import { sdkRequest } from '../sdk/sdkRequest.ts'

/** A promise of something that is only read, so that it may be asked for earlier, and beside others. */
export interface ProvenRead {
  readonly promise: TSESTree.CallExpression
  /** What is computed before it is asked for. */
  readonly inputs: readonly TSESTree.Node[]
  /** `GetItem`, `fetch`, `loadUser` */
  readonly label: string
}

/**
 * The read that an expression promises: a reading operation of the SDK, a GET by `fetch` or axios, or a function of the
 * file that does nothing else. Undefined where an effect is possible: of that others may depend.
 */
export function provenRead(node: TSESTree.Node, code: SourceCode, depth = 0): ProvenRead | undefined {
  const promise = unwrapped(node)
  if (promise.type !== 'CallExpression' || promise.optional) return
  const request = sdkRequest(promise, code)
  if (request) {
    return isReadOperation(request) ? { promise, inputs: request.inputs, label: request.operation } : undefined
  }
  return httpGet(promise, code) ?? ownRead(promise, code, depth)
}

/** `fetch(url)`, `fetch(url, { headers })`, `axios.get(url)` */
function httpGet(promise: TSESTree.CallExpression, code: SourceCode): ProvenRead | undefined {
  const { callee, arguments: inputs } = promise
  const imported = importedName(callee, code)
  const isFetch =
    isGlobal(callee, 'fetch', code) ||
    (/^(node-fetch|undici|cross-fetch)$/.test(imported?.module ?? '') && isNamed(imported?.path))
  if (isFetch) return isGet(inputs[1]) ? { promise, inputs, label: 'fetch' } : undefined
  const isAxios = imported?.module === 'axios' && /^(get|head)$/.test(imported.path.join('.'))
  return isAxios ? { promise, inputs, label: 'axios.get' } : undefined
}

function isNamed(path: readonly string[] = []): boolean {
  return path.length === 0 || path.join('.') === 'fetch'
}

function isGet(options: TSESTree.Node | undefined): boolean {
  if (!options) return true
  if (options.type !== 'ObjectExpression') return false
  return options.properties.every(property => {
    if (property.type !== 'Property') return false
    const name = staticName(property.key, property.computed)
    if (name === undefined || name === 'body') return false
    return name !== 'method' || (property.value.type === 'Literal' && property.value.value === 'GET')
  })
}

/** By their names these decide whether what comes after them may be done. */
const deciding =
  /auth|allow|permi|verif|check|ensure|assert|valid|guard|require|login|session|token|connect|init|lock|acquire/i

function ownRead(promise: TSESTree.CallExpression, code: SourceCode, depth: number): ProvenRead | undefined {
  const { callee, arguments: inputs } = promise
  if (callee.type !== 'Identifier' || deciding.test(callee.name) || depth > 2) return
  const node = functionNamed(callee, code)
  return node && onlyReads(node, code, depth) ? { promise, inputs, label: callee.name } : undefined
}

const known = new WeakMap<TSESTree.Node, boolean>()

/** Whether all that a function does is to read something and give it back. */
function onlyReads(node: FunctionNode, code: SourceCode, depth: number): boolean {
  const before = known.get(node)
  if (before !== undefined) return before
  known.set(node, false)
  const result = isReader(node, code, depth)
  known.set(node, result)
  return result
}

const readingMethods = /^(json|text|arrayBuffer|transformToString|transformToByteArray)$/

function isReader(node: FunctionNode, code: SourceCode, depth: number): boolean {
  if (node.generator || !node.async) return false
  let hasRead = false
  const isHarmless = (at: TSESTree.Node): boolean => {
    if (at.type === 'AwaitExpression') return true
    if (at.type === 'AssignmentExpression' || at.type === 'UpdateExpression') {
      return isOwn(at.type === 'UpdateExpression' ? at.argument : at.left, node, code)
    }
    if (at.type === 'NewExpression') return isCommand(at, code)
    if (at.type !== 'CallExpression') return false
    if (provenRead(at, code, depth + 1)) {
      hasRead = true
      return true
    }
    return isPartOfV2(at, code) || isQuiet(at, node, code)
  }
  for (const at of descendants(node.body, code)) {
    if (at.type === 'ThrowStatement' || at.type === 'TryStatement' || /^(For|While|DoWhile)/.test(at.type)) return false
    if (at.type === 'Identifier' && at.name === 'arguments') return false
    if (at.type.endsWith('Statement') || at.type.endsWith('Declaration')) continue
    if (isWritten(at) && !isOwn(at, node, code)) return false
  }
  const parts = node.body.type === 'BlockStatement' ? node.body.body : [node.body]
  return parts.every(part => evaluationOf(part, code, isHarmless) !== 'unknown') && hasRead
}

function isCommand({ callee }: TSESTree.NewExpression, code: SourceCode): boolean {
  const imported = importedName(callee, code)
  return (
    imported !== undefined &&
    imported.module.startsWith('@aws-sdk/') &&
    imported.path.at(-1)?.endsWith('Command') === true
  )
}

/** `get(input)` of `get(input).promise()`: a request that is not sent yet. */
function isPartOfV2({ parent }: TSESTree.CallExpression, code: SourceCode): boolean {
  const call = parent?.type === 'MemberExpression' ? parent.parent : undefined
  return call?.type === 'CallExpression' && sdkRequest(call, code)?.version === 2
}

/** Calls that read an answer, write a log line, or add to a list of the function itself. */
function isQuiet({ callee }: TSESTree.CallExpression, within: FunctionNode, code: SourceCode): boolean {
  if (callee.type !== 'MemberExpression') return false
  const name = staticName(callee.property, callee.computed) ?? ''
  if (readingMethods.test(name) || isGlobal(callee.object, 'console', code)) return true
  return name === 'push' && isOwn(callee.object, within, code)
}

/** Whether a name or member belongs to a variable that the function declares itself. */
function isOwn(target: TSESTree.Node, within: FunctionNode, code: SourceCode): boolean {
  const root = rootOf(target)
  const declared = root.type === 'Identifier' ? resolve(root, code)?.defs[0] : undefined
  return declared?.type === 'Variable' && contains(within, declared.name)
}
