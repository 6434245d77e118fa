import { formatMemory, formatUsd } from '#common/format.ts'
import type { TuneState } from '#protocol/tune.ts'
import { currentSize } from './roles.ts'

/** Stops of the slider: 1, 2 and 5 of each power of ten, from ten thousand to a billion calls a month. */
export const monthlyStops: readonly number[] = [1e4, 1e5, 1e6, 1e7, 1e8, 1e9].flatMap(power =>
  power === 1e9 ? [power] : [power, 2 * power, 5 * power],
)

export const usualCallsPerMonth = 2e6

/** USD a month at the price of the first tier, requests included, the free tier not taken off. */
export function usdPerMonth(usdPerMillion: number, callsPerMonth: number): number {
  return (usdPerMillion * callsPerMonth) / 1e6
}

/** `$12.47 → $9.20 a month: $3.27 less`; empty where there is no price. */
export function monthlyWords(state: TuneState, callsPerMonth: number): string {
  const current = currentSize(state)
  const chosen = state.sizes.find(size => size.memoryMb === state.recommendation?.memoryMb)
  const before = monthOf(current?.figures?.usdPerMillion, callsPerMonth)
  const after = monthOf(chosen?.figures?.usdPerMillion, callsPerMonth)
  if (before !== undefined && after !== undefined && chosen !== current) {
    return `${formatUsd(before)} → ${formatUsd(after)} a month: ${differenceWords(after - before)}`
  }
  const only = chosen ?? current
  const usd = after ?? before
  return only === undefined || usd === undefined ? '' : `${formatUsd(usd)} a month at ${formatMemory(only.memoryMb)}`
}

function monthOf(usdPerMillion: number | undefined, callsPerMonth: number): number | undefined {
  return usdPerMillion === undefined ? undefined : usdPerMonth(usdPerMillion, callsPerMonth)
}

function differenceWords(usd: number): string {
  if (Math.abs(usd) < 0.005) return 'the same'
  return `${formatUsd(Math.abs(usd))} ${usd < 0 ? 'less' : 'more'}`
}
