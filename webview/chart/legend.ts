import { html, svg, type TemplateResult } from 'lit'
import { type MarkKind, markPath } from './mark.ts'

export interface LegendEntry {
  readonly text: string
  /** A mark's shape, or a swatch of the band. */
  readonly sign: MarkKind | 'band'
}

/** `plot` gives the colour of the signs. */
export function legend(plot: string, entries: readonly LegendEntry[]): TemplateResult {
  return html`<ul class="legend">${entries.map(
    ({ text, sign }) => html`<li>
      <svg width="16" height="14" viewBox="-8 -7 16 14" aria-hidden="true">
        <g class="${plot} point ${sign}">
          ${
            sign === 'band'
              ? svg`<rect class="swatch" x="-8" y="-5" width="16" height="10"></rect>`
              : svg`<path class="mark" d=${markPath(sign)}></path>`
          }
        </g>
      </svg>${text}</li>`,
  )}</ul>`
}
