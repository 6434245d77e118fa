import { nothing, svg, type TemplateResult } from 'lit'
import { round } from './axes.ts'
import type { PlacedLabel } from './labels.ts'

/** Placed labels; hidden from screen readers, which hear the same words at the points. */
export function labelTexts(labels: readonly PlacedLabel[]): TemplateResult {
  return svg`<g class="labels" aria-hidden="true">${labels.map(
    ({ text, x, y, leader }) => svg`
      ${
        leader === undefined
          ? nothing
          : svg`<line class="leader" x1=${round(leader.from.x)} y1=${round(leader.from.y)}
              x2=${round(leader.to.x)} y2=${round(leader.to.y)}></line>`
      }
      <text x=${round(x)} y=${round(y)}>${text}</text>`,
  )}</g>`
}
