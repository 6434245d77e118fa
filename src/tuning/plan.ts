import { formatMemory, formatQuantity } from '#common/format.ts'
import { callUsd } from '#pricing/cost.ts'
import type { FunctionConfiguration } from './functionControl.ts'
import type { Objective } from './objective.ts'
import { checkSizes, defaultSizes } from './sizes.ts'

export interface PlanRequest {
  readonly region: string
  /** JSON text. */
  readonly payload: string
  readonly objective: Objective
  /** Absent: the default grid with the current size. */
  readonly sizes?: readonly number[]
  /** Warm calls a size, after the one that starts its environment. */
  readonly warmCalls?: number
  readonly maxCalls?: number
  readonly maxUsd?: number
}

/** What a sweep is going to do, told before it does anything. */
export interface SweepPlan {
  readonly functionName: string
  readonly region: string
  readonly payload: string
  readonly objective: Objective
  readonly sizes: readonly number[]
  readonly warmCalls: number
  readonly callsMin: number
  readonly callsMax: number
  /** Upper bound in USD: every call as long as the timeout allows. Absent where the region's price is not known. */
  readonly usdMax?: number
  /** The user's own limit, which ends the sweep before `usdMax`. */
  readonly usdLimit?: number
  readonly touches: readonly string[]
}

const defaultWarmCalls = 5
/** A report can be missing from a chatty function's log tail; the call is then repeated, this often a size. */
export const spareCallsPerSize = 2

/** Makes the plan for a function as it is now. Throws a `LensError` (`bad-sizes`). */
export function makePlan(configuration: FunctionConfiguration, request: PlanRequest): SweepPlan {
  const sizes = request.sizes ? checkSizes(request.sizes) : defaultSizes(configuration.memoryMb)
  const warmCalls = request.warmCalls ?? defaultWarmCalls
  const callsPerSize = 1 + warmCalls
  const trial = 1
  const callsMax = trial + sizes.length * (callsPerSize + spareCallsPerSize)
  const usdMax = worstUsd(configuration, request.region, sizes, callsPerSize + spareCallsPerSize)
  return {
    functionName: configuration.name,
    region: request.region,
    payload: request.payload,
    objective: request.objective,
    sizes,
    warmCalls,
    callsMin: Math.min(trial + sizes.length * callsPerSize, request.maxCalls ?? Number.POSITIVE_INFINITY),
    callsMax: Math.min(callsMax, request.maxCalls ?? Number.POSITIVE_INFINITY),
    ...(usdMax === undefined ? {} : { usdMax: Math.min(usdMax, request.maxUsd ?? Number.POSITIVE_INFINITY) }),
    ...(request.maxUsd === undefined ? {} : { usdLimit: request.maxUsd }),
    touches: [
      `Calls the function at ${formatMemory(configuration.memoryMb)} once, to prove the payload.`,
      `Sets its memory to each size and publishes ${formatQuantity(sizes.length, 'version')}; ` +
        'each change restarts the environments of $LATEST.',
      `Puts ${formatMemory(configuration.memoryMb)} back before anything is measured, ` +
        'and deletes the versions afterwards.',
    ],
  }
}

function worstUsd(configuration: FunctionConfiguration, region: string, sizes: readonly number[], calls: number) {
  const { timeoutSeconds, architecture, ephemeralStorageMb } = configuration
  const longest = (memoryMb: number) =>
    callUsd({ memoryMb, billedMs: timeoutSeconds * 1000, architecture, region, ephemeralStorageMb })
  let sum = longest(configuration.memoryMb)
  for (const size of sizes) {
    const usd = longest(size)
    sum = sum === undefined || usd === undefined ? undefined : sum + usd * calls
  }
  return sum
}
