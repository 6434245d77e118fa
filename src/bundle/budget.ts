import { LensError } from '#common/errors.ts'

/** Decimal, as sizes are shown; the binary ones by their own names. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
}

/** `1MB` → 1,000,000, `512 KiB`, `1.5mb`, `800000`. Throws a `LensError` (`bad-budget`) for anything else. */
export function parseBudget(text: string): number {
  const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)\s*$/i.exec(text) ?? []
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined
  if (number === '' || factor === undefined || Number(number) === 0) {
    throw new LensError('bad-budget', `"${text}" is no size above 0.`, 'Write it like 500kB or 1.5MB.')
  }
  return Math.round(Number(number) * factor)
}
