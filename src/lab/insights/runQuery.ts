import { evaluate, isTrue, order, type Row } from './evaluate.ts'
import { textOf, type Value } from './functions.ts'
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

/** Work that may be left alone for a while each time it yields. */
export type Work<T> = Generator<undefined, T, undefined>

/** Runs the commands one after another. Without stats and sort the rows stay in their order: the newest come first. */
export function* runQuery(commands: readonly Command[], events: readonly Row[], limit = MAX_ROWS): Work<QueryResult> {
  const firstStats = commands.findIndex(({ kind }) => kind === 'stats')
  const hasStats = firstStats >= 0
  let rows = events
  let matched = rows.length
  let shown: readonly string[] | undefined
  let most = limit
  for (const [index, command] of commands.entries()) {
    switch (command.kind) {
      case 'fields':
      case 'display': {
        rows = yield* each(rows, row => [withColumns(row, command.columns)])
        const names = command.columns.map(({ name }) => name)
        shown = command.kind === 'display' ? names : [...(shown ?? []), ...names]
        break
      }
      case 'filter':
        rows = yield* each(rows, row => (isTrue(evaluate(command.condition, row)) ? [row] : []))
        if (!hasStats || index < firstStats) matched = rows.length
        break
      case 'parse':
        rows = yield* each(rows, row => [withGroups(row, command)])
        break
      case 'stats':
        rows = yield* group(rows, command.columns, command.groups)
        shown = [...command.groups, ...command.columns].map(({ name }) => name)
        break
      case 'sort':
        rows = yield* sorted(rows, command.keys)
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

function* each<From, To>(all: readonly From[], change: (one: From) => readonly To[]): Work<To[]> {
  const changed: To[] = []
  for (const one of all) {
    changed.push(...change(one))
    yield
  }
  return changed
}

/** A row with more fields, or with others in their place. */
class ChangedRow implements Row {
  readonly #row: Row
  readonly #added: ReadonlyMap<string, Value>

  constructor(row: Row, added: ReadonlyMap<string, Value>) {
    this.#row = row
    this.#added = added
  }

  get(name: string): Value {
    return this.#added.has(name) ? this.#added.get(name) : this.#row.get(name)
  }
}

function withColumns(row: Row, columns: readonly Column[]): Row {
  const added = columns.filter(({ expression, name }) => expression.kind !== 'field' || expression.name !== name)
  if (added.length === 0) return row
  return new ChangedRow(row, new Map(added.map(({ name, expression }) => [name, evaluate(expression, row)])))
}

/** Without a match there are no more fields than before. */
function withGroups(row: Row, { of, pattern, names }: Extract<Command, { kind: 'parse' }>): Row {
  const value = evaluate(of, row)
  const match = value === undefined ? null : pattern.exec(textOf(value))
  if (!match) return row
  const groups = names
    ? names.map((name, index) => [name, match[index + 1]] as const)
    : Object.entries(match.groups ?? {})
  return new ChangedRow(row, new Map(groups.filter(([, text]) => text !== undefined)))
}

/** Without groups there is one row, of no events as well. */
function* group(rows: readonly Row[], columns: readonly Column[], groups: readonly Column[]): Work<Row[]> {
  const members = new Map<string, Row[]>()
  for (const row of rows) {
    const key = JSON.stringify(groups.map(({ expression }) => textOf(evaluate(expression, row))))
    const own = members.get(key)
    if (own) own.push(row)
    else members.set(key, [row])
    yield
  }
  if (groups.length === 0 && rows.length === 0) members.set('', [])
  const results: Row[] = []
  for (const own of members.values()) {
    const first: Row = own[0] ?? new Map()
    const result = new Map(groups.map(({ name, expression }) => [name, evaluate(expression, first)]))
    for (const { name, expression } of columns) {
      result.set(name, evaluate(expression, first, own))
      yield
    }
    results.push(result)
  }
  return results
}

/** Keys are evaluated once a row, not at each comparison. */
function* sorted(rows: readonly Row[], keys: Extract<Command, { kind: 'sort' }>['keys']): Work<Row[]> {
  const keyed = yield* each(rows, row => [{ row, values: keys.map(({ expression }) => evaluate(expression, row)) }])
  keyed.sort((a, b) => {
    for (const [index, { isDescending }] of keys.entries()) {
      const result = order(a.values[index], b.values[index])
      if (result !== 0) return isDescending ? -result : result
    }
    return 0
  })
  return keyed.map(({ row }) => row)
}

/** Fields without a value are left out, as the service does. */
function resultOf(row: Row, names: readonly string[]): ResultField[] {
  return names.flatMap(field => {
    const value = row.get(field)
    return value === undefined ? [] : [{ field, value: textOf(value) }]
  })
}
