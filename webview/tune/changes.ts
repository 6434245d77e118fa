import { formatChange } from '#common/format.ts'
import type { TuneFigures } from '#protocol/tune.ts'

export interface Changes {
  /** Of the median duration, relative: −0.41 is 41 % less. */
  readonly duration: number
  /** Undefined where a price is unknown. */
  readonly cost: number | undefined
}

/** Undefined where there is nothing to divide by. */
export function changesAgainst(current: TuneFigures | undefined, figures: TuneFigures): Changes | undefined {
  if (current === undefined || current.p50Ms <= 0) return undefined
  return {
    duration: figures.p50Ms / current.p50Ms - 1,
    cost: costChange(current.usdPerMillion, figures.usdPerMillion),
  }
}

function costChange(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined || after === undefined) return undefined
  if (before === after) return 0
  return before > 0 ? after / before - 1 : undefined
}

/** `41 % faster, 3 % cheaper`. */
export function changeWords({ duration, cost }: Changes): string {
  const words = inWords(duration, 'faster', 'slower', 'the same speed')
  return cost === undefined ? words : `${words}, ${inWords(cost, 'cheaper', 'more expensive', 'the same cost')}`
}

/** `−41 % · −3 %`: duration, then cost. */
export function changeFigures({ duration, cost }: Changes): string {
  return `${formatChange(duration)} · ${cost === undefined ? '–' : formatChange(cost)}`
}

function inWords(change: number, less: string, more: string, same: string): string {
  const percent = Math.round(Math.abs(change) * 100)
  return percent === 0 ? same : `${percent.toLocaleString('en')} % ${change < 0 ? less : more}`
}
