import type { PriceTable, PriceTier, RegionPrices } from './prices.ts'

type Regions = Readonly<Record<string, RegionPrices>>

/** What was read from the price list, as text that `readKeptPrices` understands. */
export function keptPriceText(regions: Regions): string {
  // JSON has no infinity: the last tier has no end.
  return JSON.stringify({ form, regions }, undefined, 2)
}

/** None where the text is not of this form; a region that is not whole is left out. */
export function readKeptPrices(text: string): Regions {
  const value = parsed(text)
  if (!isObject(value) || value['form'] !== form || !isObject(value['regions'])) return {}
  const regions = Object.entries(value['regions']).flatMap(([region, one]) => {
    const found = regionPrices(one)
    return found ? [[region, found] as const] : []
  })
  return Object.fromEntries(regions)
}

/** The table with what was read later than it was made. */
export function withKept(table: PriceTable, kept: Regions): PriceTable {
  const newer = Object.entries(kept).filter(([, { date = '' }]) => date >= table.date)
  return { ...table, regions: { ...table.regions, ...Object.fromEntries(newer) } }
}

const form = 1

function regionPrices(value: unknown): RegionPrices | undefined {
  if (!isObject(value) || !isPrice(value['usdPerRequest']) || !isObject(value['duration'])) return undefined
  const x86 = tiersOf(value['duration']['x86_64'])
  const arm = tiersOf(value['duration']['arm64'])
  const { date, usdPerEphemeralGbSecond: storage } = value
  if (!x86 || typeof date !== 'string') return undefined
  return {
    usdPerRequest: value['usdPerRequest'],
    duration: { x86_64: x86, ...(arm && { arm64: arm }) },
    date,
    ...(isPrice(storage) && { usdPerEphemeralGbSecond: storage }),
  }
}

function tiersOf(value: unknown): readonly PriceTier[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const tiers = value.flatMap((tier: unknown) => {
    if (!isObject(tier) || !isPrice(tier['usdPerGbSecond'])) return []
    const end = tier['upToGbSeconds'] ?? Number.POSITIVE_INFINITY
    return isPrice(end) ? [{ upToGbSeconds: end, usdPerGbSecond: tier['usdPerGbSecond'] }] : []
  })
  return tiers.length === value.length ? tiers : undefined
}

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
