/** Tells the line, from 1, of offsets into one text. Lines end with LF, CRLF or a lone CR. */
export class LineTable {
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ index, 0: end }) => index + end.length)]
  }

  /** Line and column from 1; columns count UTF-16 units. */
  positionAt(offset: number): { readonly line: number; readonly column: number } {
    const line = this.lineAt(offset)
    return { line, column: offset - (this.#starts[line - 1] ?? 0) + 1 }
  }

  lineAt(offset: number): number {
    let low = 0
    let high = this.#starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
