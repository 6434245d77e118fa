/** MB at which a function has one whole core: docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html. */
const coreMb = 1769

/** How many doublings a size is away from a whole core. */
export function fromCore({ memoryMb }: { readonly memoryMb: number }): number {
  return Math.abs(Math.log2(shareOf(memoryMb)))
}

/** Cores that a function of that memory has. */
export function shareOf(memoryMb: number): number {
  return memoryMb / coreMb
}

/** How a function's duration may depend on its memory. */
export interface Shape {
  /** Logarithm of the duration at each size, up to a constant that all sizes share. */
  readonly logMs: Float64Array
  /** How likely it is before the function is called, up to a constant. */
  readonly logPrior: number
}

type Weighted = readonly (readonly [value: number, weight: number])[]

/** Share of the time at one core that waits for others, and does not depend on memory. */
const waiting: Weighted = [
  [0, 4],
  [0.03, 2],
  [0.1, 2],
  [0.25, 2],
  [0.5, 2],
  [0.8, 2],
  [0.95, 1],
  [1, 2],
]
/** Power of the CPU's share that work goes by: 1 in theory; garbage collection and cut slices make small sizes slower. */
const exponents: Weighted = [
  [0.88, 1],
  [1, 6],
  [1.1, 2],
]
/** Cores that the work can fill: one thread fills one, its runtime's helpers a little more. */
const knees: Weighted = [
  [0.7, 1],
  [1, 6],
  [1.16, 3],
  [1.5, 1],
  [2, 2],
  [3, 1],
  [4, 1],
  [6, 1],
]
/** CPU is given out by periods of this many ms: bursts that fit into what one has left are not throttled. */
export const periodMs = 20
/** Periods' worth of waiting that a call is spared so. */
const spared: Weighted = [
  [0, 3],
  [1, 2],
  [2, 1],
]
/** What a period changes of a call that takes so long at the smallest size is little. */
const longMs = 2000

/** What shapes are made for. */
export interface ShapeFrame {
  readonly sizes: readonly number[]
  /** A size whose duration is about known: what a period changes depends on it. */
  readonly anchor: { readonly memoryMb: number; readonly ms: number }
}

let latest: { readonly key: string; readonly shapes: readonly Shape[] } | undefined

/** Every combination of waiting, power and knee at the sizes, each a power law with a plateau. */
export function shapesOf({ sizes, anchor }: ShapeFrame): readonly Shape[] {
  const longest = anchor.ms * Math.max(1, anchor.memoryMb / Math.min(...sizes))
  const isLong = longest > longMs
  const key = `${sizes.join()} ${isLong ? '' : `${anchor.memoryMb} ${anchor.ms}`}`
  if (latest?.key !== key) {
    const shapes = (isLong ? spared.slice(0, 1) : spared).flatMap(head => shapesWith(head, sizes, anchor))
    latest = { key, shapes }
  }
  return latest.shapes
}

function shapesWith(
  [head, headWeight]: Weighted[number],
  sizes: readonly number[],
  anchor: ShapeFrame['anchor'],
): readonly Shape[] {
  const shares = sizes.map(shareOf)
  return exponents.flatMap(([exponent, exponentWeight]) =>
    knees.flatMap(([knee, kneeWeight]) => {
      const work = (share: number) => Math.min(share, knee) ** -exponent
      const works = shares.map(work)
      const anchorWork = work(shareOf(anchor.memoryMb))
      return waiting.map(([wait, waitWeight]) => {
        const coreMs = anchor.ms / (wait + (1 - wait) * anchorWork)
        const logMs = Float64Array.from(works, (throttled, size) => {
          const spareMs = head * periodMs * Math.max(0, 1 - (shares[size] ?? 1))
          const worked = (1 - wait) * throttled - spareMs / coreMs
          return Math.log(wait + Math.max((1 - wait) * Math.min(1, throttled), worked))
        })
        return { logMs, logPrior: Math.log(waitWeight * exponentWeight * kneeWeight * headWeight) }
      })
    }),
  )
}
