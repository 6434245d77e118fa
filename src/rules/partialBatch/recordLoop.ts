import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { resolve } from '#syntax/javascript/names.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { CalledFunction } from '../analysis/handlerCode.ts'
import { functionNamed } from '../analysis/handlerCode.ts'
import { unwrapped } from '../analysis/members.ts'
import { isFunction } from '../analysis/pathToFunction.ts'
import { valueOf } from '../analysis/writtenInput.ts'
import type { RecordKind } from './batchSources.ts'

/** Work on each record of a batch: in a loop, one after the other, or by `Promise.all(event.Records.map(…))`. */
export interface RecordLoop {
  readonly node: TSESTree.ForOfStatement | TSESTree.CallExpression
  readonly form: 'each' | 'all'
  readonly records: TSESTree.Expression
  /** The loop's variable or the callback's parameter. */
  readonly record: TSESTree.Node
  readonly body: TSESTree.Statement | TSESTree.Expression
  /** By what is read of a record, or by types. */
  readonly kind?: RecordKind
  /** A `try` around the loop handles the failures of all records, and does not throw again. */
  readonly isSwallowed: boolean
  /** A `try` around the loop handles them, however it does so. */
  readonly isCaught: boolean
}

/** The loop over the event's records of which one that fails ends the call, or undefined. */
export function recordLoop(node: TSESTree.Node, called: CalledFunction, code: SourceCode): RecordLoop | undefined {
  const found =
    node.type === 'ForOfStatement' ? each(node) : node.type === 'CallExpression' ? all(node, code) : undefined
  if (!found || !isRecordsOfEvent(found.records, called, code) || !mayFail(found.body, code)) return
  const catching = tryAround(node, called)
  const kind = kindByReads(found.record, found.body, code) ?? kindByTypes(called, code)
  return {
    ...found,
    ...(kind && { kind }),
    isCaught: catching !== undefined,
    isSwallowed: catching?.handler ? !tellsFailure(catching.handler, code) : false,
  }
}

type Loop = Pick<RecordLoop, 'node' | 'form' | 'records' | 'record' | 'body'>

function each(node: TSESTree.ForOfStatement): Loop | undefined {
  const record = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left
  return record && { node, form: 'each', records: node.right, record, body: node.body }
}

/** `Promise.all(event.Records.map(async record => …))` */
function all(node: TSESTree.CallExpression, code: SourceCode): Loop | undefined {
  const [argument] = node.arguments
  // What stands behind it, `.catch(…)` or `.then(…)`, may handle all failures.
  const isEnd = node.parent.type !== 'MemberExpression'
  if (code.getText(node.callee) !== 'Promise.all' || !argument || !isEnd) return
  const map = valueOf(argument, code)
  if (map.type !== 'CallExpression' || map.callee.type !== 'MemberExpression') return
  const [callback] = map.arguments
  if (staticName(map.callee.property, map.callee.computed) !== 'map' || !callback || !isFunction(callback)) return
  const [record] = callback.params
  return record && { node, form: 'all', records: map.callee.object, record, body: callback.body }
}

/** `event.Records`, also by a name of its own, or taken out of the handler's parameter. */
function isRecordsOfEvent(node: TSESTree.Expression, called: CalledFunction, code: SourceCode): boolean {
  const records = valueOf(node, code)
  const isParameter = (name: TSESTree.Node) => {
    const definition = resolve(name, code)?.defs[0]
    const [event] = called.node.params
    return event !== undefined && definition?.node === called.node && contains(event, definition.name)
  }
  if (records.type === 'Identifier') {
    const owner = resolve(records, code)?.defs[0]?.node
    if (records.name === 'Records' && isParameter(records)) return true
    // `const { Records } = event`
    const isTaken = owner?.type === 'VariableDeclarator' && owner.id.type === 'ObjectPattern' && owner.init !== null
    return records.name === 'Records' && isTaken && owner.init !== null && isParameter(owner.init)
  }
  if (records.type !== 'MemberExpression' || staticName(records.property, records.computed) !== 'Records') return false
  const event = unwrapped(records.object)
  return event.type === 'Identifier' && isParameter(event)
}

/** Whether the work on a record may fail in a way that the others feel. */
function mayFail(body: TSESTree.Node, code: SourceCode): boolean {
  // What stands in a catch is a way out of its own.
  const isOwn = (node: TSESTree.Node) => !isFunction(node) && node.type !== 'CatchClause'
  const work =
    body.type === 'BlockStatement' || body.type.endsWith('Statement')
      ? [...descendants(body, code, isOwn)].flatMap(node => workOf(node))
      : [body.type === 'AwaitExpression' ? body.argument : body]
  return work.some(node => {
    const call = unwrapped(node)
    if (call.type !== 'CallExpression' || isHandledThere(call, code)) return false
    const catching = tryInside(node, body)
    return !catching?.handler || tellsFailure(catching.handler, code)
  })
}

/** What is waited for, in the function or by who called it. */
function workOf(node: TSESTree.Node): TSESTree.Node | readonly [] {
  if (node.type === 'AwaitExpression') return node.argument
  return node.type === 'ReturnStatement' && node.argument ? node.argument : []
}

/** `process(record).catch(…)`, or a function of the file that handles its own failures. */
function isHandledThere(call: TSESTree.CallExpression, code: SourceCode): boolean {
  const { callee } = call
  if (callee.type === 'MemberExpression') {
    const name = staticName(callee.property, callee.computed) ?? ''
    return name === 'catch' || name === 'allSettled' || (name === 'then' && call.arguments.length > 1)
  }
  const called = callee.type === 'Identifier' ? functionNamed(callee, code) : undefined
  if (called?.body.type !== 'BlockStatement') return false
  const outside = called.body.body.filter(statement => statement.type !== 'TryStatement')
  const attempts = called.body.body.flatMap(statement => (statement.type === 'TryStatement' ? statement : []))
  const isQuiet = attempts.length > 0 && attempts.every(({ handler }) => handler && !tellsFailure(handler, code))
  return isQuiet && !outside.some(statement => [...descendants(statement, code)].some(isWork))
}

function isWork({ type }: TSESTree.Node): boolean {
  return type === 'AwaitExpression' || type === 'ThrowStatement'
}

/** Whether a `catch` lets the call fail after all. */
function tellsFailure({ body }: TSESTree.CatchClause, code: SourceCode): boolean {
  const text = code.getText(body)
  return /\bthrow\b|\breject\(|\b(callback|cb|done|next)\(|\.(fail|done)\(|process\.exit/.test(text)
}

function tryInside(from: TSESTree.Node, body: TSESTree.Node): TSESTree.TryStatement | undefined {
  return tryBelow(from, node => node === body)
}

function tryAround(from: TSESTree.Node, { node: owner }: CalledFunction): TSESTree.TryStatement | undefined {
  return tryBelow(from, node => node === owner)
}

function tryBelow(from: TSESTree.Node, isEnd: (node: TSESTree.Node) => boolean): TSESTree.TryStatement | undefined {
  for (let node = from; node.parent && !isEnd(node); node = node.parent) {
    const { parent } = node
    if (parent.type === 'TryStatement' && parent.block === node && parent.handler) return parent
  }
  return
}

const readsOf: readonly (readonly [name: RegExp, kind: RecordKind])[] = [
  [/^(body|messageId|receiptHandle|messageAttributes)$/, 'sqs'],
  [/^kinesis$/, 'kinesis'],
  [/^dynamodb$/, 'dynamodb'],
]

function kindByReads(record: TSESTree.Node, body: TSESTree.Node, code: SourceCode): RecordKind | undefined {
  const names =
    record.type === 'ObjectPattern'
      ? record.properties.flatMap(one => (one.type === 'Property' ? (staticName(one.key, one.computed) ?? []) : []))
      : [...descendants(body, code)].flatMap(node => {
          if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return []
          const isRecord = record.type === 'Identifier' && node.object.name === record.name
          return isRecord ? (staticName(node.property, node.computed) ?? []) : []
        })
  return readsOf.find(([name]) => names.some(one => name.test(one)))?.[1]
}

const types: readonly (readonly [name: RegExp, kind: RecordKind])[] = [
  [/\bSQS(Event|Handler)\b/, 'sqs'],
  [/\bKinesisStream(Event|Handler)\b/, 'kinesis'],
  [/\bDynamoDBStream(Event|Handler)\b/, 'dynamodb'],
]

function kindByTypes({ node }: CalledFunction, code: SourceCode): RecordKind | undefined {
  const [event] = node.params
  const texts = [event, node.parent.type === 'VariableDeclarator' ? node.parent.id : undefined].flatMap(one =>
    one && 'typeAnnotation' in one && one.typeAnnotation ? code.getText(one.typeAnnotation) : [],
  )
  return types.find(([name]) => texts.some(text => name.test(text)))?.[1]
}
