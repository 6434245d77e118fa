import { nothing, svg, type TemplateResult } from 'lit'
import { formatMemory, formatMs } from '#common/format.ts'
import type { TuneFigures, TuneSize, TuneState } from '#protocol/tune.ts'
import { bottomAxis, centredWords, horizontalGrid, round } from '../chart/axes.ts'
import { around, type Box, type Point, type Segment, segments } from '../chart/box.ts'
import type { Frame, Tick } from '../chart/frame.ts'
import { type LabelRequest, placeLabels } from '../chart/labels.ts'
import { labelTexts } from '../chart/labelTexts.ts'
import { type BandPoint, lineWithBand, whisker } from '../chart/lineWithBand.ts'
import { dataPoints, markReach } from '../chart/mark.ts'
import { type MemoryScaleKind, memoryScale, memoryTicks, type Scale } from '../chart/memoryScale.ts'
import { textWidth } from '../chart/textWidth.ts'
import { usdTicks, valueTicks, zeroScale } from '../chart/valueScale.ts'
import { byImportance, markOf, type Role, rolesOf, roleWords } from './roles.ts'
import { describeSize } from './sizeFacts.ts'

/** One full CPU: AWS gives CPU in proportion to memory, one vCPU at this size. */
const oneCoreMb = 1769
const fontPx = 11

export type Quantity = 'duration' | 'cost'

interface Spread {
  readonly value: number
  readonly low: number
  readonly high: number
}

interface Curve {
  readonly title: string
  /** Undefined where it is unknown. */
  readonly spread: (figures: TuneFigures) => Spread | undefined
  /** Of a size that was not measured. */
  readonly predicted: (predicted: NonNullable<TuneSize['predicted']>) => number | undefined
  readonly ticks: (y: Scale) => Tick[]
  /** Roles that get words in this plot; the others have their shape and the legend. */
  readonly named: readonly Role[]
}

const curves: Readonly<Record<Quantity, Curve>> = {
  duration: {
    title: 'Duration against memory',
    spread: ({ p50Ms, p5Ms, p95Ms }) => ({ value: p50Ms, low: p5Ms, high: p95Ms }),
    predicted: ({ meanMs }) => meanMs,
    ticks: y => valueTicks(y, 4, formatMs),
    named: ['recommended', 'current', 'fastest'],
  },
  cost: {
    title: 'Cost against memory',
    spread: ({ usdPerMillion, usdLow, usdHigh }) =>
      usdPerMillion === undefined
        ? undefined
        : { value: usdPerMillion, low: usdLow ?? usdPerMillion, high: usdHigh ?? usdPerMillion },
    predicted: ({ usdPerMillion }) => usdPerMillion,
    ticks: y => usdTicks(y, 4),
    named: ['recommended', 'current', 'cheapest'],
  },
}

export interface CurvePlot {
  readonly quantity: Quantity
  readonly scale: MemoryScaleKind
  /** Px. */
  readonly width: number
  readonly height: number
  /** The memory axis has its numbers under the lower of the two plots. */
  readonly withAxis: boolean
  readonly focusMb: number | undefined
}

export function curvePlot(state: TuneState, plot: CurvePlot): TemplateResult {
  const curve = curves[plot.quantity]
  const frame: Frame = {
    width: plot.width,
    height: plot.height,
    left: 56,
    right: plot.width - 20,
    top: 14,
    bottom: plot.height - (plot.withAxis ? 42 : 12),
  }
  const sizes = state.sizes.map(size => size.memoryMb)
  const x = memoryScale(sizes, plot.scale, [frame.left + 8, frame.right])
  const known = state.sizes.flatMap(size => {
    const spread = size.figures && curve.spread(size.figures)
    return spread === undefined ? [] : [{ size, spread }]
  })
  const predictedOf = ({ predicted }: TuneSize) => (predicted && curve.predicted(predicted)) ?? 0
  const highest = Math.max(0, ...known.map(({ spread }) => spread.high), ...state.sizes.map(predictedOf))
  const y = zeroScale(highest, [frame.bottom, frame.top])
  const band = known.map(({ size, spread }) => bandPoint(x(size.memoryMb), y, spread))
  // Sizes of which nothing is known stand on the base line.
  const unmeasured = state.sizes.filter(size => size.figures === undefined).map(size => ({ size, spread: undefined }))
  const points = [...known, ...unmeasured]
    .sort((a, b) => a.size.memoryMb - b.size.memoryMb)
    .map(({ size, spread }) => pointOf(state, size, { x: x(size.memoryMb), y: y(spread?.value ?? predictedOf(size)) }))
  const priceUnknown = known.length === 0 && unmeasured.length < state.sizes.length
  const core = oneCore(x, frame, plot.quantity === 'duration')
  const labels = placeLabels(
    points.toSorted(byImportance(state)).flatMap(point => labelOf(state, curve, point)),
    {
      bounds: { x: frame.left + 2, y: 2, width: plot.width - frame.left - 4, height: frame.bottom - 2 },
      keepClear: [...points.map(point => around(point.at, markReach(point.mark) + 1)), ...core.boxes],
      lines: [...segments(band), ...core.lines],
      fontPx,
    },
  )
  const { recommendation, target } = state
  const important = [recommendation?.memoryMb ?? target.currentMemoryMb, target.currentMemoryMb]
  return svg`<svg class="plot" data-plot=${plot.quantity} role="group" aria-label="${curve.title}, ${known.length} sizes measured"
    width=${plot.width} height=${plot.height} viewBox="0 0 ${plot.width} ${plot.height}">
    ${horizontalGrid(frame, known.length === 0 ? [] : curve.ticks(y))}
    <line class="base" x1=${frame.left} x2=${frame.right} y1=${frame.bottom} y2=${frame.bottom}></line>
    ${plot.withAxis ? bottomAxis(frame, memoryTicks(x, sizes, important, fontPx), 'Memory, MB') : nothing}
    ${core.picture}
    ${priceUnknown ? centredWords(frame, 'no price known here') : nothing}
    ${lineWithBand(band, plot.quantity)}
    ${band.length === 1 ? band.map(point => whisker(point, plot.quantity)) : nothing}
    ${labelTexts(labels)}
    ${dataPoints(plot.quantity, points, plot.focusMb)}
  </svg>`
}

function bandPoint(x: number, y: Scale, { value, low, high }: Spread): BandPoint {
  return { x, y: y(value), low: y(low), high: y(high) }
}

function pointOf(state: TuneState, size: TuneSize, at: Point) {
  return { memoryMb: size.memoryMb, at, mark: markOf(state, size), description: describeSize(state, size), size }
}

function labelOf(state: TuneState, curve: Curve, { at, mark, size }: ReturnType<typeof pointOf>): LabelRequest[] {
  const { memoryMb } = size
  const reach = markReach(mark)
  if (mark === 'failed') {
    return [{ wordings: [`${formatMemory(memoryMb)} ${size.status}`, size.status], at, reach, insistent: false }]
  }
  const roles = rolesOf(state, memoryMb).filter(role => curve.named.includes(role))
  if (size.figures === undefined || roles.length === 0) return []
  const words = roles.map(role => roleWords[role]).join(', ')
  const wordings = [`${formatMemory(memoryMb)} ${words}`, words]
  return [{ wordings, at, reach, insistent: true }]
}

interface OneCore {
  readonly picture: TemplateResult | typeof nothing
  readonly boxes: readonly Box[]
  readonly lines: readonly Segment[]
}

/** The line where a size has one full core; in words too where `named` and there is room for them. */
function oneCore(x: Scale, { width, left, right, top, bottom }: Frame, named: boolean): OneCore {
  const at = x(oneCoreMb)
  if (!(at >= left && at <= right)) return { picture: nothing, boxes: [], lines: [] }
  const text = 'one core at 1,769 MB'
  const room = textWidth(text, fontPx)
  const textX = [at + 5, at - 5 - room].find(start => named && start >= left && start + room <= width)
  const words =
    textX === undefined ? [] : [{ picture: svg`<text x=${round(textX)} y=${top - 2}>${text}</text>`, from: textX }]
  return {
    picture: svg`<g class="core" aria-hidden="true">
      <line x1=${round(at)} x2=${round(at)} y1=${named ? top - 12 : top} y2=${bottom}></line>
      ${words.map(({ picture }) => picture)}
    </g>`,
    boxes: words.map(({ from }) => ({ x: from, y: top - 14, width: room, height: fontPx + 5 })),
    lines: [{ from: { x: at, y: top }, to: { x: at, y: bottom } }],
  }
}
