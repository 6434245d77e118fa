import { scaleLinear, scaleLog } from 'd3-scale'
import { formatUsd } from '#common/format.ts'
import type { Tick } from './frame.ts'
import type { Scale } from './memoryScale.ts'

type Range = readonly [number, number]

/** From zero to a round number at or above `most`: it moves seldom while figures arrive, and shows true proportions. */
export function zeroScale(most: number, range: Range): Scale {
  return scaleLinear()
    .domain([0, most > 0 ? most : 1])
    .nice(4)
    .range(range)
}

/**
 * Around the values, to round numbers, so that it moves seldom. Logarithmic when they span more than fourfold and none
 * is zero.
 */
export function spreadScale(values: readonly number[], range: Range): Scale {
  if (values.length === 0) return scaleLinear().range(range)
  const least = Math.min(...values)
  const most = Math.max(...values)
  if (least > 0 && most / least > 4)
    return scaleLog()
      .domain([roundDown(least), roundUp(most)])
      .range(range)
  const span = most - least
  // At least a tenth of the value is shown, so that the plot does not blow up noise.
  const margin = span > 0 ? Math.max(span * 0.1, most * 0.05 - span / 2) : most > 0 ? most * 0.5 : 1
  return scaleLinear()
    .domain([Math.max(0, least - margin), most + margin])
    .nice(5)
    .range(range)
}

function roundDown(value: number): number {
  return Math.max(...oneTwoFive(value / 10, value))
}

function roundUp(value: number): number {
  return Math.min(...oneTwoFive(value, value * 10))
}

/** About `count` round values of the axis; on a logarithmic axis 1, 2 and 5 of each power of ten. */
export function valueTicks(scale: Scale, count: number, format: (value: number) => string): Tick[] {
  const [least = 0, most = 1] = scale.domain()
  const logarithmic = 'base' in scale
  const values = logarithmic ? oneTwoFive(least, most) : scale.ticks(count)
  const every = logarithmic ? Math.ceil(values.length / (count + 1)) : 1
  return values.filter((_, index) => index % every === 0).map(value => ({ at: scale(value), text: format(value) }))
}

/** Dollars with as many decimals as the ticks need to differ: none, cents, or more. */
export function usdTicks(scale: Scale, count: number): Tick[] {
  if ('base' in scale) return valueTicks(scale, count, formatUsd)
  const [first = 0, second = 1] = scale.ticks(count)
  const finest = Math.max(0, -Math.floor(Math.log10(second - first) + 1e-9))
  const digits = finest === 0 ? 0 : Math.max(2, finest)
  const dollars = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return valueTicks(scale, count, usd => (usd === 0 ? '$0' : `$${dollars.format(usd)}`))
}

function oneTwoFive(least: number, most: number): number[] {
  const values: number[] = []
  for (let power = 10 ** Math.floor(Math.log10(least)); power <= most; power *= 10) {
    for (const factor of [1, 2, 5]) {
      if (factor * power >= least && factor * power <= most) values.push(factor * power)
    }
  }
  return values
}
