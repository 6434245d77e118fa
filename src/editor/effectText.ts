import { formatChange, formatMemory, formatMs } from '#common/format.ts'
import type { ChangeEffect, Effect } from '#tuning/changeEffect.ts'

/** What a measured fix does, in a few words; what is below the noise is called so. */
export function effectText({ p50, p90, init, memory }: ChangeEffect): string {
  const parts = [
    part('warm p50', p50, formatMs),
    part('p90', p90, formatMs),
    part('init', init, formatMs),
    part('memory', memory, formatMemory),
  ]
  const told = parts.filter(one => one !== undefined)
  return told.length > 0 ? `${told.join('; ')}.` : 'The lab reported no figures.'
}

function part(name: string, effect: Effect | undefined, format: (value: number) => string): string | undefined {
  if (!effect) return
  const { before, after, low, high, isMeasurable } = effect
  const values = `${name} ${format(before)} → ${format(after)}`
  if (!isMeasurable) return `${values} (no measurable change)`
  return `${values} (${formatChange(after / before - 1)}, between ${formatChange(low)} and ${formatChange(high)})`
}
