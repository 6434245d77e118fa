import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { TextEdit } from '../textEdit.ts'
import { indentationAt, isBlank, lineBreakOf, lineStart } from './layout.ts'
import type { SourceCode } from './sourceCode.ts'

/** Takes a property away, with the comma on the side of one that stays. */
export function removeProperty(property: TSESTree.Property, { text }: SourceCode): TextEdit {
  const { parent, range } = property
  const all: readonly TSESTree.Node[] = parent.type === 'ObjectExpression' ? parent.properties : []
  const index = all.indexOf(property)
  const next = all[index + 1]
  if (next) return { start: range[0], end: next.range[0], newText: '' }
  const before = all[index - 1]
  if (before) return { start: before.range[1], end: range[1], newText: '' }
  const [start, end] = parent.range
  const isEmptyWithout = /^[\s,{}]*$/.test(text.slice(start, range[0]) + text.slice(range[1], end))
  return isEmptyWithout ? { start, end, newText: '{}' } : { start: range[0], end: range[1], newText: '' }
}

/** Puts a property before the others, on a line of its own where they are. */
export function addProperty(
  { properties: [first], range }: TSESTree.ObjectExpression,
  text: string,
  code: SourceCode,
): TextEdit {
  if (!first) return { start: range[0], end: range[1], newText: `{ ${text} }` }
  const [start] = first.range
  const isOnOwnLine = isBlank(code.text, { start: lineStart(code.text, start), end: start })
  const gap = isOnOwnLine ? lineBreakOf(code.text) + indentationAt(code.text, start) : ' '
  return { start, end: start, newText: `${text},${gap}` }
}

/** Comments that belong to a property: on its lines, or on the line above it. */
export function commentsBeside(property: TSESTree.Property, code: SourceCode): readonly TSESTree.Comment[] {
  const { loc } = property
  return code
    .getAllComments()
    .filter(comment => comment.loc.end.line >= loc.start.line - 1 && comment.loc.start.line <= loc.end.line)
}
