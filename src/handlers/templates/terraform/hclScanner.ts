// Loops over many pieces are no business of an expression: it would run out of stack in a huge file.
const space = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y
const blanks = /[ \t\r]+|\/\*[^]*?(?:\*\/|$)/y
const heredocStart = /<<-?(?:[\p{L}_][\p{L}\p{N}_-]*)[ \t\r]*\n/uy

/** Walks through HCL text. Offsets are those of the text. */
export class HclScanner {
  readonly text: string
  at = 0
  /** The first thing that is not HCL; what follows it is read all the same. */
  problem: { readonly at: number; readonly message: string } | undefined

  constructor(text: string) {
    this.text = text
    if (text.startsWith('\uFEFF')) this.at = 1
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  get char(): string {
    return this.text[this.at] ?? ''
  }

  fail(message: string): void {
    this.problem ??= { at: this.at, message }
  }

  /** The text that a sticky expression finds here, passed over; undefined where it does not. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  takeChar(char: string): boolean {
    if (this.char !== char) return false
    this.at++
    return true
  }

  /** White space and comments. */
  skipSpace(): void {
    while (this.take(space) !== undefined);
  }

  /** The same within a line. */
  skipBlanks(): void {
    while (this.take(blanks) !== undefined);
  }

  name(): string | undefined {
    return this.take(/[\p{L}_][\p{L}\p{N}_-]*/uy)
  }

  /** The text from `<<MARK` to the line that is only the mark; undefined where none begins. */
  heredoc(): string | undefined {
    const mark = this.take(heredocStart)?.replace(/^<<-?/, '').trim()
    if (mark === undefined) return
    const start = this.at
    const end = new RegExp(`^[ \\t]*${mark}(?=[ \\t\\r]*$)`, 'gm')
    end.lastIndex = this.at
    const found = end.exec(this.text)
    if (found) this.at = end.lastIndex
    else {
      this.fail(`the text <<${mark} is not closed`)
      this.at = this.text.length
    }
    return this.text.slice(start, found?.index ?? this.at)
  }

  /**
   * To where an expression ends: strings and brackets are passed over whole, without recursion.
   * @param endsWithLine whether a line end outside of brackets ends it
   * @param stop a character that ends it as well
   */
  skipExpression(endsWithLine: boolean, stop?: string): void {
    const closers: string[] = []
    while (!this.done) {
      const { char } = this
      if (closers.at(-1) === '"') {
        if (this.take(/[$%]\{/y) !== undefined && !this.#isEscaped(2)) closers.push('}')
        else if (this.take(/\\[^\n]|[^"\\\n]/y) === undefined) {
          closers.pop()
          this.takeChar('"')
        }
      } else if (char === '\n' && endsWithLine && closers.length === 0) return
      else if (this.take(space) !== undefined || this.heredoc() !== undefined) continue
      else if (closers.length === 0 && (/[)\]},]/.test(char) || char === stop)) return
      else {
        if (char === closers.at(-1)) closers.pop()
        else if (char in closerOf) closers.push(closerOf[char] ?? '')
        this.at++
      }
    }
    if (closers.length > 0) this.fail('a bracket is not closed')
  }

  /** `$${` is text. */
  #isEscaped(length: number): boolean {
    const start = this.at - length
    return this.text[start - 1] === this.text[start]
  }
}

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '"': '"' }
