import { nothing, svg, type TemplateResult } from 'lit'
import { formatCount, formatMs, formatPercent, formatUsd } from '#common/format.ts'
import type { TuneSize, TuneState } from '#protocol/tune.ts'
import { bottomAxis, centredWords, horizontalGrid, round } from '../chart/axes.ts'
import { around, segments } from '../chart/box.ts'
import type { Frame } from '../chart/frame.ts'
import { placeLabels } from '../chart/labels.ts'
import { labelTexts } from '../chart/labelTexts.ts'
import { polyline } from '../chart/lineWithBand.ts'
import { dataPoints, markReach } from '../chart/mark.ts'
import type { Scale } from '../chart/memoryScale.ts'
import { textWidth } from '../chart/textWidth.ts'
import { spreadScale, usdTicks, valueTicks } from '../chart/valueScale.ts'
import { byImportance, markOf, rolesOf, roleWords } from './roles.ts'
import { describeSize } from './sizeFacts.ts'

const fontPx = 11
/** Sizes that cost more than this multiple of the cheapest stand at the right edge, so that the choice fills the plot. */
const costlyFrom = 1.6
const shownUpTo = 1.35

export interface TradeOffPlot {
  /** Px. */
  readonly width: number
  readonly height: number
  readonly focusMb: number | undefined
}

/** A size whose duration and cost are both known. */
interface Priced {
  readonly size: TuneSize
  readonly memoryMb: number
  readonly p50Ms: number
  readonly usd: number
}

export function tradeOffPlot(state: TuneState, plot: TradeOffPlot): TemplateResult {
  const { width, height } = plot
  const frame: Frame = { width, height, left: 56, right: width - 20, top: 24, bottom: height - 42 }
  const measured = state.sizes.flatMap(size => priced(size))
  const costs = measured.map(({ usd }) => usd)
  const limit = costLimit(state, measured)
  const x = spreadScale(
    [...costs.filter(cost => cost <= limit), ...(limit < Infinity ? [limit] : [])],
    [frame.left + 10, frame.right - 10],
  )
  const y = spreadScale(
    measured.map(({ p50Ms }) => p50Ms),
    [frame.bottom - 22, frame.top + 4],
  )
  const points = measured.map(size => pointOf(state, size, limit, x, y, frame))
  const tolerance = toleranceArea(state, Math.min(...costs), x, frame)
  const labels = placeLabels(points.toSorted(byImportance(state)), {
    bounds: {
      x: frame.left + 2,
      y: frame.top - 6,
      width: width - frame.left - 4,
      height: frame.bottom - frame.top + 4,
    },
    keepClear: points.map(point => around(point.at, markReach(point.mark) + 1)),
    lines: segments(points.map(point => point.at)),
    fontPx,
  })
  return svg`<svg class="plot" data-plot="tradeoff" role="group"
    aria-label="Duration against cost, ${measured.length} sizes measured; lower left is better"
    width=${width} height=${height} viewBox="0 0 ${width} ${height}">
    ${tolerance}
    ${
      measured.length === 0
        ? nothing
        : [
            horizontalGrid(frame, valueTicks(y, 5, formatMs)),
            bottomAxis(frame, usdTicks(x, width < 340 ? 3 : 4), 'USD per million calls'),
          ]
    }
    ${measured.length === 0 ? centredWords(frame, emptyWords(state)) : nothing}
    <line class="base" x1=${frame.left} x2=${frame.right} y1=${frame.bottom} y2=${frame.bottom}></line>
    ${points.length > 1 ? svg`<g class="path" aria-hidden="true">${polyline(points.map(point => point.at))}</g>` : nothing}
    ${labelTexts(labels)}
    ${dataPoints('tradeoff', points, plot.focusMb)}
  </svg>`
}

function priced(size: TuneSize): Priced[] {
  const { memoryMb, figures } = size
  const usd = figures?.usdPerMillion
  return figures === undefined || usd === undefined ? [] : [{ size, memoryMb, p50Ms: figures.p50Ms, usd }]
}

function emptyWords({ sizes }: TuneState): string {
  return sizes.some(({ figures }) => figures !== undefined) ? 'no price known here' : 'no size measured yet'
}

/** Infinity when all sizes fit; never cuts off a size that has a role. */
function costLimit(state: TuneState, measured: readonly Priced[]): number {
  const costs = measured.map(({ usd }) => usd)
  const least = Math.min(...costs)
  if (!(Math.max(...costs) > least * costlyFrom)) return Number.POSITIVE_INFINITY
  const named = measured.filter(({ memoryMb }) => rolesOf(state, memoryMb).some(role => role !== 'fastest'))
  return Math.max(least * shownUpTo, ...named.map(({ usd }) => usd * 1.02))
}

function pointOf(
  state: TuneState,
  { size, memoryMb, p50Ms, usd }: Priced,
  limit: number,
  x: Scale,
  y: Scale,
  frame: Frame,
) {
  const beyond = usd > limit
  const mark = markOf(state, size)
  const words = rolesOf(state, memoryMb)
    .map(role => roleWords[role])
    .join(', ')
  const cost = beyond ? `${formatUsd(usd)} →` : ''
  const name = formatCount(memoryMb)
  return {
    memoryMb,
    at: { x: beyond ? frame.right - 2 : x(usd), y: y(p50Ms) },
    mark,
    description: describeSize(state, size),
    wordings: [joined([name, words, cost]), joined([name, words]), ...(words === '' ? [] : [words])],
    reach: markReach(mark),
    insistent: words !== '',
  }
}

function joined(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' ')
}

function toleranceArea(
  { recommendation }: TuneState,
  least: number,
  x: Scale,
  { left, right, top, bottom }: Frame,
): TemplateResult | typeof nothing {
  const share = recommendation?.tolerance
  if (share === undefined || !(least > 0 && least < Infinity)) return nothing
  const from = Math.max(left, x(least))
  const to = Math.min(right, x(least * (1 + share)))
  const words = `within ${formatPercent(share)} of the cheapest`
  const textX = Math.min(from, right - textWidth(words, fontPx))
  return svg`<g class="tolerance" aria-hidden="true">
    <rect class="swatch" x=${round(from)} y=${top - 6} width=${round(Math.max(1, to - from))} height=${bottom - top + 6}></rect>
    <text x=${round(Math.max(left, textX))} y=${top - 11}>${words}</text>
  </g>`
}
