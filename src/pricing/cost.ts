import type { Architecture, PriceTable, PriceTier, RegionPrices } from './prices.ts'
import { prices } from './prices.ts'

/** Where and on what a function runs, as far as its price depends on it. */
export interface PricedFunction {
  readonly architecture: Architecture
  /** An AWS region, or `lab`. */
  readonly region: string
  /** 512 unless given, which costs nothing. */
  readonly ephemeralStorageMb?: number
}

/** One call as it is billed. `billedMs` is the report's Billed Duration: init and restore are inside already. */
export interface BilledCall extends PricedFunction {
  readonly memoryMb: number
  readonly billedMs: number
}

const includedStorageMb = 512

/** 1 GB is 1,024 MB. */
export function gbSeconds(memoryMb: number, billedMs: number): number {
  return (memoryMb / 1024) * (billedMs / 1000)
}

/** The region whose prices stand for `region`: the lab costs nothing and is priced as us-east-1. Else undefined. */
export function pricedAs(region: string, table: PriceTable = prices): string | undefined {
  const priced = region === 'lab' ? 'us-east-1' : region
  return Object.hasOwn(table.regions, priced) ? priced : undefined
}

/** Month of the price list that the region's prices come from, `YYYY-MM`; undefined where they are unknown. */
export function priceDate(region: string, table: PriceTable = prices): string | undefined {
  const found = regionPrices(region, table)
  return found && (found.date ?? table.date)
}

/** USD of one call in the first tier of a month, request fee included, free tier left out. Unknown price: undefined. */
export function callUsd(call: BilledCall, table: PriceTable = prices): number | undefined {
  return callsUsd(1, call, table)
}

/** USD of a million such calls at the first tier's price, for comparing sizes. */
export function usdPerMillion(call: BilledCall, table: PriceTable = prices): number | undefined {
  const usd = callUsd(call, table)
  return usd === undefined ? undefined : usd * 1e6
}

/** USD of `calls` such calls within one month, tier by tier, request fee included, free tier left out. */
export function callsUsd(calls: number, call: BilledCall, table: PriceTable = prices): number | undefined {
  const region = regionPrices(call.region, table)
  if (region === undefined) return undefined
  const duration = durationUsd(calls * gbSeconds(call.memoryMb, call.billedMs), region.duration[call.architecture])
  const storage = storageUsd(call, region)
  if (duration === undefined || storage === undefined) return undefined
  return duration + calls * (region.usdPerRequest + storage)
}

function regionPrices(region: string, table: PriceTable): RegionPrices | undefined {
  const priced = pricedAs(region, table)
  return priced === undefined ? undefined : table.regions[priced]
}

function durationUsd(amount: number, tiers: readonly PriceTier[] | undefined): number | undefined {
  if (tiers === undefined) return undefined
  let usd = 0
  let counted = 0
  for (const tier of tiers) {
    const upTo = Math.min(amount, tier.upToGbSeconds)
    usd += (upTo - counted) * tier.usdPerGbSecond
    counted = upTo
    if (counted >= amount) return usd
  }
  return undefined
}

function storageUsd(call: BilledCall, region: RegionPrices): number | undefined {
  const extraMb = Math.max(0, (call.ephemeralStorageMb ?? includedStorageMb) - includedStorageMb)
  if (extraMb === 0) return 0
  if (region.usdPerEphemeralGbSecond === undefined) return undefined
  return gbSeconds(extraMb, call.billedMs) * region.usdPerEphemeralGbSecond
}
