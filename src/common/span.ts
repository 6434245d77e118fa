/** A half-open range of UTF-16 offsets into a text, from 0. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Replaces the text of `span` by `newText`. */
export interface TextEdit {
  readonly span: Span
  readonly newText: string
}
