/** A date is a point in time; everything is shown as text in the end. */
export type Value = string | number | boolean | Date | undefined

const PERIOD_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** The functions over one row. `bin` gets the row's timestamp behind its parameter. */
export const FUNCTIONS: ReadonlyMap<string, (...values: readonly Value[]) => Value> = new Map<
  string,
  (...values: readonly Value[]) => Value
>([
  ['ispresent', value => value !== undefined],
  ['isempty', value => value === undefined || value === ''],
  ['isblank', value => value === undefined || textOf(value).trim() === ''],
  ['coalesce', (...values) => values.find(value => value !== undefined)],
  ['abs', value => onNumber(value, Math.abs)],
  ['ceil', value => onNumber(value, Math.ceil)],
  ['floor', value => onNumber(value, Math.floor)],
  ['strlen', value => (value === undefined ? undefined : textOf(value).length)],
  ['lower', value => (value === undefined ? undefined : textOf(value).toLowerCase())],
  ['tolower', value => (value === undefined ? undefined : textOf(value).toLowerCase())],
  ['upper', value => (value === undefined ? undefined : textOf(value).toUpperCase())],
  ['toupper', value => (value === undefined ? undefined : textOf(value).toUpperCase())],
  ['strcontains', (text, part) => (text === undefined ? undefined : Number(textOf(text).includes(textOf(part))))],
  ['concat', (...values) => values.map(textOf).join('')],
  ['greatest', (...values) => extreme(values, Math.max)],
  ['least', (...values) => extreme(values, Math.min)],
  ['trim', value => (value === undefined ? undefined : textOf(value).trim())],
  [
    'substr',
    (text, from, count) => {
      const start = numberOf(from) ?? 0
      const length = numberOf(count)
      if (text === undefined) return undefined
      return textOf(text).slice(start, length === undefined ? undefined : start + length)
    },
  ],
  [
    'replace',
    (text, part, by) => (text === undefined ? undefined : textOf(text).replaceAll(textOf(part), () => textOf(by))),
  ],
  ['tomillis', numberOf],
  ['frommillis', value => onNumber(value, ms => new Date(ms))],
  ['datefloor', (time, period) => onNumber(time, ms => floored(ms, period))],
  ['bin', (period, timestamp) => onNumber(timestamp, ms => floored(ms, period))],
])

/** The number of a value that is one, or a text of one; true counts as 1. */
export function numberOf(value: Value): number | undefined {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}

/** As a result shows it: times as `2026-11-21 02:20:36.000`. */
export function textOf(value: Value): string {
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '')
  if (typeof value === 'boolean') return value ? '1' : '0'
  return String(value ?? '')
}

function onNumber(value: Value, compute: (number: number) => Value): Value {
  const number = numberOf(value)
  return number === undefined ? undefined : compute(number)
}

function extreme(values: readonly Value[], choose: (...numbers: number[]) => number): Value {
  const numbers = values.flatMap(value => numberOf(value) ?? [])
  return numbers.length === 0 ? undefined : choose(...numbers)
}

function floored(ms: number, period: Value): Date {
  return new Date(Math.floor(ms / periodMs(period)) * periodMs(period))
}

function periodMs(period: Value): number {
  const [, count, unit = ''] = /^(\d+)(\D+)$/.exec(textOf(period)) ?? []
  return Number(count) * (PERIOD_MS[unit] ?? Number.NaN)
}
