import { isAbort, LensError } from '#common/errors.ts'
import { readPriceList } from '#pricing/priceList.ts'
import type { RegionPrices } from '#pricing/prices.ts'

/** Public files, which need no credentials. */
const defaultBase = 'https://pricing.us-east-1.amazonaws.com'

/** Lambda's prices of a region from the AWS price list. Throws a `LensError` (`prices-not-read`) when there are none. */
export async function fetchPrices(
  region: string,
  signal: AbortSignal,
  base = defaultBase,
): Promise<{ readonly date: string; readonly prices: RegionPrices }> {
  const url = `${base}/offers/v1.0/aws/AWSLambda/current/${encodeURIComponent(region)}/index.json`
  let answer: unknown
  try {
    const response = await fetch(url, { signal })
    if (!response.ok) throw new Error(`HTTP status ${response.status}`)
    answer = await response.json()
  } catch (error) {
    if (isAbort(error)) throw error
    throw notRead(region, error)
  }
  const found = readPriceList(answer)
  if (!found) throw notRead(region, new Error('its file has no prices of Lambda'))
  return found
}

function notRead(region: string, cause: unknown): LensError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LensError(
    'prices-not-read',
    `The prices of ${region} could not be read from the AWS price list: ${reason}.`,
    'Check the region and the network; the prices that come with Lambda Lens stay in use.',
    cause,
  )
}
