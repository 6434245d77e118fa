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

/** Every combination of waiting, power and knee at these sizes, each a power law with a plateau. */
export function shapesOf(
  sizes: readonly number[],
  anchor: { readonly memoryMb: number; readonly ms: number },
): readonly Shape[] {
  const longest = anchor.ms * Math.max(1, anchor.memoryMb / Math.min(...sizes))
  const heads = longest > longMs ? spared.slice(0, 1) : spared
  return waiting.flatMap(([wait, waitWeight]) =>
    exponents.flatMap(([exponent, exponentWeight]) =>
      knees.flatMap(([knee, kneeWeight]) =>
        heads.map(([head, headWeight]) => {
          const work = (memoryMb: number) => Math.min(shareOf(memoryMb), knee) ** -exponent
          const coreMs = anchor.ms / (wait + (1 - wait) * work(anchor.memoryMb))
          const logMs = Float64Array.from(sizes, memoryMb => {
            const throttled = work(memoryMb)
            const free = head * periodMs * Math.max(0, 1 - shareOf(memoryMb))
            const worked = (1 - wait) * throttled - free / coreMs
            return Math.log(wait + Math.max((1 - wait) * Math.min(1, throttled), worked))
          })
          return { logMs, logPrior: Math.log(waitWeight * exponentWeight * kneeWeight * headWeight) }
        }),
      ),
    ),
  )
}
