import { ServiceError } from '../serviceError.ts'

export interface Token {
  readonly kind: 'word' | 'number' | 'period' | 'string' | 'regex' | 'symbol' | 'end'
  /** Of a string or a regular expression: what is between its delimiters. */
  readonly text: string
  /** Place in the query. */
  readonly start: number
  readonly end: number
  readonly flags?: string
}

const PATTERN =
  /\s+|#[^\n]*|(?<period>\d+(?:ms|mo|[smhdwqy])\b)|(?<number>\d+(?:\.\d+)?)|(?<word>[@A-Za-z_][\w.@]*)|`(?<quoted>[^`]+)`|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<symbol>=~|!=|<=|>=|[|,()[\]=<>*+\-%/])/gy
const REGEX = /\/(?<regex>(?:[^/\\\n]|\\.)+)\/(?<flags>[a-z]*)/y

/** The words of a query. A slash begins a regular expression after `like`, `=~` and `parse FIELD`; else it divides. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = []
  for (let start = 0; start < query.length; ) {
    const pattern = query[start] === '/' && isPatternDue(tokens) ? REGEX : PATTERN
    pattern.lastIndex = start
    const match = pattern.exec(query)
    if (!match) throw malformed(`unexpected symbol found ${query[start]}`, start)
    const end = pattern.lastIndex
    const token = tokenOf(match.groups ?? {})
    if (token) tokens.push({ ...token, start, end })
    start = end
  }
  return [...tokens, { kind: 'end', text: 'end of the query', start: query.length, end: query.length }]
}

export function malformed(message: string, at: number): ServiceError {
  const details = { queryCompileError: { location: { startCharOffset: at, endCharOffset: at }, message } }
  return new ServiceError('MalformedQueryException', `${message} at character ${at}`, 400, details)
}

function isPatternDue(tokens: readonly Token[]): boolean {
  const [before, last] = [tokens.at(-2), tokens.at(-1)].map(token => token?.text.toLowerCase())
  return last === 'like' || last === '=~' || last === 'parse' || before === 'parse'
}

/** Undefined for space and comments. */
function tokenOf(groups: Readonly<Record<string, string | undefined>>): Omit<Token, 'start' | 'end'> | undefined {
  const { double, single, quoted, word, number, period, symbol, regex, flags } = groups
  const string = double ?? single
  if (string !== undefined) return { kind: 'string', text: string.replace(/\\(.)/g, '$1') }
  if (regex !== undefined) return { kind: 'regex', text: regex, flags: flags ?? '' }
  if (period !== undefined) return { kind: 'period', text: period }
  if (number !== undefined) return { kind: 'number', text: number }
  if (symbol !== undefined) return { kind: 'symbol', text: symbol }
  const name = word ?? quoted
  return name === undefined ? undefined : { kind: 'word', text: name }
}
