import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { applyEdits, type TextEdit } from '../textEdit.ts'
import { indentationAt, lineBreakOf, lineStart } from './layout.ts'
import { descendants, type SourceCode } from './sourceCode.ts'

/**
 * The lines of a span, after edits inside it, without the indentation of the line that it begins on. Not for spans with
 * texts of several lines.
 */
export function linesOf(
  [start, end]: TSESTree.Range,
  { text }: SourceCode,
  edits: readonly TextEdit[] = [],
): readonly string[] {
  const own = indentationOfLine(start, text)
  const inside = edits.map(edit => ({ ...edit, start: edit.start - start, end: edit.end - start }))
  const [first = '', ...rest] = applyEdits(text.slice(start, end), inside).split(/\r\n|\n|\r/)
  return [first, ...rest.map(line => (line.startsWith(own) ? line.slice(own.length) : line.trimStart()))]
}

/** Lines as they go where a statement stands, whose indentation all but the first get. */
export function linesAt(statement: TSESTree.Node, lines: readonly string[], { text }: SourceCode): string {
  const indentation = indentationAt(text, statement.range[0])
  return lines.map((line, index) => (index === 0 || line === '' ? line : indentation + line)).join(lineBreakOf(text))
}

/** Lines moved right by a step, but for empty ones. */
export function moveRight(lines: readonly string[], step: string): readonly string[] {
  return lines.map(line => (line === '' ? line : step + line))
}

/** Whether a template or JSX inside a node goes over several lines, whose indentation is part of it. */
export function hasTextOfLines(node: TSESTree.Node, code: SourceCode): boolean {
  for (const { type, loc } of descendants(node, code)) {
    if ((type === 'TemplateElement' || type === 'JSXText') && loc.start.line !== loc.end.line) return true
  }
  return false
}

function indentationOfLine(offset: number, text: string): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? ''
}
