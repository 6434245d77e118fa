import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { insertAfter, usesSemicolons } from '#syntax/javascript/insertStatement.ts'
import { linesAt } from '#syntax/javascript/lines.ts'
import { indentationAt, indentationStep, lineBreakOf } from '#syntax/javascript/layout.ts'
import { freshName, referencesIn } from '#syntax/javascript/names.ts'
import { contains, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { evaluationOf } from '../analysis/evaluation.ts'
import { isLoop, type Loop } from '../loops/itemLoop.ts'
import { exportBeside } from '../sdk/otherCommand.ts'
import { batchHelper } from './batchHelper.ts'
import { isQuietRound } from './quietRound.ts'
import { areKeysOfTable } from './scannedKeys.ts'
import type { SingleRequests } from './singleRequests.ts'

export type BatchPlan = { readonly edits: readonly TextEdit[] } | { readonly why: string }

interface Facts extends SingleRequests {
  readonly loop: Loop
  readonly statement: TSESTree.ExpressionStatement
  readonly command: TSESTree.NewExpression
}

/** Collects what a loop sends one by one, and sends it in batches below the loop. */
export function sendInBatches(found: SingleRequests, isTypeScript: boolean, code: SourceCode): BatchPlan {
  const facts = factsOf(found, code)
  if ('why' in facts) return facts
  const { batch, command, loop, statement } = facts
  const isDocument = facts.request.isDocumentClient
  const reached = exportBeside(command.callee, `${isDocument ? 'BatchWrite' : batch.batch}Command`, code)
  const last = code.ast.body.at(-1)
  if ('why' in reached) return reached
  if (!last) return { why: 'The file has no end to put a function at.' }
  const end = usesSemicolons(code) ? ';' : ''
  const list = freshName('entries', code)
  const helper = freshName('sendInBatches', code)
  const sending = senderLines(facts, { list, helper, command: reached.name, isTypeScript, end }, code)
  const [start, loopEnd] = loop.range
  const lineBreak = lineBreakOf(code.text)
  return {
    edits: [
      ...reached.edits,
      { start, end: start, newText: `const ${list} = []${end}${lineBreak}${indentationAt(code.text, start)}` },
      {
        start: statement.range[0],
        end: statement.range[1],
        newText: `${list}.push(${entryText(facts, list, code)})${end}`,
      },
      { start: loopEnd, end: loopEnd, newText: linesAt(loop, ['', ...sending], code) },
      insertAfter(last, ['', batchHelper(helper, batch, { isTypeScript, end, lineBreak })], code),
    ],
  }
}

function factsOf(found: SingleRequests, code: SourceCode): Facts | { readonly why: string } {
  const { request, batch, around, properties } = found
  if (batch.why !== undefined) return { why: batch.why }
  if (!isLoop(around)) return { why: 'They go out side by side: collect the entries first.' }
  if (request.version === 2 || !request.command) return { why: 'Only commands of the SDK v3 are rewritten.' }
  const statement = request.promise.parent.parent
  if (request.promise.parent.type !== 'AwaitExpression' || statement?.type !== 'ExpressionStatement') {
    return { why: 'Their answers are used.' }
  }
  if (request.promise.arguments.length > 1) return { why: 'They are sent with options of their own.' }
  const group = [...properties.keys()].find(name => /^Message(GroupId|DeduplicationId)$/.test(name))
  if (group !== undefined) return { why: 'They are sent in an order, which a batch that fails in part does not keep.' }
  const other = [...properties.keys()].find(name => name !== batch.shared && !batch.own.includes(name))
  if (other !== undefined) return { why: `“${other}” has no place in a batch.` }
  if (isOfRound(request.client, around, code) || !isSharedValue(properties.get(batch.shared), around, code)) {
    return { why: 'They do not all go to the same place.' }
  }
  if (!isQuietRound(around, request, code))
    return { why: 'The rounds do more than send, in an order that would change.' }
  if (request.operation === 'DeleteItem' && !areKeysOfTable(found, around, code)) {
    return { why: 'A batch must not name a key twice, and nothing shows that the keys differ.' }
  }
  if (!/^(BlockStatement|SwitchCase)$/.test(around.parent.type)) return { why: 'The loop does not stand in a block.' }
  return { ...found, loop: around, statement, command: request.command }
}

/** Whether an expression means something else in each round. */
function isOfRound(node: TSESTree.Node, loop: Loop, code: SourceCode): boolean {
  return referencesIn(node, code).some(({ resolved }) => {
    const declared = resolved?.identifiers[0]
    return declared !== undefined && contains(loop, declared)
  })
}

function isSharedValue(value: TSESTree.Node | undefined, loop: Loop, code: SourceCode): boolean {
  return !value || (!isOfRound(value, loop, code) && evaluationOf(value, code) !== 'unknown')
}

/** What goes into the batch for one item. */
function entryText({ request, batch, properties }: Facts, list: string, code: SourceCode): string {
  if (request.operation === 'PutEvents') {
    const entries = properties.get('Entries')
    return entries?.type === 'ArrayExpression' && entries.elements[0] ? code.getText(entries.elements[0]) : '{}'
  }
  const own = (name: string) => written(name, code.getText(properties.get(name)))
  if (request.operation === 'DeleteItem') return `{ DeleteRequest: { ${own('Key')} } }`
  if (request.operation === 'PutRecord') return code.getText(properties.get('Record'))
  const names = [...properties.keys()].filter(name => name !== batch.shared)
  return `{ Id: String(${list}.length), ${names.map(own).join(', ')} }`
}

/** `name: value`, or `name` where both are the same. */
function written(name: string, value: string): string {
  return name === value ? name : `${name}: ${value}`
}

interface Words {
  readonly list: string
  readonly helper: string
  readonly command: string
  readonly isTypeScript: boolean
  readonly end: string
}

/** The call that sends what was collected, and says what of it was not processed. */
function senderLines(facts: Facts, words: Words, code: SourceCode): readonly string[] {
  const { request, batch, properties, loop } = facts
  const { list, helper, command, isTypeScript, end } = words
  const parent = loop.parent
  const step = parent.type === 'BlockStatement' ? indentationStep(loop, parent, code) : '  '
  const shared = code.getText(properties.get(batch.shared))
  const place = written(batch.shared, shared)
  const send = (input: string) => `await ${code.getText(request.client)}.send(new ${command}(${input}))`
  const lines: Readonly<Record<string, readonly string[]>> = {
    SendMessage: failedById(send(`{ ${place}, Entries: next }`), end),
    Publish: failedById(send(`{ ${place}, PublishBatchRequestEntries: next }`), end),
    PutEvents: [
      `const { Entries = [] } = ${send('{ Entries: next }')}${end}`,
      `return next.filter((_, index) => Entries[index]?.ErrorCode)${end}`,
    ],
    PutRecord: [
      `const { RequestResponses = [] } = ${send(`{ ${place}, Records: next }`)}${end}`,
      `return next.filter((_, index) => RequestResponses[index]?.ErrorCode)${end}`,
    ],
    DeleteItem: [
      `const { UnprocessedItems = {} } = ${send(`{ RequestItems: { [${shared}]: next } }`)}${end}`,
      isTypeScript
        ? `return (UnprocessedItems[${shared}] ?? []) as typeof next${end}`
        : `return UnprocessedItems[${shared}] ?? []${end}`,
    ],
  }
  const body = lines[request.operation] ?? []
  return [`await ${helper}(${list}, async next => {`, ...body.map(line => step + line), `})${end}`]
}

function failedById(sent: string, end: string): readonly string[] {
  return [
    `const { Failed = [] } = ${sent}${end}`,
    `return next.filter(({ Id }) => Failed.some(failed => failed.Id === Id))${end}`,
  ]
}
