import type { HclExpression } from './hclNode.ts'
import type { HclScanner } from './hclScanner.ts'

/** Those that bind less come first. */
const levels = [
  [[/\|\|/y, '||']],
  [[/&&/y, '&&']],
  [
    [/==/y, '=='],
    [/!=/y, '!='],
  ],
] as const

/**
 * An operand, or several with operators of logic between them; undefined where it is neither.
 * @param skip passes over what may stand between them
 */
export function readOperation(
  scanner: HclScanner,
  operand: () => HclExpression | undefined,
  skip: () => void,
  level = 0,
): HclExpression | undefined {
  const known = levels[level]
  if (!known) return negated(scanner, operand, skip)
  const next = () => readOperation(scanner, operand, skip, level + 1)
  const start = scanner.at
  let left = next()
  while (left) {
    const end = scanner.at
    skip()
    const operator = known.find(([sign]) => scanner.take(sign) !== undefined)?.[1]
    if (!operator) {
      scanner.at = end
      return left
    }
    skip()
    const right = next()
    left = right && { kind: 'operation', operator, operands: [left, right], span: { start, end: scanner.at } }
  }
  return
}

function negated(
  scanner: HclScanner,
  operand: () => HclExpression | undefined,
  skip: () => void,
): HclExpression | undefined {
  const start = scanner.at
  if (!scanner.takeChar('!')) return operand()
  skip()
  const inner = operand()
  return inner && { kind: 'operation', operator: '!', operands: [inner], span: { start, end: scanner.at } }
}
