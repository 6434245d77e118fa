export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const above = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? above : (above + (sorted[middle - 1] ?? above)) / 2
}

/** Standard deviation ÷ mean. */
export function variation(numbers: readonly number[]): number {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  return Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length) / mean
}

export function round(number: number): number {
  return Number(number.toFixed(4))
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** What goes on, for who watches. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
