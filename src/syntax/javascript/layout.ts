import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Span } from '#common/span.ts'
import type { TextEdit } from '../textEdit.ts'
import { nodesOf, type SourceCode } from './sourceCode.ts'

/** The line ending that the text uses. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
}

export function lineStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && !isLineBreak(text[at - 1])) at--
  // A byte order mark is not a part of the first line's indentation.
  return at === 0 && text.startsWith('\uFEFF') ? 1 : at
}

/** The place before the line's break, or the text's end. */
export function lineEnd(text: string, offset: number): number {
  let at = offset
  while (at < text.length && !isLineBreak(text[at])) at++
  return at
}

/** The start of the next line; the text's end on the last one. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset)
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length)
}

export function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? ''
}

export function isBlank(text: string, { start, end }: Span): boolean {
  return /^\s*$/.test(text.slice(start, end))
}

/** Comments that stand alone on the lines right above a node, first to last. */
export function commentsAbove(node: TSESTree.Node, code: SourceCode): readonly TSESTree.Comment[] {
  const { text } = code
  const found: TSESTree.Comment[] = []
  let below = node.range[0]
  for (const comment of code.getAllComments().toReversed()) {
    const [start, end] = comment.range
    if (end > below) continue
    const between = text.slice(end, below)
    const isRightAbove = /^[ \t]*(\r\n|\n|\r)[ \t]*$/.test(between)
    if (!isRightAbove || !isBlank(text, { start: lineStart(text, start), end: start })) break
    found.unshift(comment)
    below = start
  }
  return found
}

/** The comment that ends a node's last line, with nothing after it. */
export function commentBehind(node: TSESTree.Node, code: SourceCode): TSESTree.Comment | undefined {
  const end = node.range[1]
  const stop = lineEnd(code.text, end)
  return code.getAllComments().find(({ range: [from, to] }) => {
    if (from < end || to > stop) return false
    return isBlank(code.text, { start: end, end: from }) && isBlank(code.text, { start: to, end: stop })
  })
}

/** Moves the lines of a span left by the indentation of its first; what is inside templates stays. */
export function outdent({ start, end }: Span, code: SourceCode): readonly TextEdit[] {
  const { text } = code
  const indentation = indentationAt(text, start)
  if (indentation === '') return []
  const templates = templateSpans(code).filter(span => span.start < end && start < span.end)
  const edits: TextEdit[] = []
  for (let line = nextLine(text, start); line < end; line = nextLine(text, line)) {
    const isText = templates.some(span => span.start < line && line <= span.end)
    if (isText || !text.startsWith(indentation, line)) continue
    edits.push({ start: line, end: Math.min(line + indentation.length, end), newText: '' })
  }
  return edits
}

/** Moves the lines of a span below its first right; what is inside templates stays. */
export function indent({ start, end }: Span, by: string, code: SourceCode): readonly TextEdit[] {
  const { text } = code
  const templates = templateSpans(code).filter(span => span.start < end && start < span.end)
  const edits: TextEdit[] = []
  for (let line = nextLine(text, start); line < end; line = nextLine(text, line)) {
    const isText = templates.some(span => span.start < line && line <= span.end)
    const isEmpty = isBlank(text, { start: line, end: lineEnd(text, line) })
    if (!isText && !isEmpty) edits.push({ start: line, end: line, newText: by })
  }
  return edits
}

/** What one step of indentation is, by a statement inside a block. */
export function indentationStep(statement: TSESTree.Node, block: TSESTree.Node, { text }: SourceCode): string {
  const inner = indentationAt(text, statement.range[0])
  const outer = indentationAt(text, block.range[0])
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : '  '
}

const templatesOf = new WeakMap<TSESTree.Node, readonly Span[]>()

/** Where line breaks and blanks are a part of the text. */
export function templateSpans(code: SourceCode): readonly Span[] {
  const known = templatesOf.get(code.ast)
  if (known) return known
  const texts = nodesOf(['TemplateElement', 'JSXText'], code)
  const found = texts.map(({ range: [start, end] }) => ({ start, end }))
  templatesOf.set(code.ast, found)
  return found
}

function isLineBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\r'
}
