import { around, type Box, contains, crosses, overlap, type Point, type Segment } from './box.ts'
import { textWidth } from './textWidth.ts'

export interface LabelRequest {
  /** What it says; where no place is found for it, the next shorter wording is tried. */
  readonly wordings: readonly string[]
  readonly at: Point
  /** Px from the point's centre to the edge of its mark. */
  readonly reach: number
  /** May stand away from its point, on a leader line. Others stand beside their point or are left out. */
  readonly insistent: boolean
}

export interface Surroundings {
  readonly bounds: Box
  /** Never covered: marks, words that already stand. */
  readonly keepClear: readonly Box[]
  /** Crossed only by an insistent label, and only if it must. */
  readonly lines: readonly Segment[]
  readonly fontPx: number
}

export interface PlacedLabel {
  readonly text: string
  readonly box: Box
  /** Baseline start of the text. */
  readonly x: number
  readonly y: number
  readonly leader?: Segment
}

/** Unit directions in the order of preference. */
const directions = [
  [1, 0],
  [0, -1],
  [-1, 0],
  [0, 1],
  [0.75, -0.9],
  [-0.75, -0.9],
  [0.75, 0.9],
  [-0.75, 0.9],
] as const
const rings = [4, 10, 18, 28, 40, 56, 74] as const
const crossingCost = 3.5
const ringCost = 0.7
/** From here on a label needs a line to its point. */
const leaderFrom = 18

/** Places labels in the order of the requests, so that none touches another, a mark or the border. */
export function placeLabels(requests: readonly LabelRequest[], around: Surroundings): PlacedLabel[] {
  const placed: PlacedLabel[] = []
  for (const request of requests) {
    const label = placeLabel(request, around, placed)
    if (label !== undefined) placed.push(label)
  }
  return placed
}

interface Candidate {
  readonly box: Box
  readonly leader?: Segment
  readonly cost: number
}

function placeLabel(
  request: LabelRequest,
  surroundings: Surroundings,
  placed: readonly PlacedLabel[],
): PlacedLabel | undefined {
  for (const text of request.wordings) {
    const label = placeWording(text, request, surroundings, placed)
    if (label !== undefined) return label
  }
  return undefined
}

function placeWording(
  text: string,
  request: LabelRequest,
  { bounds, keepClear, lines, fontPx }: Surroundings,
  placed: readonly PlacedLabel[],
): PlacedLabel | undefined {
  // The request's own mark is no obstacle, the distance already clears it.
  const marks = keepClear.filter(box => !overlap(box, around(request.at, 0.5)))
  const words = placed.map(label => label.box)
  const leaders = placed.flatMap(label => (label.leader === undefined ? [] : [label.leader]))
  let best: Candidate | undefined
  for (const candidate of candidates(text, request, fontPx)) {
    const { box, leader } = candidate
    if (!contains(bounds, box) || [...marks, ...words].some(other => overlap(box, other, 2))) continue
    if (leaders.some(other => crosses(other, box))) continue
    if (leader !== undefined && words.some(other => crosses(leader, other))) continue
    const hidden = leader === undefined ? [] : marks.filter(mark => crosses(leader, mark))
    const crossings = lines.filter(line => crosses(line, box)).length + hidden.length
    if (crossings > 0 && !request.insistent) continue
    const cost = candidate.cost + crossings * crossingCost
    if (best === undefined || cost < best.cost) best = { ...candidate, cost }
  }
  if (best === undefined) return undefined
  const { box, leader } = best
  const label = { text, box, x: box.x, y: box.y + fontPx * 0.96 }
  return leader === undefined ? label : { ...label, leader }
}

function candidates(text: string, { at, reach, insistent }: LabelRequest, fontPx: number): Candidate[] {
  const width = textWidth(text, fontPx)
  const height = fontPx * 1.25
  return (insistent ? rings : rings.slice(0, 1)).flatMap((gap, ring) =>
    directions.flatMap(([dx, dy], preference) => {
      const distance = reach + gap
      const x = at.x + dx * distance - (width * (1 - Math.sign(dx))) / 2
      const y = at.y + dy * distance - (height * (1 - Math.sign(dy))) / 2
      const box = { x, y, width, height }
      const cost = ring * ringCost + preference * 0.1
      if (gap < leaderFrom) return { box, cost }
      // A leader straight to the side would lie along a curve, which is mostly flat.
      return dy === 0 ? [] : { box, cost, leader: { from: at, to: nearest(box, at) } }
    }),
  )
}

function nearest(box: Box, point: Point): Point {
  return {
    x: Math.min(Math.max(point.x, box.x), box.x + box.width),
    y: Math.min(Math.max(point.y, box.y), box.y + box.height),
  }
}
