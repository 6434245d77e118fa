import { mean } from '#common/quantile.ts'
import { chooseBelieved, type Strategy } from './strategy.ts'

/** As many calls at every size, and the mean of what is left when `trim` of them is cut off at each end. */
export function exhaustive(callsPerSize: number, trim: number): Strategy {
  return trial => {
    const beliefs = trial.sizes.map((memoryMb, index) => {
      const durations = Array.from({ length: callsPerSize }, () => trial.call(index).ms)
      return { memoryMb, ms: trimmedMean(durations, trim) }
    })
    return chooseBelieved(beliefs, trial)
  }
}

function trimmedMean(values: readonly number[], trim: number): number {
  const cut = Math.floor(values.length * trim)
  return mean(values.toSorted((a, b) => a - b).slice(cut, values.length - cut))
}
