import { malformed, type Token, tokenize } from './token.ts'

/** Reads the words of a query one after another. */
export class TokenReader {
  readonly #query: string
  readonly #tokens: readonly Token[]
  #position = 0

  constructor(query: string) {
    this.#query = query
    this.#tokens = tokenize(query)
  }

  get next(): Token {
    const token = this.#tokens[Math.min(this.#position, this.#tokens.length - 1)]
    if (!token) throw malformed('the query is empty', 0)
    return token
  }

  get isAtEnd(): boolean {
    return this.next.kind === 'end'
  }

  take(): Token {
    const token = this.next
    this.#position++
    return token
  }

  /** Takes the next word or symbol if it is one of these. */
  accept(...texts: readonly string[]): string | undefined {
    const { kind, text } = this.next
    const lower = text.toLowerCase()
    if ((kind !== 'symbol' && kind !== 'word') || !texts.includes(lower)) return undefined
    this.#position++
    return lower
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected ${text}`)
  }

  /** The query's text from a place to the last word that was taken. */
  textFrom(start: number): string {
    return this.#query.slice(start, this.#tokens[this.#position - 1]?.end)
  }

  fail(message: string): never {
    throw malformed(`${message}, but found ${this.next.text}`, this.next.start)
  }
}
