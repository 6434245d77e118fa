import { aggregate } from './aggregate.ts'
import { FUNCTIONS, numberOf, textOf, type Value } from './functions.ts'
import { AGGREGATES, type Arithmetic, type Comparison, type Expression } from './query.ts'

/** Fields of one log event, or the columns of a result. */
export interface Row {
  get(name: string): Value
}

/** The value of an expression on a row; its aggregates are over `group`. */
export function evaluate(expression: Expression, row: Row, group: readonly Row[] = []): Value {
  const of = (part: Expression) => evaluate(part, row, group)
  switch (expression.kind) {
    case 'value':
      return expression.value
    case 'field':
      return row.get(expression.name)
    case 'compare':
      return compare(expression.operator, of(expression.left), of(expression.right))
    case 'compute':
      return compute(expression.operator, numberOf(of(expression.left)), numberOf(of(expression.right)))
    case 'match': {
      const value = of(expression.of)
      return value !== undefined && expression.pattern.test(textOf(value))
    }
    case 'in': {
      const value = of(expression.of)
      return expression.list.some(item => compare('=', value, of(item)))
    }
    case 'and':
      return isTrue(of(expression.left)) && isTrue(of(expression.right))
    case 'or':
      return isTrue(of(expression.left)) || isTrue(of(expression.right))
    case 'not':
      return !isTrue(of(expression.of))
    case 'call': {
      const { name, parameters } = expression
      if (!AGGREGATES.has(name)) {
        const values = parameters.map(of)
        return FUNCTIONS.get(name)?.(...(name === 'bin' ? [values[0], row.get('@timestamp')] : values))
      }
      const [first, ...rest] = parameters
      if (name === 'earliest' || name === 'latest') return first && atTheEnd(name, first, group)
      const values = first ? group.map(member => evaluate(first, member)) : group.map(() => 1)
      return aggregate(name, values, rest.map(of))
    }
  }
}

/** The value of the row that is the first or the last in time of those that have one. */
function atTheEnd(name: 'earliest' | 'latest', of: Expression, group: readonly Row[]): Value {
  const sign = name === 'latest' ? 1 : -1
  let [found, foundAt]: [Value, number] = [undefined, Number.NEGATIVE_INFINITY]
  for (const row of group) {
    const at = sign * (numberOf(row.get('@timestamp')) ?? 0)
    const value = at > foundAt ? evaluate(of, row) : undefined
    if (value !== undefined) [found, foundAt] = [value, at]
  }
  return found
}

export function isTrue(value: Value): boolean {
  return value !== undefined && value !== false && value !== 0 && value !== ''
}

/** Less than zero when `a` comes first; what is missing comes last. Numbers are compared as numbers. */
export function order(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  const [left, right] = [numberOf(a), numberOf(b)]
  if (left !== undefined && right !== undefined) return left - right
  const [first, second] = [textOf(a), textOf(b)]
  return first === second ? 0 : first < second ? -1 : 1
}

/** A missing value is unlike any other, and neither larger nor smaller. */
function compare(operator: Comparison, left: Value, right: Value): boolean {
  if (left === undefined || right === undefined) return operator === '!=' && left !== right
  const result = order(left, right)
  if (operator === '=') return result === 0
  if (operator === '!=') return result !== 0
  if (operator === '<') return result < 0
  if (operator === '<=') return result <= 0
  return operator === '>' ? result > 0 : result >= 0
}

function compute(operator: Arithmetic, left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  if (right === 0) return undefined
  return operator === '/' ? left / right : left % right
}
