import { AGGREGATES, type Column, type Command, type Expression } from './query.ts'
import { parseExpression } from './expressionParser.ts'
import { globPattern, regularExpression } from './pattern.ts'
import { malformed } from './token.ts'
import { TokenReader } from './tokenReader.ts'

/** Of one answer. */
export const MAX_ROWS = 10_000

/**
 * Reads a query of CloudWatch Logs Insights: fields, display, filter, parse, stats, sort and limit.
 * Throws MalformedQueryException for anything else.
 */
export function parseQuery(text: string): Command[] {
  const reader = new TokenReader(text)
  const commands = [parseCommand(reader)]
  while (reader.accept('|')) commands.push(parseCommand(reader))
  if (!reader.isAtEnd) reader.fail('expected | or the end')
  return commands
}

function parseCommand(reader: TokenReader): Command {
  const { start, text } = reader.next
  const kind = reader.accept('fields', 'display', 'filter', 'parse', 'stats', 'sort', 'limit')
  if (kind === 'fields' || kind === 'display') return { kind, columns: parseColumns(reader, false) }
  if (kind === 'filter') return { kind, condition: withoutAggregates(parseExpression(reader), start) }
  if (kind === 'parse') return parseParse(reader)
  if (kind === 'stats') {
    const columns = parseColumns(reader, true)
    return { kind, columns, groups: reader.accept('by') ? parseColumns(reader, false) : [] }
  }
  if (kind === 'sort') return { kind, keys: parseKeys(reader) }
  if (kind === 'limit') return { kind, count: parseCount(reader) }
  throw malformed(`the lab does not know the command ${text}`, start)
}

function parseColumns(reader: TokenReader, isAggregated: boolean): Column[] {
  const columns: Column[] = []
  do {
    const { start } = reader.next
    const expression = parseExpression(reader)
    const ownName = reader.textFrom(start)
    if (isAggregated) assertAggregated(expression, start)
    else withoutAggregates(expression, start)
    columns.push({ expression, name: reader.accept('as') ? parseName(reader) : ownName })
  } while (reader.accept(','))
  return columns
}

/** `parse FIELD "*[*]" as a, b` or `parse FIELD /(?<a>…)/`; without a field it is the message. */
function parseParse(reader: TokenReader): Command {
  const of: Expression = { kind: 'field', name: reader.next.kind === 'word' ? reader.take().text : '@message' }
  const { kind, text, flags, start } = reader.take()
  if (kind !== 'string' && kind !== 'regex')
    throw malformed('expected a text with stars or a regular expression', start)
  const pattern = kind === 'string' ? globPattern(text) : regularExpression(text, flags, start)
  const groups = (new RegExp(`${pattern.source}|`).exec('')?.length ?? 1) - 1
  const names: string[] = []
  if (reader.accept('as')) {
    do names.push(parseName(reader))
    while (reader.accept(','))
  }
  if (kind === 'regex' && names.length === 0) {
    if (!/\(\?<[^=!]/.test(pattern.source)) throw malformed('the regular expression names no groups', start)
    return { kind: 'parse', of, pattern }
  }
  if (names.length !== groups) throw malformed(`the pattern has ${groups} groups, but ${names.length} names`, start)
  return { kind: 'parse', of, pattern, names }
}

function parseName(reader: TokenReader): string {
  if (reader.next.kind !== 'word') reader.fail('expected a name')
  return reader.take().text
}

function parseKeys(reader: TokenReader) {
  const keys: { expression: Expression; isDescending: boolean }[] = []
  do {
    const { start } = reader.next
    // `sort count(*) desc` names a column of stats by its text.
    const parsed = parseExpression(reader)
    const name = reader.textFrom(start)
    const expression: Expression = parsed.kind === 'call' ? { kind: 'field', name } : parsed
    keys.push({ expression, isDescending: reader.accept('asc', 'desc') === 'desc' })
  } while (reader.accept(','))
  return keys
}

function parseCount(reader: TokenReader): number {
  const { kind, text, start } = reader.take()
  const count = Number(text)
  if (kind !== 'number' || !Number.isInteger(count) || count < 1 || count > MAX_ROWS)
    throw malformed(`limit is a whole number from 1 to ${MAX_ROWS}`, start)
  return count
}

function assertAggregated(expression: Expression, at: number): void {
  const [first] = aggregatesIn(expression)
  if (!first) throw malformed('stats needs a function such as count, avg or max', at)
  if (first.parameters.length === 0 && first.name !== 'count') throw malformed(`${first.name} needs a parameter`, at)
}

function withoutAggregates(expression: Expression, at: number): Expression {
  const [first] = aggregatesIn(expression)
  if (first) throw malformed(`${first.name} can be used in stats only`, at)
  return expression
}

function aggregatesIn(expression: Expression): Extract<Expression, { kind: 'call' }>[] {
  switch (expression.kind) {
    case 'value':
    case 'field':
      return []
    case 'call':
      return AGGREGATES.has(expression.name) ? [expression] : expression.parameters.flatMap(aggregatesIn)
    case 'not':
    case 'match':
      return aggregatesIn(expression.of)
    case 'in':
      return [expression.of, ...expression.list].flatMap(aggregatesIn)
    case 'compare':
    case 'compute':
    case 'and':
    case 'or':
      return [expression.left, expression.right].flatMap(aggregatesIn)
  }
}
