import { area, line } from 'd3-shape'
import { nothing, svg, type TemplateResult } from 'lit'
import { round } from './axes.ts'
import type { Point } from './box.ts'

export interface BandPoint extends Point {
  readonly low: number
  readonly high: number
}

/** A line through the points and the band around it, in px. Nothing is drawn where there is only one point. */
export function lineWithBand(points: readonly BandPoint[], kind: string): TemplateResult | typeof nothing {
  if (points.length < 2) return nothing
  const band = area<BandPoint>(
    p => round(p.x),
    p => round(p.low),
    p => round(p.high),
  )
  return svg`<g class=${kind} aria-hidden="true">
    <path class="band" d=${band([...points]) ?? ''}></path>
    ${polyline(points)}
  </g>`
}

export function polyline(points: readonly Point[]): TemplateResult {
  const path = line<Point>(
    p => round(p.x),
    p => round(p.y),
  )
  return svg`<path class="line" d=${path([...points]) ?? ''}></path>`
}

/** The spread at one size: a whisker, which stands for the band where there is one size only. */
export function whisker({ x, low, high }: BandPoint, kind: string): TemplateResult {
  return svg`<line class="whisker ${kind}" x1=${round(x)} x2=${round(x)} y1=${round(low)} y2=${round(high)}></line>`
}
