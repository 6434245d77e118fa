import type { Strategy } from './strategy.ts'
import { next, choose } from '#tuning/planner2.ts'
import { priceOf } from './truth.ts'
export const ours: Strategy = trial => {
  const sizes = trial.sizes.map(memoryMb => ({ memoryMb, environments: [] as number[][], ids: [] as number[] }))
  const task = {
    objective: trial.objective === 'cheapest' ? { kind: 'cheapest' as const } : { kind: 'within' as const, tolerance: 0.05 },
    usdOf: (memoryMb: number, ms: number) => priceOf(memoryMb, ms, trial.architecture),
  }
  for (let i = next(sizes, task); i !== undefined; i = next(sizes, task)) {
    const d = trial.call(i)
    const s = sizes[i]!
    if (s.ids.at(-1) !== d.environment) { s.ids.push(d.environment); s.environments.push([]) }
    s.environments.at(-1)!.push(d.ms)
  }
  return trial.sizes[choose(sizes, task)]!
}
