import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { TextEdit } from '../textEdit.ts'
import { commentBehind, indentationAt, isBlank, lineBreakOf, lineEnd, nextLine } from './layout.ts'
import { continuesLineAbove } from './removeStatement.ts'
import type { SourceCode } from './sourceCode.ts'

/** Puts statements on lines of their own behind one of the file's top level. Each ends as the file's statements do. */
export function insertAfter(
  statement: TSESTree.ProgramStatement,
  statements: readonly string[],
  code: SourceCode,
): TextEdit {
  const { text } = code
  const lineBreak = lineBreakOf(text)
  const end = commentBehind(statement, code)?.range[1] ?? statement.range[1]
  const isLineEnd = isBlank(text, { start: end, end: lineEnd(text, end) })
  const at = isLineEnd ? lineEnd(text, end) : end
  const lines = statements.join(lineBreak)
  const following = code.ast.body[code.ast.body.indexOf(statement) + 1]
  const isOpen = !lines.endsWith(';') && following && continuesLineAbove(text.slice(following.range[0]))
  const closed = isOpen ? `${lines}${lineBreak};` : lines
  const gap = isImport(statement) ? lineBreak : ''
  const next = nextLine(text, at)
  const isTight = next < text.length && !isBlank(text, { start: next, end: lineEnd(text, next) })
  const isAboveFunction = isTight && following?.type !== 'VariableDeclaration'
  const below = isLineEnd ? (isAboveFunction ? gap : '') : lineBreak
  return { start: at, end: at, newText: `${lineBreak}${gap}${closed}${below}` }
}

/** Puts a statement, without its semicolon, on a line of its own at the start of a block. */
export function insertFirst(
  { range: [start], body: [first] }: TSESTree.BlockStatement,
  statement: string,
  code: SourceCode,
): TextEdit {
  const { text } = code
  const isOnSameLine = first !== undefined && !/[\r\n]/.test(text.slice(start, first.range[0]))
  const isContinued = first !== undefined && continuesLineAbove(text.slice(first.range[0]))
  const isNeeded = usesSemicolons(code) || isOnSameLine || isContinued
  const indentation = first ? indentationAt(text, first.range[0]) : `${indentationAt(text, start)}  `
  return {
    start: start + 1,
    end: start + 1,
    newText: `${lineBreakOf(text)}${indentation}${statement}${isNeeded ? ';' : ''}`,
  }
}

/** Whether the file's statements end with semicolons. */
export function usesSemicolons({ ast, text }: SourceCode): boolean {
  return ast.body.some(({ type, range }) => /^(Import|Variable|Expression)/.test(type) && text[range[1] - 1] === ';')
}

/** `import …`, `const a = require('a')`. */
export function isImport(statement: TSESTree.ProgramStatement): boolean {
  if (statement.type === 'ImportDeclaration' || statement.type === 'TSImportEqualsDeclaration') return true
  if (statement.type === 'ExpressionStatement') return isRequire(statement.expression)
  if (statement.type !== 'VariableDeclaration') return false
  return statement.declarations.every(({ init }) => init !== null && isRequire(init))
}

function isRequire(node: TSESTree.Expression): boolean {
  switch (node.type) {
    case 'MemberExpression':
      return isRequire(node.object)
    case 'CallExpression':
      return (node.callee.type === 'Identifier' && node.callee.name === 'require') || isRequireOf(node.callee)
    default:
      return false
  }
}

function isRequireOf(callee: TSESTree.Expression): boolean {
  return callee.type === 'MemberExpression' && isRequire(callee.object)
}
