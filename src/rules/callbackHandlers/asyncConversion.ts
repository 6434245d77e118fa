import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import { commentBehind, commentsAbove } from '#syntax/javascript/layout.ts'
import { removeStatement } from '#syntax/javascript/removeStatement.ts'
import { contains, descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { functionAround, isFunction } from '../analysis/pathToFunction.ts'

/** Edits that make a handler with a callback an async one, or why that is not simple. */
export function asyncConversion(
  handler: FunctionNode,
  code: SourceCode,
): { readonly edits: readonly TextEdit[] } | { readonly why: string } {
  const [, before, parameter] = handler.params
  const callback = parameter && callbackOf(handler, parameter, code)
  if (!before || !parameter || !callback || handler.params.length > 3 || handler.parent.type === 'MethodDefinition') {
    return { why: 'Its callback is declared in a way that cannot be followed.' }
  }
  if (handler.parent.type === 'Property' && handler.parent.method) return { why: 'It is a method of an object.' }
  if (handler.returnType || ('typeAnnotation' in parameter && parameter.typeAnnotation)) {
    return { why: 'Its types would have to change as well.' }
  }
  const answers: TextEdit[] = []
  for (const { identifier } of callback.references) {
    const answer = answerBy(identifier, handler, code)
    if ('why' in answer) return answer
    answers.push(...answer)
  }
  if (answers.length === 0) return { why: 'It never calls its callback.' }
  if (returnsOtherwise(handler, callback, code))
    return { why: 'It returns something besides what its callback is given.' }
  const [start] = handler.range
  return {
    edits: [
      { start, end: start, newText: 'async ' },
      { start: before.range[1], end: parameter.range[1], newText: '' },
      ...answers,
    ],
  }
}

function callbackOf(handler: FunctionNode, parameter: TSESTree.Node, code: SourceCode): Variable | undefined {
  if (parameter.type !== 'Identifier') return
  return code.scopeManager?.getDeclaredVariables(handler).find(({ identifiers }) => identifiers.includes(parameter))
}

function answerBy(
  name: TSESTree.Node,
  handler: FunctionNode,
  code: SourceCode,
): readonly TextEdit[] | { readonly why: string } {
  const { parent: call } = name
  if (call?.type !== 'CallExpression' || call.callee !== name) return { why: 'Its callback is handed on.' }
  if (functionAround(call) !== handler) return { why: 'Its callback is called by another function’s callback.' }
  const isWhole = call === handler.body
  if (!isWhole && !isLast(call, handler)) return { why: 'It goes on after it has called its callback.' }
  const [failure, answer] = call.arguments
  const text = answer && code.getText(answer)
  const isFailure = failure !== undefined && !/^(null|undefined)$/.test(code.getText(failure))
  if (hasCommentOutside(call, code)) return { why: 'Comments stand beside what its callback is given.' }
  if (call.arguments.some(({ type }) => type === 'SpreadElement') || (isFailure && !isError(failure, call, handler))) {
    return { why: 'Whether its callback is given a failure is known only when it runs.' }
  }
  const [start, end] = call.parent.type === 'ReturnStatement' ? [call.parent.range[0], call.range[1]] : call.range
  const rest = returnBelow(call, code)
  if (!isFailure && isWhole) return [{ start, end, newText: wholeBody(answer, text) }]
  if (!isFailure) return [{ start, end, newText: text === undefined ? 'return' : `return ${text}` }, ...rest]
  if (isWhole || answer || isCaughtHere(call, handler)) return { why: 'What it fails with cannot be thrown there.' }
  return [{ start, end, newText: `throw ${code.getText(failure)}` }, ...rest]
}

function wholeBody(answer: TSESTree.Node | undefined, text: string | undefined): string {
  if (text === undefined) return '{}'
  return answer?.type === 'ObjectExpression' || answer?.type === 'SequenceExpression' ? `(${text})` : text
}

/** Surely a failure: an error that is made there, a text, or an error that was caught. */
function isError(failure: TSESTree.Node, from: TSESTree.Node, handler: FunctionNode): boolean {
  if (failure.type === 'NewExpression' || failure.type === 'TemplateLiteral') return true
  if (failure.type === 'Literal') return typeof failure.value === 'string' && failure.value !== ''
  if (failure.type !== 'Identifier') return false
  for (let node = from; node !== handler && node.parent; node = node.parent) {
    if (node.type === 'CatchClause' && node.param?.type === 'Identifier') return node.param.name === failure.name
  }
  return false
}

function isCaughtHere(from: TSESTree.Node, handler: FunctionNode): boolean {
  for (let node = from; node !== handler && node.parent; node = node.parent) {
    if (node.parent.type === 'TryStatement' && node.parent.block === node && node.parent.handler) return true
  }
  return false
}

/** Whether nothing of the function runs after a call, by its `return` or by its place. */
function isLast(call: TSESTree.CallExpression, handler: FunctionNode): boolean {
  if (hasFinally(call, handler)) return false
  if (call.parent.type === 'ReturnStatement') return true
  if (call.parent.type !== 'ExpressionStatement') return false
  let node: TSESTree.Node = call.parent
  while (node !== handler.body && node.parent) {
    const next = statementBelow(node)
    if (next?.type === 'ReturnStatement') return !next.argument
    const left = next && isPlainBreak(next) ? leftBy(next) : undefined
    if (next && !left) return false
    const parent: TSESTree.Node = left ?? node.parent
    const isLastCase = parent.type === 'SwitchCase' && parent.parent.cases.at(-1) === parent
    if (!left && !isLastCase && !passing.has(parent.type)) return false
    node = parent
  }
  return true
}

/** The `switch` that a `break` leaves; undefined for loops. */
function leftBy(statement: TSESTree.Node): TSESTree.SwitchStatement | undefined {
  for (let at = statement.parent; at; at = at.parent) {
    if (at.type === 'SwitchStatement') return at
    if (/^(For|While|DoWhile)/.test(at.type) || isFunction(at)) return
  }
  return
}

/** Statements at whose end what stands in them ends too. */
const passing = new Set(['BlockStatement', 'CatchClause', 'IfStatement', 'SwitchStatement', 'TryStatement'])

function isPlainBreak(statement: TSESTree.Statement): boolean {
  return statement.type === 'BreakStatement' && !statement.label
}

function statementBelow(statement: TSESTree.Node): TSESTree.Statement | undefined {
  const { parent } = statement
  const all = parent?.type === 'BlockStatement' ? parent.body : parent?.type === 'SwitchCase' ? parent.consequent : []
  return all[all.findIndex(one => one === statement) + 1]
}

/** `callback(null, answer); return`: its own `return` takes the place of that below, or of a `break`. */
function returnBelow({ parent }: TSESTree.CallExpression, code: SourceCode): readonly TextEdit[] {
  const next = parent.type === 'ExpressionStatement' ? statementBelow(parent) : undefined
  const isOwn = next && commentsAbove(next, code).length === 0 && !commentBehind(next, code)
  return isOwn ? [removeStatement(next, code)] : []
}

function hasFinally(from: TSESTree.Node, handler: FunctionNode): boolean {
  for (let node = from; node !== handler && node.parent; node = node.parent) {
    if (node.parent.type === 'TryStatement' && node.parent.finalizer) return true
  }
  return false
}

function returnsOtherwise(handler: FunctionNode, callback: Variable, code: SourceCode): boolean {
  if (handler.body.type !== 'BlockStatement') return false
  return [...descendants(handler.body, code, node => !isFunction(node))].some(node => {
    if (node.type !== 'ReturnStatement' || !node.argument) return false
    const { argument } = node
    return !callback.references.some(({ identifier }) => identifier.parent === argument)
  })
}

function hasCommentOutside(call: TSESTree.CallExpression, code: SourceCode): boolean {
  return code
    .getAllComments()
    .some(
      ({ range: [start, end] }) =>
        start >= call.range[0] &&
        end <= call.range[1] &&
        !call.arguments.some(argument => contains(argument, { ...call, range: [start, end] })),
    )
}
