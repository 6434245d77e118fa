import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale'
import { formatCount } from '#common/format.ts'
import type { Tick } from './frame.ts'
import { textWidth } from './textWidth.ts'

export type MemoryScaleKind = 'log' | 'linear'
export type Scale = ScaleContinuousNumeric<number, number>

/** Memory in MB → px. One size alone gets an octave on each side. */
export function memoryScale(sizes: readonly number[], kind: MemoryScaleKind, range: readonly [number, number]): Scale {
  const least = Math.min(...sizes)
  const most = Math.max(...sizes)
  const domain = sizes.length === 0 ? [128, 10_240] : least === most ? [least / 2, most * 2] : [least, most]
  return (kind === 'log' ? scaleLog().base(2) : scaleLinear()).domain(domain).range(range)
}

/**
 * One tick at each size; a size whose number would touch another's has none. `important` sizes come first, then the
 * ends, then the powers of two.
 */
export function memoryTicks(
  scale: Scale,
  sizes: readonly number[],
  important: readonly number[],
  fontPx: number,
): Tick[] {
  const powers = sizes.filter(size => Number.isInteger(Math.log2(size)))
  const order = new Set([...important.filter(size => sizes.includes(size)), ...sizes.slice(0, 1), ...sizes.slice(-1)])
  for (const size of [...powers, ...sizes]) order.add(size)
  const ticks: Tick[] = []
  for (const size of order) {
    const tick = { at: scale(size), text: formatCount(size) }
    if (ticks.every(other => Math.abs(other.at - tick.at) >= distance(other, tick, fontPx))) ticks.push(tick)
  }
  return ticks.sort((a, b) => a.at - b.at)
}

function distance(a: Tick, b: Tick, fontPx: number): number {
  return (textWidth(a.text, fontPx) + textWidth(b.text, fontPx)) / 2 + 6
}
