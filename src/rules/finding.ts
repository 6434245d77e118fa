import type { Span } from '#common/span.ts'
import type { TextEdit } from '#syntax/textEdit.ts'

export type Severity = 'error' | 'warning' | 'info'

/** A rule's message at a span; edits that resolve it, or the reason why there are none. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly span: Span
  readonly message: string
  /** Page of the rule. */
  readonly url: string
  /** Keeps the program's meaning for every input, and so may be applied unseen. */
  readonly fix: readonly TextEdit[] | null
  /** Each changes something, which its title says. */
  readonly suggestions: readonly Suggestion[]
  readonly whyNoFix?: string
}

export interface Suggestion {
  readonly title: string
  readonly edits: readonly TextEdit[]
}
