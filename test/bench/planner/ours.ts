import type { Objective } from '#tuning/objective.ts'
import { measuredSizes } from '#tuning/measuredSizes.ts'
import { nextCall } from '#tuning/planner.ts'
import { recommend } from '#tuning/recommend.ts'
import type { Sample } from '#tuning/sample.ts'
import type { BenchObjective } from './regret.ts'
import type { Strategy } from './strategy.ts'

const objectives: Readonly<Record<BenchObjective, Objective>> = {
  cheapest: { kind: 'cheapest' },
  within5: { kind: 'within', tolerance: 0.05 },
}

/** The product's own planner and recommendation. */
export const ours: Strategy = trial => {
  const { sizes, architecture } = trial
  const question = {
    objective: objectives[trial.objective],
    pricing: { architecture, region: 'us-east-1', ephemeralStorageMb: 512 },
  }
  const samples: Sample[] = []
  for (;;) {
    const planned = measuredSizes(samples, sizes).map(size => ({ ...size, isOpen: true }))
    const memoryMb = nextCall(planned, question)
    if (memoryMb === undefined) break
    samples.push(sampleOf(memoryMb, trial.call(sizes.indexOf(memoryMb))))
  }
  const best = recommend(samples, question.objective, question.pricing, sizes)
  if (!best) throw new RangeError('No size was recommended.')
  return best.memoryMb
}

function sampleOf(
  memoryMb: number,
  { ms, billedMs, environment }: ReturnType<Parameters<Strategy>[0]['call']>,
): Sample {
  const invocation = {
    requestId: '',
    durationMs: ms,
    billedMs,
    memoryMb,
    maxMemoryUsedMb: 0,
    status: 'success',
  } as const
  return { memoryMb, cold: false, invocation, environment }
}
