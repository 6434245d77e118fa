import { html, type TemplateResult } from 'lit'
import type { TuneState } from '#protocol/tune.ts'
import { type LegendEntry, legend } from '../chart/legend.ts'
import type { MarkKind } from '../chart/mark.ts'
import type { MemoryScaleKind } from '../chart/memoryScale.ts'
import { curvePlot } from './curvePlot.ts'
import { markOf, roleWords } from './roles.ts'
import { tradeOffPlot } from './tradeOffPlot.ts'

export interface PlotsView {
  readonly scale: MemoryScaleKind
  /** Px of the whole. */
  readonly width: number
  readonly focusMb: number | undefined
  choose(scale: MemoryScaleKind): void
}

/** From this width on the trade-off stands beside the curves. */
const besideFromPx = 760
const gapPx = 32
const axisPx = 30

/** Duration and cost over one memory axis, and their trade-off. */
export function plots(state: TuneState, view: PlotsView): TemplateResult {
  const { width, scale, focusMb } = view
  const beside = width >= besideFromPx
  const curveWidth = beside ? Math.round((width - gapPx) * 0.6) : width
  const tradeWidth = beside ? width - gapPx - curveWidth : width
  const height = Math.round(Math.min(230, Math.max(160, width * 0.17)))
  const tradeHeight = beside ? 2 * height + axisPx + 38 : Math.min(340, Math.max(250, width * 0.6))
  return html`<div class="plots ${beside ? 'beside' : ''}">
    <div>
      <figure>
        <figcaption class="row">
          <b class="name duration">Duration</b>
          ${legend('duration', [{ sign: 'band', text: 'warm calls: median with p5–p95' }])}
          <span class="grow"></span>
          ${scaleSwitch(view)}
        </figcaption>
        ${curvePlot(state, { quantity: 'duration', scale, width: curveWidth, height, withAxis: false, focusMb })}
      </figure>
      <figure>
        <figcaption class="row">
          <b class="name cost">Cost</b>
          ${legend('cost', [{ sign: 'band', text: 'USD per million calls, with 95 % interval' }])}
        </figcaption>
        ${curvePlot(state, { quantity: 'cost', scale, width: curveWidth, height: height + axisPx, withAxis: true, focusMb })}
      </figure>
    </div>
    <figure>
      <figcaption class="row"><b>Trade-off</b> <span class="dim">lower left is better</span></figcaption>
      ${tradeOffPlot(state, { width: tradeWidth, height: tradeHeight, focusMb })}
    </figure>
    ${legend('tradeoff', markLegend(state))}
  </div>`
}

function scaleSwitch({ scale, choose }: PlotsView): TemplateResult {
  const kinds = ['log', 'linear'] as const
  return html`<fieldset class="switch"><legend class="unseen">Memory axis</legend>${kinds.map(
    kind => html`<label><input type="radio" name="scale" .checked=${kind === scale} data-testid="scale-${kind}"
      @change=${() => choose(kind)}><span>${kind}</span></label>`,
  )}</fieldset>`
}

const signs: readonly (readonly [MarkKind, string])[] = [
  ['recommended', roleWords.recommended],
  ['current', roleWords.current],
  ['cheapest', roleWords.cheapest],
  ['fastest', roleWords.fastest],
  ['measured', 'measured'],
  ['predicted', 'ruled out: predicted'],
  ['failed', 'failed'],
  ['measuring', 'measuring'],
  ['waiting', 'not measured yet'],
]

/** Only the shapes that are in the picture. */
function markLegend(state: TuneState): LegendEntry[] {
  const present = new Set(state.sizes.map(size => markOf(state, size)))
  return signs.filter(([sign]) => present.has(sign)).map(([sign, text]) => ({ sign, text }))
}
