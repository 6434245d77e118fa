import { type Arithmetic, AGGREGATES, type Comparison, type Expression } from './query.ts'
import { FUNCTIONS } from './functions.ts'
import { literalPattern, regularExpression } from './pattern.ts'
import { malformed } from './token.ts'
import type { TokenReader } from './tokenReader.ts'

const COMPARISONS: readonly Comparison[] = ['=', '!=', '<=', '>=', '<', '>']
const PRECEDENCE: readonly (readonly Arithmetic[])[] = [
  ['+', '-'],
  ['*', '/', '%'],
]

/** Reads one expression. Throws MalformedQueryException. */
export function parseExpression(reader: TokenReader): Expression {
  let left = parseAnd(reader)
  while (reader.accept('or')) left = { kind: 'or', left, right: parseAnd(reader) }
  return left
}

function parseAnd(reader: TokenReader): Expression {
  let left = parseNot(reader)
  while (reader.accept('and')) left = { kind: 'and', left, right: parseNot(reader) }
  return left
}

function parseNot(reader: TokenReader): Expression {
  return reader.accept('not') ? { kind: 'not', of: parseNot(reader) } : parseComparison(reader)
}

function parseComparison(reader: TokenReader): Expression {
  const left = parseArithmetic(reader)
  const operator = COMPARISONS.find(text => reader.accept(text))
  if (operator) return { kind: 'compare', operator, left, right: parseArithmetic(reader) }
  if (reader.accept('=~')) return { kind: 'match', of: left, pattern: parsePattern(reader) }
  const isNegated = reader.accept('not') !== undefined
  const found = parseMembership(reader, left)
  if (found) return isNegated ? { kind: 'not', of: found } : found
  if (isNegated) reader.fail('expected like or in')
  return left
}

function parseMembership(reader: TokenReader, of: Expression): Expression | undefined {
  if (reader.accept('like')) return { kind: 'match', of, pattern: parsePattern(reader) }
  if (!reader.accept('in')) return undefined
  reader.expect('[')
  const list = parseList(reader, ']')
  return { kind: 'in', of, list }
}

/** A regular expression, or a text that occurs as it is. */
function parsePattern(reader: TokenReader): RegExp {
  const { kind, text, flags, start } = reader.take()
  if (kind === 'string') return literalPattern(text)
  if (kind !== 'regex') throw malformed('expected a text or a regular expression', start)
  return regularExpression(text, flags, start)
}

function parseArithmetic(reader: TokenReader, level = 0): Expression {
  const operators = PRECEDENCE[level]
  if (!operators) return parseUnary(reader)
  let left = parseArithmetic(reader, level + 1)
  for (;;) {
    const operator = operators.find(text => reader.accept(text))
    if (!operator) return left
    left = { kind: 'compute', operator, left, right: parseArithmetic(reader, level + 1) }
  }
}

function parseUnary(reader: TokenReader): Expression {
  if (!reader.accept('-')) return parsePrimary(reader)
  return { kind: 'compute', operator: '-', left: { kind: 'value', value: 0 }, right: parseUnary(reader) }
}

function parsePrimary(reader: TokenReader): Expression {
  if (reader.accept('(')) {
    const inner = parseExpression(reader)
    reader.expect(')')
    return inner
  }
  const { kind, text, start } = reader.next
  if (kind !== 'string' && kind !== 'number' && kind !== 'period' && kind !== 'word')
    return reader.fail('expected a value')
  reader.take()
  if (kind === 'number') return { kind: 'value', value: Number(text) }
  if (kind !== 'word') return { kind: 'value', value: text }
  if (!reader.accept('(')) return { kind: 'field', name: text }
  const name = text.toLowerCase()
  if (!AGGREGATES.has(name) && !FUNCTIONS.has(name))
    throw malformed(`the lab does not know the function ${text}`, start)
  // What is counted by `*` are rows: none has to have a value.
  if (reader.accept('*')) {
    reader.expect(')')
    return { kind: 'call', name, parameters: [] }
  }
  return { kind: 'call', name, parameters: parseList(reader, ')') }
}

function parseList(reader: TokenReader, end: string): Expression[] {
  const list: Expression[] = []
  if (reader.accept(end)) return list
  do list.push(parseExpression(reader))
  while (reader.accept(','))
  reader.expect(end)
  return list
}
