import { LensError } from '#common/errors.ts'
import { formatMemory, formatQuantity } from '#common/format.ts'
import type { Pricing } from './estimate.ts'
import type { FunctionConfiguration } from './functionControl.ts'
import type { Objective } from './objective.ts'
import { checkSizes, defaultSizes } from './sizes.ts'
import { addUsd, worstCallUsd } from './spending.ts'
import { spareCallsPerSize } from './tally.ts'

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
  /** Without a qualifier. */
  readonly functionArn: string
  readonly pricing: Pricing
  readonly payload: string
  readonly objective: Objective
  readonly sizes: readonly number[]
  readonly warmCalls: number
  readonly callsMin: number
  readonly callsMax: number
  /** Upper bound in USD: every call as long as the timeout allows. Absent where the region's price is not known. */
  readonly usdMax?: number
  /** The user's own limit: no call is made that could exceed it. */
  readonly usdLimit?: number
  readonly touches: readonly string[]
}

const defaultWarmCalls = 5
const trialCalls = 1
/** One that starts the environment, one warm. */
const fewestCallsPerSize = 2

/**
 * Makes the plan for a function as it is now. Throws a `LensError`: `bad-sizes`, `budget-too-small` when the limits do
 * not allow one warm call a size, `price-unknown` when a limit in dollars cannot be kept.
 */
export function makePlan(configuration: FunctionConfiguration, request: PlanRequest): SweepPlan {
  const { architecture, ephemeralStorageMb, memoryMb } = configuration
  const pricing: Pricing = { architecture, ephemeralStorageMb, region: request.region }
  const sizes = request.sizes ? checkSizes(request.sizes) : defaultSizes(memoryMb)
  const warmCalls = request.warmCalls ?? defaultWarmCalls
  const most = request.maxCalls ?? Number.POSITIVE_INFINITY
  const usdMax = worstUsd(configuration, sizes, warmCalls + spareCallsPerSize, pricing)
  checkLimits(sizes, request, usdMax)
  return {
    functionArn: configuration.arn,
    pricing,
    payload: request.payload,
    objective: request.objective,
    sizes,
    warmCalls,
    callsMin: Math.min(trialCalls + sizes.length * (1 + warmCalls), most),
    callsMax: Math.min(trialCalls + sizes.length * (1 + warmCalls + spareCallsPerSize), most),
    ...(usdMax === undefined ? {} : { usdMax: Math.min(usdMax, request.maxUsd ?? Number.POSITIVE_INFINITY) }),
    ...(request.maxUsd === undefined ? {} : { usdLimit: request.maxUsd }),
    touches: [
      `Calls the function at ${formatMemory(memoryMb)} once, to prove the payload.`,
      `Sets its memory to each size and publishes ${formatQuantity(sizes.length, 'version')}; ` +
        'each change restarts the environments of $LATEST.',
      `Puts ${formatMemory(memoryMb)} back before anything is measured, and deletes the versions afterwards.`,
    ],
  }
}

function checkLimits(sizes: readonly number[], request: PlanRequest, usdMax: number | undefined): void {
  const fewest = trialCalls + sizes.length * fewestCallsPerSize
  const { maxCalls = fewest, maxUsd } = request
  if (!Number.isInteger(maxCalls) || maxCalls < fewest) {
    throw new LensError(
      'budget-too-small',
      `${maxCalls} calls are too few for ${formatQuantity(sizes.length, 'size')}.`,
      `Allow at least ${fewest}, or name fewer sizes.`,
    )
  }
  if (maxUsd !== undefined && usdMax === undefined) {
    throw new LensError(
      'price-unknown',
      `The price of a call in ${request.region} is not known, so a limit in dollars cannot be kept.`,
      'Limit the number of calls instead.',
    )
  }
}

function worstUsd(
  configuration: FunctionConfiguration,
  sizes: readonly number[],
  warmCalls: number,
  pricing: Pricing,
): number | undefined {
  const { timeoutSeconds, memoryMb } = configuration
  const trial = worstCallUsd(memoryMb, { timeoutSeconds, cold: true }, pricing)
  const ofSize = (size: number) => {
    const warm = worstCallUsd(size, { timeoutSeconds, cold: false }, pricing)
    return addUsd(worstCallUsd(size, { timeoutSeconds, cold: true }, pricing), warm && warm * warmCalls)
  }
  return addUsd(trial, ...sizes.map(ofSize))
}
