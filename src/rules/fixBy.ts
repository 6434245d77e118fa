import type { TextEdit } from '#syntax/textEdit.ts'
import type { Fix } from './rule.ts'

/** Edits as ESLint takes them. */
export function fixBy(edits: readonly TextEdit[]): Fix {
  return fixer => edits.map(({ start, end, newText }) => fixer.replaceTextRange([start, end], newText))
}
