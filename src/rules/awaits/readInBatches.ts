import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { usesSemicolons } from '#syntax/javascript/insertStatement.ts'
import { indentationStep } from '#syntax/javascript/layout.ts'
import { hasTextOfLines, linesAt, linesOf, moveRight } from '#syntax/javascript/lines.ts'
import { freshName, referencesIn, resolve } from '#syntax/javascript/names.ts'
import { contains, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import type { PerCallPlace } from '../analysis/handlerCode.ts'
import { isRecords, mostRecords } from '../loops/eventOrder.ts'
import { countOf, isArray } from '../loops/itemLoop.ts'
import { valueBehind } from '../sdk/sdkRequest.ts'
import type { ReadLoop } from './readLoop.ts'

/** Edits after which the items of a loop are read side by side, or why there are none. */
export type BatchPlan =
  | { readonly edits: readonly TextEdit[]; readonly atOnce: 'all' | 'ten' }
  | { readonly why: string }

const most = 10

interface Facts {
  readonly loop: TSESTree.ForOfStatement
  readonly item: TSESTree.Node
  readonly body: readonly TSESTree.Statement[]
  readonly list: TSESTree.Identifier
  /** What a round adds to the list; with `isSpread` the items of that. */
  readonly added: TSESTree.Expression
  readonly isSpread: boolean
}

export function readInBatches(found: ReadLoop, place: PerCallPlace, code: SourceCode): BatchPlan {
  const facts = factsOf(found, place, code)
  if ('why' in facts) return facts
  const { loop } = facts
  const count = countOf(loop.right, code) ?? (isRecords(loop.right, code) ? mostRecords(place) : undefined)
  const atOnce = count !== undefined && count <= most ? 'all' : 'ten'
  const lines = atOnce === 'all' ? allAtOnce(facts, code) : tenByTen(facts, code)
  const [start, end] = loop.range
  return { edits: [{ start, end, newText: linesAt(loop, lines, code) }], atOnce }
}

function factsOf({ loop }: ReadLoop, place: PerCallPlace, code: SourceCode): Facts | { readonly why: string } {
  if (loop.type !== 'ForOfStatement') return { why: 'It counts: go through the items by “for … of”, first.' }
  const { left, body } = loop
  if (left.type !== 'VariableDeclaration' || left.kind !== 'const')
    return { why: 'The item’s variable is not a constant.' }
  if (body.type !== 'BlockStatement' || !/^(BlockStatement|SwitchCase)$/.test(loop.parent.type)) {
    return { why: 'Its body is not a block.' }
  }
  if (place.caught) return { why: 'It is inside a try that may go on with what was read up to a failure.' }
  if (hasTextOfLines(loop, code)) return { why: 'It has a text of several lines.' }
  const [declarator] = left.declarations
  const last = body.body.at(-1)
  const adding = last && addition(last)
  if (!declarator || !adding) return { why: 'What it makes is more than one list of what was read.' }
  const others = body.body.slice(0, -1)
  if (others.some(one => one.type !== 'VariableDeclaration')) return { why: 'It does more than declare what is read.' }
  const { list, added, isSpread } = adding
  const isOwnList = isMadeHere(list, place, code) && isUsedOnce(list, loop, code)
  if (!isOwnList) return { why: `“${list.name}” is not a list of this function alone.` }
  return { loop, item: declarator.id, body: others, list, added, isSpread }
}

/** `list.push(x)`, `list.push(...(x ?? []))` */
function addition(statement: TSESTree.Statement): Pick<Facts, 'list' | 'added' | 'isSpread'> | undefined {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return
  const { callee, arguments: args } = statement.expression
  const [argument] = args
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || args.length !== 1 || !argument)
    return
  if (staticName(callee.property, callee.computed) !== 'push') return
  if (argument.type !== 'SpreadElement') return { list: callee.object, added: argument, isSpread: false }
  const { argument: added } = argument
  const isSureList =
    added.type === 'LogicalExpression' && added.operator !== '&&' && added.right.type === 'ArrayExpression'
  return isSureList ? { list: callee.object, added, isSpread: true } : undefined
}

function isMadeHere(list: TSESTree.Identifier, { called }: PerCallPlace, code: SourceCode): boolean {
  const made = valueBehind(list, code)
  return made?.type === 'ArrayExpression' && contains(called.node, made)
}

function isUsedOnce(list: TSESTree.Identifier, loop: TSESTree.Node, code: SourceCode): boolean {
  const variable = resolve(list, code)
  return referencesIn(loop, code).filter(({ resolved }) => resolved === variable).length === 1
}

function allAtOnce(facts: Facts, code: SourceCode): readonly string[] {
  const { right } = facts.loop
  const isSure = isArray(right, code) || isRecords(right, code)
  return pushing(facts, isSure ? bracketed(right, code) : `[...${code.getText(right)}]`, code)
}

function tenByTen(facts: Facts, code: SourceCode): readonly string[] {
  const { right } = facts.loop
  const end = usesSemicolons(code) ? ';' : ''
  const isArrayByName = right.type === 'Identifier' && isArray(right, code)
  const all = isArrayByName ? right.name : freshName('all', code)
  const start = freshName('start', code)
  const next = freshName('next', code)
  const [first = '', ...others] = linesOf(right.range, code)
  const spread = isArray(right, code) ? ['', ''] : ['[...', ']']
  const text = [`const ${all} = ${spread[0]}${first}`, ...others]
  const declared = isArrayByName ? [] : [...text.slice(0, -1), `${text.at(-1)}${spread[1]}${end}`]
  const { loop } = facts
  const step = loop.parent.type === 'BlockStatement' ? indentationStep(loop, loop.parent, code) : '  '
  return [
    ...declared,
    `for (let ${start} = 0; ${start} < ${all}.length; ${start} += ${most}) {`,
    `${step}const ${next} = ${all}.slice(${start}, ${start} + ${most})${end}`,
    ...moveRight(pushing(facts, next, code), step),
    '}',
  ]
}

/** `list.push(...(await Promise.all(items.map(async item => …))))` */
function pushing(facts: Facts, items: string, code: SourceCode): readonly string[] {
  const [first = '', ...others] = callback(facts, code)
  const lines = [`${facts.list.name}.push(...(await Promise.all(${items}.map(${first}`, ...others]
  const closing = `)))${facts.isSpread ? '.flat()' : ''})${usesSemicolons(code) ? ';' : ''}`
  return [...lines.slice(0, -1), `${lines.at(-1)}${closing}`]
}

/** `async item => { …; return x }` */
function callback({ loop, item, body, added, list }: Facts, code: SourceCode): readonly string[] {
  const isName = item.type === 'Identifier' && !item.typeAnnotation
  const heading = `async ${isName ? item.name : `(${code.getText(item)})`} => `
  const [start, end] = loop.body.range
  const isCommented = code.getAllComments().some(({ range }) => start <= range[0] && range[1] <= end)
  if (body.length === 0 && !isCommented) {
    const [first = '', ...others] = linesOf(added.range, code)
    const brackets = added.type === 'ObjectExpression' ? ['(', ')'] : ['', '']
    const lines = [`${heading}${brackets[0]}${first}`, ...others]
    return [...lines.slice(0, -1), `${lines.at(-1)}${brackets[1]}`]
  }
  const push = list.parent.parent?.parent?.range ?? list.range
  const semicolon = code.text[push[1] - 1] === ';' ? ';' : ''
  const returned = { start: push[0], end: push[1], newText: `return ${code.getText(added)}${semicolon}` }
  const [first = '', ...others] = linesOf([start, end], code, [returned])
  return [`${heading}${first}`, ...others]
}

function bracketed(node: TSESTree.Node, code: SourceCode): string {
  const text = code.getText(node)
  return ['Identifier', 'MemberExpression', 'CallExpression', 'ArrayExpression'].includes(node.type)
    ? text
    : `(${text})`
}
