import { ascending, mean, quantile } from '#common/quantile.ts'
import { resample, seededRandom } from '#common/random.ts'
import { callUsd } from '#pricing/cost.ts'
import type { Pricing } from './estimate.ts'
import { describeObjective, type Objective } from './objective.ts'
import type { Sample } from './sample.ts'

export interface Recommendation {
  readonly memoryMb: number
  readonly cheapestMb: number
  readonly fastestMb: number
  readonly objective: Objective
  /** Share of bootstrap worlds in which the size wins or ties within 1 %, 0 … 1. Absent: too few calls to tell. */
  readonly certainty?: number
  /** False when no size keeps the objective's limit; the nearest is recommended then. */
  readonly limitKept: boolean
}

/** What an objective weighs: means, since a mean is what one pays for, and the 99th percentile. */
interface Candidate {
  readonly memoryMb: number
  readonly usd: number
  readonly meanMs: number
  readonly p99Ms: number
}

interface WarmCall {
  readonly usd: number
  readonly ms: number
}

const worlds = 1000
const tie = 1.01
/** Fewer calls of a size say nothing of its spread. */
const fewestCalls = 3

/**
 * The size that serves the objective best among those measured. Returns undefined where no size has a warm sample or
 * the price is not known.
 */
export function recommend(
  samples: readonly Sample[],
  objective: Objective,
  pricing: Pricing,
): Recommendation | undefined {
  const calls = warmCalls(samples, pricing)
  const candidates = [...calls].map(([memoryMb, ofSize]) => candidate(memoryMb, ofSize))
  const chosen = choose(candidates, objective)
  if (!chosen) return undefined
  const certainty = certaintyOf(chosen.memoryMb, calls, objective)
  return {
    memoryMb: chosen.memoryMb,
    cheapestMb: least(candidates, size => size.usd)?.memoryMb ?? chosen.memoryMb,
    fastestMb: least(candidates, size => size.meanMs)?.memoryMb ?? chosen.memoryMb,
    objective,
    ...(certainty === undefined ? {} : { certainty }),
    limitKept: objective.kind !== 'under-p99' || chosen.p99Ms <= objective.limitMs,
  }
}

function certaintyOf(
  memoryMb: number,
  calls: ReadonlyMap<number, readonly WarmCall[]>,
  objective: Objective,
): number | undefined {
  if ([...calls.values()].some(ofSize => ofSize.length < fewestCalls)) return undefined
  const random = seededRandom(calls.size)
  let won = 0
  for (let world = 0; world < worlds; world++) {
    const redrawn = [...calls].map(([size, ofSize]) => candidate(size, resample(ofSize, random)))
    if (winsOrTies(redrawn, objective, memoryMb)) won++
  }
  return won / worlds
}

function warmCalls(samples: readonly Sample[], pricing: Pricing): Map<number, WarmCall[]> {
  const calls = new Map<number, WarmCall[]>()
  for (const { memoryMb, cold, invocation } of samples) {
    const usd = callUsd({ memoryMb, billedMs: invocation.billedMs, ...pricing })
    if (cold || usd === undefined) continue
    const ofSize = calls.get(memoryMb) ?? []
    ofSize.push({ usd, ms: invocation.durationMs })
    calls.set(memoryMb, ofSize)
  }
  return new Map([...calls].sort(([a], [b]) => a - b))
}

function candidate(memoryMb: number, calls: readonly WarmCall[]): Candidate {
  const durations = ascending(calls.map(call => call.ms))
  return {
    memoryMb,
    usd: mean(calls.map(call => call.usd)),
    meanMs: mean(calls.map(call => call.ms)),
    p99Ms: quantile(durations, 0.99),
  }
}

function choose(candidates: readonly Candidate[], objective: Objective): Candidate | undefined {
  return least(allowed(candidates, objective, 1), score(candidates, objective))
}

/** In this world no other size is better by more than the tie. */
function winsOrTies(candidates: readonly Candidate[], objective: Objective, memoryMb: number): boolean {
  const ours = allowed(candidates, objective, tie).find(size => size.memoryMb === memoryMb)
  const winner = choose(candidates, objective)
  if (!ours || !winner) return false
  const rate = score(candidates, objective)
  return rate(ours) <= rate(winner) * tie
}

/** The sizes among which the objective chooses; `slack` widens a limit. Never empty while there are candidates. */
function allowed(candidates: readonly Candidate[], objective: Objective, slack: number): readonly Candidate[] {
  if (objective.kind === 'within') {
    const limit = Math.min(...candidates.map(size => size.usd)) * (1 + objective.tolerance) * slack
    return candidates.filter(size => size.usd <= limit)
  }
  if (objective.kind === 'under-p99') {
    const keeping = candidates.filter(size => size.p99Ms <= objective.limitMs * slack)
    const nearest = least(candidates, size => size.p99Ms)
    return keeping.length > 0 || !nearest ? keeping : [nearest]
  }
  return candidates
}

/** Lower is better. */
function score(candidates: readonly Candidate[], objective: Objective): (size: Candidate) => number {
  switch (objective.kind) {
    case 'within':
    case 'fastest':
      return size => size.meanMs
    case 'cheapest':
    case 'under-p99':
      return size => size.usd
    case 'balanced': {
      // A weighted geometric mean does not depend on the units of its parts, nor on the worst size measured.
      const usd = Math.min(...candidates.map(size => size.usd))
      const ms = Math.min(...candidates.map(size => size.meanMs))
      return size => (size.usd / usd) ** objective.costWeight * (size.meanMs / ms) ** (1 - objective.costWeight)
    }
  }
}

/** The first of the smallest; sizes come ascending, so the smaller size wins an exact tie. */
function least(candidates: readonly Candidate[], value: (size: Candidate) => number): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, size) => (best === undefined || value(size) < value(best) ? size : best),
    undefined,
  )
}

/** For people: the objective, and that no size keeps its limit where that is so. */
export function describeRecommendation({ objective, limitKept }: Recommendation): string {
  return limitKept
    ? describeObjective(objective)
    : `${describeObjective(objective)}; none is, and this one comes nearest`
}
