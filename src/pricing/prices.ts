export type Architecture = 'x86_64' | 'arm64'

/** A price that holds up to an amount of GB-seconds in one month; the last tier has no end. */
export interface PriceTier {
  readonly upToGbSeconds: number
  readonly usdPerGbSecond: number
}

/** An absent price is not known for the region. */
export interface RegionPrices {
  readonly usdPerRequest: number
  readonly duration: Readonly<Partial<Record<Architecture, readonly PriceTier[]>>>
  /** Above the 512 MB that every function has. */
  readonly usdPerEphemeralGbSecond?: number
  /** Month of the price list that they come from, where it is not the table's. */
  readonly date?: string
}

export interface PriceTable {
  /** Month of the AWS price list the figures come from, `YYYY-MM`. */
  readonly date: string
  readonly regions: Readonly<Record<string, RegionPrices>>
}

const billion = 1e9

const standardDuration = {
  x86_64: [
    { upToGbSeconds: 6 * billion, usdPerGbSecond: 0.0000166667 },
    { upToGbSeconds: 15 * billion, usdPerGbSecond: 0.000015 },
    { upToGbSeconds: Number.POSITIVE_INFINITY, usdPerGbSecond: 0.0000133334 },
  ],
  arm64: [
    { upToGbSeconds: 7.5 * billion, usdPerGbSecond: 0.0000133334 },
    { upToGbSeconds: 18.75 * billion, usdPerGbSecond: 0.0000120001 },
    { upToGbSeconds: Number.POSITIVE_INFINITY, usdPerGbSecond: 0.0000106667 },
  ],
} as const satisfies RegionPrices['duration']

const standard: RegionPrices = { usdPerRequest: 0.2e-6, duration: standardDuration }

/** Only the first tier of x86_64 is known here; for requests the upper end of what these regions ask, $0.28/M. */
function exception(usdPerGbSecond: number): RegionPrices {
  const firstTier = { upToGbSeconds: 6 * billion, usdPerGbSecond }
  return { usdPerRequest: 0.28e-6, duration: { x86_64: [firstTier] } }
}

/** Lambda's prices by region, from the price list. A region that is not listed has an unknown price. */
export const prices: PriceTable = {
  date: '2026-09',
  regions: {
    'us-east-1': { ...standard, usdPerEphemeralGbSecond: 0.0000000309 },
    'us-east-2': standard,
    'us-west-1': standard,
    'us-west-2': standard,
    'ca-central-1': standard,
    'eu-central-1': standard,
    'eu-north-1': standard,
    'eu-west-1': standard,
    'eu-west-2': standard,
    'eu-west-3': standard,
    'ap-northeast-1': standard,
    'ap-northeast-2': standard,
    'ap-south-1': standard,
    'ap-southeast-1': standard,
    'ap-southeast-2': standard,
    'sa-east-1': standard,
    'af-south-1': exception(0.0000221),
    'ap-east-1': exception(0.00002292),
    'eu-south-1': exception(0.0000195172),
    'me-south-1': exception(0.0000206667),
  },
}
