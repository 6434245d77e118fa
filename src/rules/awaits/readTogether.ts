import type { TSESTree } from '@typescript-eslint/typescript-estree'
import {
  commentBehind,
  commentsAbove,
  indent,
  indentationAt,
  indentationStep,
  lineBreakOf,
} from '#syntax/javascript/layout.ts'
import { removeStatement } from '#syntax/javascript/removeStatement.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { applyEdits, type TextEdit } from '#syntax/textEdit.ts'
import { evaluationOf } from '../analysis/evaluation.ts'
import type { ReadRun, ReadStatement } from './readRun.ts'

/** Edits after which reads are asked for at once, or why there are none. */
export type TogetherPlan = { readonly edits: readonly TextEdit[] } | { readonly why: string }

const longestLine = 100

/** Declares what a run reads by one `Promise.all`, where its last statement stands. */
export function readTogether(run: ReadRun, code: SourceCode): TogetherPlan {
  const why = objectionTo(run, code)
  if (why !== undefined) return { why }
  const last = run.at(-1)
  if (!last) return { why: 'There is nothing to read.' }
  const start = commentsAbove(last.statement, code)[0]?.range[0] ?? last.statement.range[0]
  const end = commentBehind(last.statement, code)?.range[1] ?? last.statement.range[1]
  const removed = run.slice(0, -1).map(({ statement }) => removeStatement(statement, code))
  return { edits: [...removed, { start, end, newText: together(run, last, code) }] }
}

function objectionTo(run: ReadRun, code: SourceCode): string | undefined {
  const kinds = new Set(run.map(({ statement }) => statement.kind))
  if (kinds.size > 1) return 'Their variables are declared in different ways.'
  const typed = run.filter(({ declarator }) => declarator.id.typeAnnotation)
  if (typed.length > 0 && typed.length < run.length) return 'Some of their variables have types of their own.'
  if (run.some(({ declarator, awaited }) => declarator.init !== awaited))
    return 'Their answers have types of their own.'
  for (const { read } of run.slice(1)) {
    const failing = read.inputs.find(input => evaluationOf(input, code) === 'may-fail')
    if (failing)
      return 'What a later one is asked with is computed right there and may fail: compute it above them all.'
  }
  return
}

function together(run: ReadRun, last: ReadStatement, code: SourceCode): string {
  const { text } = code
  const { kind, range } = last.statement
  const semicolon = text[range[1] - 1] === ';' ? ';' : ''
  const heading = `${kind} ${patternOf(run, code)} = await Promise.all([`
  const comments = run.flatMap(({ statement }) => [
    ...commentsAbove(statement, code),
    ...[commentBehind(statement, code) ?? []].flat(),
  ])
  const isPlain = run.every(({ awaited }) => !/[\r\n]/.test(code.getText(awaited))) && comments.length === 0
  const line = `${heading}${run.map(({ awaited }) => code.getText(awaited.argument)).join(', ')}])${semicolon}`
  const indentation = indentationAt(text, range[0])
  if (isPlain && indentation.length + line.length <= longestLine) return line
  const step =
    last.statement.parent.type === 'BlockStatement'
      ? indentationStep(last.statement, last.statement.parent, code)
      : '  '
  const lineBreak = lineBreakOf(text)
  const elements = run.flatMap(one => elementLines(one, step, code)).map(element => `${indentation}${step}${element}`)
  return [heading, ...elements, `${indentation}])${semicolon}`].join(lineBreak)
}

/** `[a, b]`, or `[a, b]: [A, B]` where they have types. */
function patternOf(run: ReadRun, code: SourceCode): string {
  const ids = run.map(({ declarator }) => declarator.id)
  const names = ids.map(({ range: [start, end], typeAnnotation }) =>
    code.text.slice(start, typeAnnotation ? typeAnnotation.range[0] : end),
  )
  const types = ids.flatMap(({ typeAnnotation }) =>
    typeAnnotation ? [code.getText(typeAnnotation.typeAnnotation)] : [],
  )
  return `[${names.join(', ')}]${types.length > 0 ? `: [${types.join(', ')}]` : ''}`
}

/** A read as an element of the list, with the comments of its statement. */
function elementLines({ statement, awaited }: ReadStatement, step: string, code: SourceCode): readonly string[] {
  const above = commentsAbove(statement, code).map(comment => textOf(comment.range, '', code))
  const behind = commentBehind(statement, code)
  const trailing = behind ? ` ${textOf(behind.range, '', code)}` : ''
  return [...above, `${textOf(awaited.argument.range, step, code)},${trailing}`]
}

function textOf([start, end]: TSESTree.Range, step: string, code: SourceCode): string {
  const edits = step === '' ? [] : indent({ start, end }, step, code)
  return applyEdits(
    code.text.slice(start, end),
    edits.map(edit => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  )
}
