import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { indented } from '#syntax/javascript/indent.ts'
import { usesSemicolons } from '#syntax/javascript/insertStatement.ts'
import { indentationAt, lineBreakOf } from '#syntax/javascript/layout.ts'
import { freshName, resolve } from '#syntax/javascript/names.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import type { CalledFunction } from '../analysis/handlerCode.ts'
import { isFunction } from '../analysis/pathToFunction.ts'
import type { RecordKind } from './batchSources.ts'
import type { RecordLoop } from './recordLoop.ts'

interface Question {
  readonly loop: RecordLoop
  readonly kind: RecordKind
  readonly isOrdered: boolean
  readonly called: CalledFunction
  readonly code: SourceCode
  readonly isTypeScript: boolean
}

/** Edits after which the handler answers with the records that failed, or why there are none. */
export function partialAnswer(question: Question): { readonly edits: readonly TextEdit[] } | { readonly why: string } {
  const why = objectionTo(question)
  if (why !== undefined) return { why }
  const { loop, isOrdered, code, isTypeScript } = question
  const lineBreak = lineBreakOf(code.text)
  const statement = statementOf(loop.node)
  const indentation = indentationAt(code.text, statement.range[0])
  const end = usesSemicolons(code) ? ';' : ''
  const type = isTypeScript ? ': { itemIdentifier: string }[]' : ''
  const [start] = statement.range
  const list = `const batchItemFailures${type} = []${end}${lineBreak}${indentation}`
  const answer = isOrdered ? `return { batchItemFailures: [] }${end}` : `return { batchItemFailures }${end}`
  const last = following(statement).at(-1) ?? statement
  return {
    edits: [
      ...(isOrdered ? [] : [{ start, end: start, newText: list }]),
      ...attemptEdits(question),
      last.type === 'ReturnStatement'
        ? { start: last.range[0], end: last.range[1], newText: answer }
        : { start: last.range[1], end: last.range[1], newText: `${lineBreak}${indentation}${answer}` },
    ],
  }
}

function attemptEdits(question: Question): readonly TextEdit[] {
  const { loop, code } = question
  const { text } = code
  const lineBreak = lineBreakOf(text)
  const outer = indentationAt(text, loop.body.range[0])
  const unit = outer.includes('\t') ? '\t' : '  '
  const isBlock = loop.body.type === 'BlockStatement'
  const [start, end] = isBlock ? [loop.body.range[0] + 1, loop.body.range[1] - 1] : loop.body.range
  const inner = text.slice(start, end)
  const isLong = /[\r\n]/.test(inner) && isBlock
  const work = isLong
    ? indented({ start, end }, unit, code).trimEnd()
    : `${lineBreak}${outer}${unit}${unit}${awaited(inner.trim(), loop)}`
  const error = freshName('error', code)
  const stop = usesSemicolons(code) ? ';' : ''
  const caught = [
    `console.error(${error})${stop}`,
    ...failureLines(question).map(line => line + (line.startsWith('//') ? '' : stop)),
  ]
  const attempt = [
    `${lineBreak}${outer}${unit}try {${work}`,
    `${outer}${unit}} catch (${error}) {`,
    ...caught.map(line => `${outer}${unit}${unit}${line}`),
    `${outer}${unit}}`,
    outer,
  ].join(lineBreak)
  const edits = [{ start, end, newText: isBlock ? attempt : `{${attempt}}` }]
  const callback = loop.body.parent
  const isSync = callback && isFunction(callback) && !callback.async
  const [from] = callback?.range ?? [0]
  return isSync ? [{ start: from, end: from, newText: 'async ' }, ...edits] : edits
}

/** `record => process(record)` */
function awaited(text: string, { body, form }: RecordLoop): string {
  return form === 'each' || body.type === 'BlockStatement' || body.type === 'AwaitExpression' ? text : `await ${text}`
}

function failureLines({ loop, kind, isOrdered, code, isTypeScript }: Question): readonly string[] {
  const record = code.getText(loop.record).split(':')[0] ?? ''
  const records = code.getText(loop.records)
  if (kind === 'sqs') {
    if (!isOrdered) return [`batchItemFailures.push({ itemIdentifier: ${record}.messageId })`]
    return [
      '// What comes after it must not overtake it.',
      `const failed = ${records}.slice(${records}.indexOf(${record}))`,
      'return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }',
    ]
  }
  // An empty one stands for the whole batch.
  const changed = isTypeScript ? `${record}.dynamodb?.SequenceNumber ?? ''` : `${record}.dynamodb.SequenceNumber`
  const identifier = kind === 'kinesis' ? `${record}.kinesis.sequenceNumber` : changed
  return ['// The stream goes on from here.', `return { batchItemFailures: [{ itemIdentifier: ${identifier} }] }`]
}

function objectionTo({ loop, isOrdered, called, code }: Question): string | undefined {
  const { node: handler, role } = called
  const statement = statementOf(loop.node)
  if (loop.form === 'all' && !isAwaitedAlone(loop.node)) return 'What the work on the records gives is used.'
  if (role !== 'handler' || statement.parent !== handler.body) {
    return loop.isCaught
      ? 'A try around the loop handles the failures of all records together.'
      : 'The loop is not a statement of the handler’s own.'
  }
  if (!handler.async) return 'The handler is not an async function.'
  if (handler.parent.type === 'CallExpression') return 'A wrapper around the handler may change what it answers.'
  if (loop.form === 'all' && isOrdered) {
    return 'The records have an order, and are worked on at the same time: what comes after a failure is not held back.'
  }
  if (loop.record.type !== 'Identifier') return 'The loop takes its records apart, and so has not what names them.'
  if (hasOtherAnswer(handler, code)) return 'The handler is said to answer with nothing else.'
  return answersInside(loop, code) ?? followingObjection(statement, called, code)
}

function statementOf(node: RecordLoop['node']): TSESTree.Node {
  if (node.type === 'ForOfStatement') return node
  return node.parent.type === 'AwaitExpression' ? node.parent.parent : node.parent
}

function isAwaitedAlone({ parent }: TSESTree.Node): boolean {
  return parent?.type === 'AwaitExpression' && parent.parent.type === 'ExpressionStatement'
}

/** `: Promise<void>` */
function hasOtherAnswer(handler: CalledFunction['node'], code: SourceCode): boolean {
  if (handler.returnType)
    return !/\bBatchResponse\b|BatchResponse>|Promise<(any|unknown)>/.test(code.getText(handler.returnType))
  const { parent } = handler
  const annotation = parent.type === 'VariableDeclarator' ? parent.id.typeAnnotation : undefined
  return annotation !== undefined && /,\s*(void|undefined|never)\s*>/.test(code.getText(annotation))
}

function answersInside({ body, form }: RecordLoop, code: SourceCode): string | undefined {
  const own = [...descendants(body, code, node => !isFunction(node))]
  const isPending = ({ type }: TSESTree.Node) =>
    type === 'CallExpression' || type === 'Identifier' || type === 'NewExpression'
  for (const node of own) {
    if (node.type !== 'ReturnStatement') continue
    if (form === 'each') return 'The loop may end the call with an answer of its own.'
    if (node.argument && isPending(node.argument)) return 'What a record’s work returns may fail after it.'
  }
  return
}

/** What stands below the loop runs only after a whole batch; now it would also run after a part of one. */
function followingObjection(statement: TSESTree.Node, called: CalledFunction, code: SourceCode): string | undefined {
  const below = following(statement)
  const isLogging = (node: TSESTree.Node) =>
    node.type === 'ExpressionStatement' && /^console\.\w+\(/.test(code.getText(node))
  const rest = below.at(-1)?.type === 'ReturnStatement' ? below.slice(0, -1) : below
  if (!rest.every(isLogging)) return 'What stands below the loop counts on all records having worked.'
  const last = below.at(-1)
  const answer = last?.type === 'ReturnStatement' ? last.argument : null
  return answer && !isPlainAnswer(answer, called, code)
    ? 'It answers with something that is made on the way.'
    : undefined
}

/** An answer that says no more than that it is done; Lambda does not look at it. */
function isPlainAnswer(answer: TSESTree.Expression, { node }: CalledFunction, code: SourceCode): boolean {
  return [...descendants(answer, code)].every(one => {
    if (one.type === 'AwaitExpression' || one.type === 'NewExpression' || isFunction(one)) return false
    if (one.type === 'CallExpression') return code.getText(one.callee) === 'JSON.stringify'
    const variable = one.type === 'Identifier' ? resolve(one, code) : undefined
    return variable === undefined || variable.defs[0]?.node === node
  })
}

function following(statement: TSESTree.Node): readonly TSESTree.Statement[] {
  const { parent } = statement
  if (parent?.type !== 'BlockStatement') return []
  return parent.body.filter(one => one.range[0] >= statement.range[1])
}
