/** Something to measure again and again. */
export interface Contender<Result> {
  readonly name: string
  run(signal: AbortSignal): Promise<Result>
}

export interface Rounds<Result> {
  readonly results: ReadonlyMap<string, readonly Result[]>
  /** Why those have no results which failed. */
  readonly failures: ReadonlyMap<string, unknown>
}

/**
 * Measures all in turn, again and again: what slows the machine for a while slows them all. One that fails is left out
 * from then on.
 * @throws AbortError when `signal` fires
 */
export async function inRounds<Result>(
  contenders: readonly Contender<Result>[],
  rounds: number,
  signal: AbortSignal,
  onRound: (round: number) => void = () => undefined,
): Promise<Rounds<Result>> {
  const results = new Map<string, Result[]>(contenders.map(({ name }) => [name, []]))
  const failures = new Map<string, unknown>()
  for (let round = 1; round <= rounds; round++) {
    onRound(round)
    // Nobody is always the first, after whatever was done between the rounds.
    const first = (round - 1) % Math.max(1, contenders.length)
    for (const { name, run } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      if (failures.has(name)) continue
      try {
        results.get(name)?.push(await run(signal))
      } catch (error) {
        signal.throwIfAborted()
        failures.set(name, error)
        results.delete(name)
      }
    }
  }
  return { results, failures }
}
