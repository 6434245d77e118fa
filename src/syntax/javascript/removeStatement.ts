import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { TextEdit } from '../textEdit.ts'
import { commentBehind, commentsAbove, isBlank, lineEnd, lineStart, nextLine } from './layout.ts'
import type { SourceCode } from './sourceCode.ts'

/** Takes a statement away with its lines and the comments that belong to it. */
export function removeStatement(statement: TSESTree.Node, code: SourceCode): TextEdit {
  const { text } = code
  const start = commentsAbove(statement, code)[0]?.range[0] ?? statement.range[0]
  const end = commentBehind(statement, code)?.range[1] ?? statement.range[1]
  if (needsSemicolon(statement, code)) return { start, end, newText: ';' }
  const isAlone =
    isBlank(text, { start: lineStart(text, start), end: start }) &&
    isBlank(text, { start: end, end: lineEnd(text, end) })
  if (!isAlone) return { start, end: end + (/^[ \t]+/.exec(text.slice(end))?.[0].length ?? 0), newText: '' }
  return { start: lineStart(text, start), end: endOfGap(start, end, text), newText: '' }
}

/** A blank line below goes as well, where one stands above already, or where a block or the file begins. */
function endOfGap(start: number, end: number, text: string): number {
  const next = nextLine(text, end)
  const above = text.slice(0, lineStart(text, start)).trimEnd()
  const gapAbove = text.slice(above.length, lineStart(text, start))
  const isGapAbove = (gapAbove.match(/\r\n|\n|\r/g)?.length ?? 0) > 1 || above === '' || above.endsWith('{')
  const isGapBelow = next < text.length && isBlank(text, { start: next, end: lineEnd(text, next) })
  return isGapAbove && isGapBelow ? nextLine(text, next) : next
}

/**
 * Whether the statements around would run together: the one above ends without a semicolon, and what comes next could
 * continue it.
 */
function needsSemicolon(statement: TSESTree.Node, code: SourceCode): boolean {
  const siblings = statementsAround(statement)
  const index = siblings.indexOf(statement)
  const above = siblings[index - 1]
  const below = siblings[index + 1]
  if (!above || !below || !endsWithoutSemicolon(above, code)) return false
  return continuesLineAbove(code.text.slice(below.range[0]))
}

/** Whether text on a new line would be read as going on with a line that has no semicolon. */
export function continuesLineAbove(text: string): boolean {
  return /^([([`/+\-*,.<?:=&|^%]|in\b|instanceof\b)/.test(text)
}

const endedByBrace = new Set([
  'BlockStatement',
  'ClassDeclaration',
  'ForInStatement',
  'ForOfStatement',
  'ForStatement',
  'FunctionDeclaration',
  'IfStatement',
  'LabeledStatement',
  'SwitchStatement',
  'TSEnumDeclaration',
  'TSInterfaceDeclaration',
  'TSModuleDeclaration',
  'TryStatement',
  'WhileStatement',
])

function endsWithoutSemicolon(statement: TSESTree.Node, code: SourceCode): boolean {
  if (code.text[statement.range[1] - 1] === ';') return false
  return !(endedByBrace.has(statement.type) && code.text[statement.range[1] - 1] === '}')
}

function statementsAround({ parent }: TSESTree.Node): readonly TSESTree.Node[] {
  switch (parent?.type) {
    case 'BlockStatement':
    case 'Program':
    case 'StaticBlock':
    case 'TSModuleBlock':
      return parent.body
    case 'SwitchCase':
      return parent.consequent
    default:
      return []
  }
}
