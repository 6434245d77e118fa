import { invalidPattern, type MessageFilter } from './filterPattern.ts'

type Condition = (value: unknown) => boolean

const TOKEN = /\s*(?:(&&|\|\||!=|<=|>=|[=<>()])|"((?:[^"\\]|\\.)*)"|([^\s=!<>()&|"]+))/y

/** The inside of a JSON pattern's braces: comparisons of members, joined by && and ||, in groups of parentheses. */
export function jsonFilter(text: string): MessageFilter {
  const reader = new PatternReader(text)
  const matches = parseOr(reader)
  if (reader.next !== undefined) throw invalidPattern(text)
  return message => {
    try {
      return matches(JSON.parse(message))
    } catch {
      return false
    }
  }
}

interface PatternToken {
  readonly text: string
  readonly isQuoted: boolean
}

class PatternReader {
  readonly text: string
  #tokens: readonly PatternToken[]

  constructor(text: string) {
    this.text = text
    const tokens: PatternToken[] = []
    TOKEN.lastIndex = 0
    for (let rest = text.trimEnd(); TOKEN.lastIndex < rest.length; ) {
      const match = TOKEN.exec(rest)
      if (!match) throw invalidPattern(text)
      tokens.push({ text: match[1] ?? match[2] ?? match[3] ?? '', isQuoted: match[2] !== undefined })
    }
    this.#tokens = tokens
  }

  get next(): PatternToken | undefined {
    return this.#tokens[0]
  }

  take(): PatternToken {
    const [token, ...rest] = this.#tokens
    if (!token) throw invalidPattern(this.text)
    this.#tokens = rest
    return token
  }

  accept(text: string): boolean {
    const isNext = this.next?.text === text && !this.next.isQuoted
    if (isNext) this.take()
    return isNext
  }
}

function parseOr(reader: PatternReader): Condition {
  const parts = [parseAnd(reader)]
  while (reader.accept('||')) parts.push(parseAnd(reader))
  return value => parts.some(matches => matches(value))
}

function parseAnd(reader: PatternReader): Condition {
  const parts = [parsePart(reader)]
  while (reader.accept('&&')) parts.push(parsePart(reader))
  return value => parts.every(matches => matches(value))
}

function parsePart(reader: PatternReader): Condition {
  if (reader.accept('(')) {
    const inner = parseOr(reader)
    if (!reader.accept(')')) throw invalidPattern(reader.text)
    return inner
  }
  const { text: selector } = reader.take()
  if (!selector.startsWith('$.')) throw invalidPattern(reader.text)
  const path = selector
    .slice(2)
    .split(/[.[\]]+/)
    .filter(name => name !== '')
  const test = parseTest(reader)
  return value => test(path.reduce<unknown>((at, name) => memberOf(at, name), value))
}

function parseTest(reader: PatternReader): Condition {
  const operator = reader.take().text.toUpperCase()
  const { text, isQuoted } = reader.take()
  const word = text.toUpperCase()
  if (operator === 'NOT' && word === 'EXISTS') return value => value === undefined
  if (operator === 'IS' && word === 'NULL') return value => value === null
  if (operator === 'IS' && word === 'TRUE') return value => value === true
  if (operator === 'IS' && word === 'FALSE') return value => value === false
  const number = isQuoted ? Number.NaN : Number(text)
  const wild = new RegExp(`^${text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '[^]*')}$`)
  const equals: Condition = value =>
    typeof value === 'number' ? value === number : typeof value === 'string' && wild.test(value)
  if (operator === '=') return equals
  if (operator === '!=') return value => value !== undefined && !equals(value)
  if (Number.isNaN(number)) throw invalidPattern(reader.text)
  if (operator === '<') return value => typeof value === 'number' && value < number
  if (operator === '<=') return value => typeof value === 'number' && value <= number
  if (operator === '>') return value => typeof value === 'number' && value > number
  if (operator === '>=') return value => typeof value === 'number' && value >= number
  throw invalidPattern(reader.text)
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
