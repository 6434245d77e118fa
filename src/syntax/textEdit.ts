import type { Span } from '#common/span.ts'

/** Replaces a span of a text; an empty span inserts. */
export interface TextEdit extends Span {
  readonly newText: string
}

/** The text after edits that do not overlap. Of insertions at one place the first in the list comes first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const inOrder = edits.toSorted((a, b) => a.start - b.start || a.end - b.end)
  let result = ''
  let at = 0
  for (const { start, end, newText } of inOrder) {
    result += text.slice(at, start) + newText
    at = end
  }
  return result + text.slice(at)
}

/** Whether both change the same characters, or one changes those around the place where the other inserts. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

/** Without edits that lie inside another one's span: what is taken away need not be changed. */
export function withoutCovered(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.filter(edit => !edits.some(other => covers(other, edit)))
}

function covers(outer: Span, { start, end }: Span): boolean {
  if (start === end) return outer.start < start && end < outer.end
  return outer.start <= start && end <= outer.end && end - start < outer.end - outer.start
}
