import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import { isGlobal, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { functionNamed } from '../analysis/handlerCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { unwrapped } from '../analysis/members.ts'
import { isFunction } from '../analysis/pathToFunction.ts'
import { v2Path } from '../sdkV2/services.ts'
import { clientBehind, valueBehind } from '../sdk/sdkRequest.ts'

/** Something that passes time and does nothing else. */
export interface Wait {
  readonly kind: 'sleep' | 'waiter'
  /** Milliseconds, as written; absent where it is not said there. */
  readonly time?: TSESTree.Node
}

/** What an awaited expression waits for, if it only waits. */
export function waitOf(node: TSESTree.Node, code: SourceCode): Wait | undefined {
  const awaited = unwrapped(node)
  if (awaited.type === 'NewExpression') return promisedTimer(awaited, code)
  if (awaited.type !== 'CallExpression') return
  return (
    timersPromise(awaited, code) ?? ownSleep(awaited, code) ?? importedSleep(awaited, code) ?? waiter(awaited, code)
  )
}

/** `new Promise(resolve => setTimeout(resolve, 1000))` */
function promisedTimer({ callee, arguments: [executor] }: TSESTree.NewExpression, code: SourceCode): Wait | undefined {
  if (!isGlobal(callee, 'Promise', code) || !executor || !isFunction(executor)) return
  const [parameter] = executor.params
  const timer = onlyExpression(executor)
  if (timer?.type !== 'CallExpression' || parameter?.type !== 'Identifier') return
  if (!isGlobal(timer.callee, 'setTimeout', code)) return
  const [then, time] = timer.arguments
  if (!then || !isResolving(then, parameter.name)) return
  return { kind: 'sleep', ...(time && { time }) }
}

/** `resolve`, `() => resolve()`, `() => { resolve(answer) }` */
function isResolving(node: TSESTree.Node, name: string): boolean {
  if (node.type === 'Identifier') return node.name === name
  if (!isFunction(node)) return false
  const call = onlyExpression(node)
  return call?.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === name
}

/** The one expression that a function computes. */
function onlyExpression({ body }: FunctionNode): TSESTree.Node | undefined {
  if (body.type !== 'BlockStatement') return unwrapped(body)
  const [only, second] = body.body
  if (!only || second) return
  if (only.type === 'ExpressionStatement') return unwrapped(only.expression)
  return only.type === 'ReturnStatement' && only.argument ? unwrapped(only.argument) : undefined
}

/** `setTimeout(1000)` of `timers/promises`, and `promisify(setTimeout)(1000)` */
function timersPromise({ callee, arguments: [time] }: TSESTree.CallExpression, code: SourceCode): Wait | undefined {
  const imported = importedName(callee, code)
  const name = imported?.path.join('.')
  const isTimer =
    (imported?.module === 'timers/promises' && (name === 'setTimeout' || name === 'scheduler.wait')) ||
    (imported?.module === 'timers' && name === 'promises.setTimeout') ||
    isPromisified(callee, code)
  return isTimer ? { kind: 'sleep', ...(time && { time }) } : undefined
}

function isPromisified(callee: TSESTree.Node, code: SourceCode): boolean {
  const made = valueBehind(callee, code)
  if (made?.type !== 'CallExpression' || importedName(made.callee, code)?.path.at(-1) !== 'promisify') return false
  return made.arguments[0] !== undefined && isGlobal(made.arguments[0], 'setTimeout', code)
}

/** A function of the file that makes such a promise. */
function ownSleep({ callee, arguments: [time] }: TSESTree.CallExpression, code: SourceCode): Wait | undefined {
  const node = callee.type === 'Identifier' ? functionNamed(callee, code) : undefined
  const made = node && onlyExpression(node)
  const promise = made?.type === 'AwaitExpression' ? made.argument : made
  if (promise?.type !== 'NewExpression' || !promisedTimer(promise, code)) return
  return { kind: 'sleep', ...(time && { time }) }
}

const sleeping = /^(sleep|delay|wait|pause)(For|Ms|Millis|Milliseconds|Seconds)?$/i

/** `sleep(1000)` of another module: by its name, and by being given a time alone. */
function importedSleep({ callee, arguments: args }: TSESTree.CallExpression, code: SourceCode): Wait | undefined {
  const [time] = args
  const name = callee.type === 'Identifier' ? callee.name : ''
  if (!time || args.length > 1 || !sleeping.test(name) || !importedName(callee, code)) return
  const isTime =
    time.type === 'Literal'
      ? typeof time.value === 'number'
      : /ms|delay|interval|second|time|backoff/i.test(code.getText(time))
  return isTime ? { kind: 'sleep', time } : undefined
}

/** `waitUntilBucketExists({ client, maxWaitTime }, input)`, `s3.waitFor('bucketExists', input).promise()` */
function waiter({ callee }: TSESTree.CallExpression, code: SourceCode): Wait | undefined {
  const imported = importedName(callee, code)
  if (imported?.module.startsWith('@aws-sdk/client-') && imported.path.at(-1)?.startsWith('waitUntil'))
    return { kind: 'waiter' }
  if (callee.type !== 'MemberExpression' || staticName(callee.property, callee.computed) !== 'promise') return
  const request = callee.object
  if (request.type !== 'CallExpression' || request.callee.type !== 'MemberExpression') return
  if (staticName(request.callee.property, request.callee.computed) !== 'waitFor') return
  const made = clientBehind(request.callee.object, code)
  const client = made && importedName(made.callee, code)
  return client && v2Path(client) ? { kind: 'waiter' } : undefined
}

/** Whether a function is one that others wait by, so that it is told where it is called. */
export function isSleepFunction(node: FunctionNode, code: SourceCode): boolean {
  const made = onlyExpression(node)
  const promise = made?.type === 'AwaitExpression' ? made.argument : made
  return promise?.type === 'NewExpression' && promisedTimer(promise, code) !== undefined
}

/** The milliseconds that a wait surely takes; undefined where they are computed. */
export function millisecondsOf({ time }: Wait, code: SourceCode): number | undefined {
  const value = time && valueBehind(time, code)
  if (!time || (time.type === 'Identifier' && !resolve(time, code))) return
  return value?.type === 'Literal' && typeof value.value === 'number' ? value.value : undefined
}
