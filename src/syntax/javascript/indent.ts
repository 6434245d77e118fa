import type { Span } from '#common/span.ts'
import { applyEdits, type TextEdit } from '../textEdit.ts'
import { isBlank, lineEnd, nextLine, templateSpans } from './layout.ts'
import type { SourceCode } from './sourceCode.ts'

/** The text of a span with its lines, but the first, moved right; what is inside templates stays. */
export function indented({ start, end }: Span, indentation: string, code: SourceCode): string {
  const { text } = code
  const templates = templateSpans(code).filter(span => span.start < end && start < span.end)
  const edits: TextEdit[] = []
  for (let line = nextLine(text, start); line < end; line = nextLine(text, line)) {
    const isText = templates.some(span => span.start < line && line <= span.end)
    if (isText || isBlank(text, { start: line, end: Math.min(lineEnd(text, line), end) })) continue
    edits.push({ start: line - start, end: line - start, newText: indentation })
  }
  return applyEdits(text.slice(start, end), edits)
}
