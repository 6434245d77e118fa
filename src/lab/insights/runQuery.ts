import { evaluate, isTrue, order, type Row } from './evaluate.ts'
import { textOf } from './functions.ts'
import { MAX_ROWS } from './parser.ts'
import type { Column, Command } from './query.ts'

export interface ResultField {
  readonly field: string
  readonly value: string
}

export interface QueryResult {
  readonly rows: readonly (readonly ResultField[])[]
  /** How many events passed the filters. */
  readonly matched: number
}

/** Runs the commands one after another. Without stats and sort the newest events come first. */
export function runQuery(commands: readonly Command[], events: readonly Row[], limit = MAX_ROWS): QueryResult {
  const firstStats = commands.findIndex(({ kind }) => kind === 'stats')
  const hasStats = firstStats >= 0
  let rows = hasStats ? events : events.toSorted((a, b) => order(b.get('@timestamp'), a.get('@timestamp')))
  let matched = rows.length
  let shown: readonly string[] | undefined
  let most = limit
  for (const [index, command] of commands.entries()) {
    switch (command.kind) {
      case 'fields':
      case 'display': {
        rows = rows.map(row => withColumns(row, command.columns))
        const names = command.columns.map(({ name }) => name)
        shown = command.kind === 'display' ? names : [...(shown ?? []), ...names]
        break
      }
      case 'filter':
        rows = rows.filter(row => isTrue(evaluate(command.condition, row)))
        if (!hasStats || index < firstStats) matched = rows.length
        break
      case 'stats':
        rows = group(rows, command.columns, command.groups)
        shown = [...command.groups, ...command.columns].map(({ name }) => name)
        break
      case 'sort':
        rows = rows.toSorted((a, b) => compareBy(command.keys, a, b))
        break
      case 'limit':
        most = Math.min(most, command.count)
        rows = rows.slice(0, command.count)
        break
    }
  }
  const names = shown ?? ['@timestamp', '@message']
  const withPointer = hasStats ? names : [...names, '@ptr']
  return { rows: rows.slice(0, most).map(row => resultOf(row, withPointer)), matched }
}

function withColumns(row: Row, columns: readonly Column[]): Row {
  const computed = columns.filter(({ expression }) => expression.kind !== 'field')
  const renamed = columns.filter(({ expression, name }) => expression.kind === 'field' && expression.name !== name)
  const added = [...computed, ...renamed]
  if (added.length === 0) return row
  return new Map([...row, ...added.map(({ name, expression }) => [name, evaluate(expression, row)] as const)])
}

/** Without groups there is one row, of no events as well. */
function group(rows: readonly Row[], columns: readonly Column[], groups: readonly Column[]): Row[] {
  const members = new Map<string, Row[]>()
  for (const row of rows) {
    const key = JSON.stringify(groups.map(({ expression }) => textOf(evaluate(expression, row))))
    const own = members.get(key)
    if (own) own.push(row)
    else members.set(key, [row])
  }
  if (groups.length === 0 && rows.length === 0) members.set('', [])
  return [...members.values()].map(own => {
    const first: Row = own[0] ?? new Map()
    const keys = groups.map(({ name, expression }) => [name, evaluate(expression, first)] as const)
    return new Map([
      ...keys,
      ...columns.map(({ name, expression }) => [name, evaluate(expression, first, own)] as const),
    ])
  })
}

function compareBy(keys: Extract<Command, { kind: 'sort' }>['keys'], a: Row, b: Row): number {
  for (const { expression, isDescending } of keys) {
    const result = order(evaluate(expression, a), evaluate(expression, b))
    if (result !== 0) return isDescending ? -result : result
  }
  return 0
}

/** Fields without a value are left out, as the service does. */
function resultOf(row: Row, names: readonly string[]): ResultField[] {
  return names.flatMap(field => {
    const value = row.get(field)
    return value === undefined ? [] : [{ field, value: textOf(value) }]
  })
}
