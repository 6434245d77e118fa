/** Which point of a plot is meant by the pointer or the keys. */
export interface PointedSize {
  readonly plot: string
  readonly memoryMb: number
}

/** A pointer farther from every point than this means none, in px. */
const reachPx = 60

/** The size of a point's element; undefined for any other element. */
export function sizeOf(element: Element): PointedSize | undefined {
  const point = element.closest('svg.plot [data-memory]')
  const plot = point?.closest('svg')?.dataset['plot']
  const memoryMb = Number(point?.getAttribute('data-memory'))
  return plot === undefined ? undefined : { plot, memoryMb }
}

export function pointElement(root: ParentNode, plot: string, memoryMb: number): Element | undefined {
  return root.querySelector(`svg[data-plot="${plot}"] [data-memory="${memoryMb}"]`) ?? undefined
}

/** Nearest point to the pointer: over a curve by memory alone, in the trade-off by distance. */
export function nearestPoint(svg: Element, event: PointerEvent): PointedSize | undefined {
  const alongMemory = svg.getAttribute('data-plot') !== 'tradeoff'
  let best: { readonly point: Element; readonly distance: number } | undefined
  for (const point of pointsOf(svg)) {
    const box = point.getBoundingClientRect()
    const dx = box.x + box.width / 2 - event.clientX
    const dy = alongMemory ? 0 : box.y + box.height / 2 - event.clientY
    const distance = Math.hypot(dx, dy)
    if (distance <= reachPx && (best === undefined || distance < best.distance)) best = { point, distance }
  }
  return best && sizeOf(best.point)
}

/** Arrow keys, Home and End go from point to point. False when the key means nothing here. */
export function focusAfterKey(event: KeyboardEvent): boolean {
  const from = event.target instanceof Element ? event.target.closest('svg.plot [data-memory]') : null
  const svg = from?.closest('svg')
  if (from === null || !svg) return false
  const points = pointsOf(svg)
  const next = nextIndex(event.key, points.indexOf(from), points.length)
  const point = next === undefined ? undefined : points[next]
  if (!(point instanceof SVGElement)) return false
  point.focus()
  return true
}

function nextIndex(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(index + 1, count - 1)
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(index - 1, 0)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

function pointsOf(svg: Element): Element[] {
  return [...svg.querySelectorAll('[data-memory]')]
}
