/** USD per GB of 1,000,000,000 bytes. An absent price is not known. */
export interface LogPrices {
  /** What a Logs Insights query scans. */
  readonly usdPerScannedGb: number
  /** What functions write, first tier of a month, by class of the log group. */
  readonly usdPerIngestedGb: { readonly standard?: number; readonly infrequent?: number }
}

export interface LogPriceTable {
  /** Month of the price list, `YYYY-MM`. */
  readonly date: string
  readonly usdPerThousandMetrics: number
  readonly regions: Readonly<Record<string, LogPrices>>
}

/**
 * What CloudWatch asks for logs and metrics: us-east-1 from the price list of 2026-09 (scanning) and AWS's pricing page
 * (the rest), ap-northeast-1 from a published bill of 2026. A region that is not listed has unknown prices.
 * https://aws.amazon.com/cloudwatch/pricing/
 */
export const logPrices: LogPriceTable = {
  date: '2026-09',
  usdPerThousandMetrics: 0.01,
  regions: {
    'us-east-1': { usdPerScannedGb: 0.005, usdPerIngestedGb: { standard: 0.5, infrequent: 0.25 } },
    'ap-northeast-1': { usdPerScannedGb: 0.0076, usdPerIngestedGb: { standard: 0.76 } },
  },
}
