import type { Architecture, PriceTable, PriceTier, RegionPrices } from './prices.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** The group of a product in the price list → what it is the price of. */
const durations: ReadonlyMap<string, Architecture> = new Map([
  ['AWS-Lambda-Duration', 'x86_64'],
  ['AWS-Lambda-Duration-ARM', 'arm64'],
])
const requests = 'AWS-Lambda-Requests'
const storage = 'AWS-Lambda-Storage-Duration'

/**
 * Lambda's prices of one region from that region's file of the AWS price list, with its month. Undefined when the price
 * of requests or of x86_64 duration is not found in it.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html
 */
export function readPriceList(file: unknown): { readonly date: string; readonly prices: RegionPrices } | undefined {
  if (!isObject(file) || !isObject(file['products']) || typeof file['publicationDate'] !== 'string') return undefined
  const terms = isObject(file['terms']) ? file['terms']['OnDemand'] : undefined
  if (!isObject(terms)) return undefined
  const tiers = new Map<string, readonly PriceTier[]>()
  for (const [sku, product] of Object.entries(file['products'])) {
    const group = isObject(product) && isObject(product['attributes']) ? product['attributes']['group'] : undefined
    const found = tiersOf(terms[sku])
    if (typeof group === 'string' && found.length > 0) tiers.set(group, found)
  }
  const usdPerRequest = firstPrice(tiers.get(requests))
  const x86 = tiers.get('AWS-Lambda-Duration')
  if (usdPerRequest === undefined || !x86) return undefined
  const usdPerEphemeralGbSecond = firstPrice(tiers.get(storage))
  const duration = Object.fromEntries(
    [...durations].flatMap(([group, architecture]) => (tiers.has(group) ? [[architecture, tiers.get(group)]] : [])),
  )
  const prices = {
    usdPerRequest,
    duration,
    ...(usdPerEphemeralGbSecond === undefined ? {} : { usdPerEphemeralGbSecond }),
  }
  return { date: file['publicationDate'].slice(0, 7), prices }
}

/** A table with this region's prices instead of those that it had. The other regions keep theirs, and their date. */
export function withRegion(table: PriceTable, region: string, date: string, prices: RegionPrices): PriceTable {
  return { ...table, regions: { ...table.regions, [region]: { ...prices, date } } }
}

function firstPrice(tiers: readonly PriceTier[] | undefined): number | undefined {
  return tiers?.[0]?.usdPerGbSecond
}

/** Ascending. What costs nothing is the free tier, which is no price. */
function tiersOf(offers: unknown): PriceTier[] {
  const dimensions = objects(offers).flatMap(offer => objects(offer['priceDimensions']))
  return dimensions
    .map(({ pricePerUnit, endRange }) => ({
      upToGbSeconds: endRange === 'Inf' ? Number.POSITIVE_INFINITY : Number(endRange),
      usdPerGbSecond: isObject(pricePerUnit) ? Number(pricePerUnit['USD']) : Number.NaN,
    }))
    .filter(tier => tier.usdPerGbSecond > 0 && tier.upToGbSeconds > 0)
    .sort((a, b) => a.upToGbSeconds - b.upToGbSeconds)
}

function objects(value: unknown): JsonObject[] {
  return isObject(value) ? Object.values(value).filter(isObject) : []
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
