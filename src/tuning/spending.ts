import { callUsd } from '#pricing/cost.ts'
import type { Pricing } from './estimate.ts'

/** Lambda's limit for INIT on demand, which is billed on top of the duration. */
const longestInitMs = 10_000

/** The most that one call can cost in USD; undefined where the region's price is not known. */
export function worstCallUsd(
  memoryMb: number,
  call: { readonly timeoutSeconds: number; readonly cold: boolean },
  pricing: Pricing,
): number | undefined {
  const billedMs = call.timeoutSeconds * 1000 + (call.cold ? longestInitMs : 0)
  return callUsd({ memoryMb, billedMs, ...pricing })
}

/** Adds amounts of which some may be unknown: the sum is unknown then. */
export function addUsd(...amounts: readonly (number | undefined)[]): number | undefined {
  let sum = 0
  for (const amount of amounts) {
    if (amount === undefined) return undefined
    sum += amount
  }
  return sum
}
