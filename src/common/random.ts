/** Uniform numbers in [0, 1), the same sequence for the same seed (mulberry32). Not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** As many values as `values` has, drawn from it with replacement: one world of a bootstrap. */
export function resample<T>(values: readonly T[], random: () => number): T[] {
  return values.map(value => values[Math.floor(random() * values.length)] ?? value)
}
