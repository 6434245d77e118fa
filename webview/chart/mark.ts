import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolTimes,
  symbolTriangle,
} from 'd3-shape'
import { svg, type TemplateResult } from 'lit'
import { round } from './axes.ts'
import type { Point } from './box.ts'

/** What a mark stands for; each has a shape of its own, so that colour is never needed to tell them apart. */
export type MarkKind =
  | 'measured'
  | 'recommended'
  | 'current'
  | 'cheapest'
  | 'fastest'
  | 'failed'
  | 'predicted'
  | 'waiting'
  | 'measuring'

const shapes: Readonly<Record<MarkKind, readonly [SymbolType, number]>> = {
  measured: [symbolCircle, 40],
  recommended: [symbolDiamond, 130],
  current: [symbolCircle, 64],
  cheapest: [symbolSquare, 64],
  fastest: [symbolTriangle, 60],
  failed: [symbolTimes, 40],
  predicted: [symbolCircle, 30],
  waiting: [symbolCircle, 18],
  measuring: [symbolCircle, 40],
}

/** Px from the centre to the edge. */
export function markReach(kind: MarkKind): number {
  return kind === 'recommended' ? 8 : kind === 'waiting' ? 3 : 5
}

export function markPath(kind: MarkKind): string {
  const [type, area] = shapes[kind]
  return symbol(type, area)() ?? ''
}

export interface DataPoint {
  readonly memoryMb: number
  readonly at: Point
  readonly mark: MarkKind
  /** Everything the point says, for those who do not see it. */
  readonly description: string
}

/**
 * Focusable points. One of them is in the order of the Tab key (`focusMb`, else the most important); arrow keys go on
 * from there.
 */
export function dataPoints(plot: string, points: readonly DataPoint[], focusMb: number | undefined): TemplateResult[] {
  const crowded = points.length > 24 ? 'crowded' : ''
  const entry =
    points.find(point => point.memoryMb === focusMb) ??
    points.find(point => point.mark === 'recommended') ??
    points.find(point => point.mark === 'current') ??
    points[0]
  return points.map(
    ({ memoryMb, at, mark, description }) => svg`
    <g class="point ${plot} ${mark} ${crowded} ${memoryMb === focusMb ? 'focus' : ''}" role="img" aria-label=${description}
      tabindex=${memoryMb === entry?.memoryMb ? 0 : -1} data-memory=${memoryMb} data-testid="point-${plot}-${memoryMb}"
      transform="translate(${round(at.x)} ${round(at.y)})">
      <circle class="halo" r="11"></circle>
      <path class="mark" d=${markPath(mark)}></path>
    </g>`,
  )
}
