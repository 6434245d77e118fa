import { html, type TemplateResult } from 'lit'
import type { TuneSize, TuneState } from '#protocol/tune.ts'
import { sizeFacts, sizeTitle } from './sizeFacts.ts'

/** All figures of a size. Hidden from screen readers: the point itself says the same. */
export function tooltip(state: TuneState, size: TuneSize): TemplateResult {
  return html`<div class="tooltip figures" aria-hidden="true" data-testid="tooltip">
    <b>${sizeTitle(state, size.memoryMb)}</b>
    <dl>${sizeFacts(state, size).map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
  </div>`
}

interface Size {
  readonly width: number
  readonly height: number
}

/** Right of the point, or left of it, or where there is room for neither, below; always inside the container. */
export function tooltipCorner(
  point: { readonly x: number; readonly y: number },
  tip: Size,
  container: Size,
): { readonly x: number; readonly y: number } {
  const gap = 16
  const y = Math.max(0, Math.min(point.y - tip.height / 2, container.height - tip.height))
  if (point.x + gap + tip.width <= container.width) return { x: point.x + gap, y }
  if (point.x - gap - tip.width >= 0) return { x: point.x - gap - tip.width, y }
  const x = Math.max(0, Math.min(point.x - tip.width / 2, container.width - tip.width))
  return { x, y: point.y + gap }
}
