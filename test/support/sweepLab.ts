import { parseObjective } from '#tuning/objective.ts'
import { makePlan, type PlanRequest, type SweepPlan } from '#tuning/plan.ts'
import { type SweepOutcome, type SweepPorts, type SweepProgress, sweep } from '#tuning/sweep.ts'
import { startTestLab, type TestLab } from './lab.ts'

const { signal: never } = new AbortController()

/** Sweeps of functions in a real lab. */
export interface SweepLab {
  readonly lab: TestLab
  plan(name: string, more?: Partial<PlanRequest>): Promise<SweepPlan>
  run(
    name: string,
    more?: Partial<PlanRequest>,
    onProgress?: (progress: SweepProgress) => void,
    signal?: AbortSignal,
    ports?: Partial<SweepPorts>,
  ): Promise<SweepOutcome>
  /** What a sweep must not change: everything but the revision, and the versions. */
  look(name: string): Promise<{ configuration: object & { memoryMb: number }; versions: readonly object[] }>
}

/** Gives a suite a lab of its own; sizes are 128, 512 and 1,769 MB with two warm calls unless the request says else. */
export function useSweepLab(options?: Parameters<typeof startTestLab>[0]): () => SweepLab {
  let lab: TestLab | undefined
  before(async () => {
    lab = await startTestLab(options)
  })
  after(async () => await lab?.close())
  return () => {
    if (!lab) throw new Error('The lab did not start')
    return sweepLab(lab)
  }
}

function sweepLab(lab: TestLab): SweepLab {
  const plan: SweepLab['plan'] = async (name, more = {}) => {
    const configuration = await lab.control.read(name, never)
    const request = { region: 'lab', payload: '{}', objective: parseObjective('within:5'), warmCalls: 2 }
    return makePlan(configuration, { ...request, sizes: [128, 512, 1769], ...more })
  }
  return {
    lab,
    plan,
    async run(name, more = {}, onProgress = () => {}, signal = never, ports = {}) {
      return await sweep(await plan(name, more), { ...lab, ...ports }, onProgress, signal)
    },
    async look(name) {
      const { revisionId: _, ...configuration } = await lab.control.read(name, never)
      return { configuration, versions: await lab.control.listVersions(name, never) }
    },
  }
}
