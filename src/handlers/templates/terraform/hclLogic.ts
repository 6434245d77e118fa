import type { Plain } from '../templateNode.ts'
import type { HclExpression, HclOperation } from './hclNode.ts'

/** Null says that it is not set; undefined that it is not known. */
type Known = Plain | null | undefined

/** What an operation of logic gives; undefined where it depends on what is not known. */
export function operated(
  { operator, operands }: HclOperation,
  valueOf: (part: HclExpression) => Known,
): boolean | undefined {
  const [left, right] = operands.map(valueOf)
  switch (operator) {
    case '!': {
      const truth = asTruth(left)
      return truth === undefined ? undefined : !truth
    }
    case '&&':
    case '||': {
      const decisive = operator === '||'
      const truths = [asTruth(left), asTruth(right)]
      if (truths.includes(decisive)) return decisive
      return truths.includes(undefined) ? undefined : !decisive
    }
    default:
      return left === undefined || right === undefined ? undefined : (left === right) === (operator === '==')
  }
}

/** As a condition takes it; undefined for what is neither. */
export function asTruth(value: Known): boolean | undefined {
  return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined
}
