export interface Point {
  readonly x: number
  readonly y: number
}

/** A rectangle in px; `x`, `y` is its upper left corner. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** A straight piece of a line in px. */
export interface Segment {
  readonly from: Point
  readonly to: Point
}

export function overlap(a: Box, b: Box, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap
  )
}

export function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

export function around(centre: Point, reach: number): Box {
  return { x: centre.x - reach, y: centre.y - reach, width: 2 * reach, height: 2 * reach }
}

/** The pieces between consecutive points. */
export function segments(points: readonly Point[]): Segment[] {
  return points.slice(1).flatMap((to, index) => {
    const from = points[index]
    return from === undefined ? [] : [{ from, to }]
  })
}

/** Liang and Barsky's clipping: true when a part of the segment lies inside the box. */
export function crosses({ from, to }: Segment, box: Box): boolean {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const edges = [
    [-dx, from.x - box.x],
    [dx, box.x + box.width - from.x],
    [-dy, from.y - box.y],
    [dy, box.y + box.height - from.y],
  ] as const
  let start = 0
  let end = 1
  for (const [slope, distance] of edges) {
    if (slope === 0 && distance < 0) return false
    if (slope < 0) start = Math.max(start, distance / slope)
    if (slope > 0) end = Math.min(end, distance / slope)
  }
  return start <= end
}
