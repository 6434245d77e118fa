import { numberOf, textOf, type Value } from './functions.ts'

/** One of `AGGREGATES` over the values of a group's rows. Rows without a value do not count. */
export function aggregate(name: string, values: readonly Value[], parameters: readonly Value[]): Value {
  const present = values.filter(value => value !== undefined)
  if (name === 'count') return present.length
  if (name === 'count_distinct') return new Set(present.map(textOf)).size
  const numbers = present.flatMap(value => numberOf(value) ?? []).sort((a, b) => a - b)
  if (numbers.length === 0) return undefined
  const sum = numbers.reduce((total, number) => total + number, 0)
  const mean = sum / numbers.length
  switch (name) {
    case 'sum':
      return sum
    case 'avg':
      return mean
    case 'min':
      return numbers[0]
    case 'max':
      return numbers.at(-1)
    case 'median':
      return percentile(numbers, 50)
    case 'pct':
      return percentile(numbers, numberOf(parameters[0]) ?? 50)
    default:
      return Math.sqrt(numbers.reduce((total, number) => total + (number - mean) ** 2, 0) / numbers.length)
  }
}

/** Between the two nearest ranks, in proportion. `sorted` ascends. */
function percentile(sorted: readonly number[], percent: number): number {
  const position = (Math.min(100, Math.max(0, percent)) / 100) * (sorted.length - 1)
  const below = sorted[Math.floor(position)] ?? 0
  const above = sorted[Math.ceil(position)] ?? 0
  return below + (above - below) * (position % 1)
}
