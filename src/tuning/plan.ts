import { LensError } from '#common/errors.ts'
import { formatQuantity } from '#common/format.ts'
import { type Calling, makeCalling, otherCalls, payloadRound, versionsPerSize } from './calling.ts'
import type { Pricing } from './estimate.ts'
import type { FunctionConfiguration } from './functionControl.ts'
import type { Objective } from './objective.ts'
import { fewestCallsOfBest, mostCallsPerSize } from './planner.ts'
import { checkSizes, defaultSizes } from './sizes.ts'
import { addUsd, worstCallUsd } from './spending.ts'
import { spareCallsPerSize } from './tally.ts'
import { defaultWay, measuredConfiguration, type SweepWay, touchesOf } from './way.ts'

export interface PlanRequest {
  readonly region: string
  /** JSON text. */
  readonly payload: string
  readonly objective: Objective
  /** By versions of the function when absent. */
  readonly way?: SweepWay
  /** Absent: one warm call after the other, with the payload. */
  readonly calling?: Partial<Omit<Calling, 'coldAtOnce'>>
  /** Concurrency that the versions can use; absent where only the account's limit counts. */
  readonly concurrency?: number
  /** Absent: the default grid with the current size. */
  readonly sizes?: readonly number[]
  /** Warm calls at every size, after the one that starts its environment. Absent: as few as the answer needs. */
  readonly warmCalls?: number
  readonly maxCalls?: number
  readonly maxUsd?: number
}

/** What a sweep is going to do, told before it does anything. */
export interface SweepPlan {
  /** Without a qualifier. */
  readonly functionArn: string
  readonly way: SweepWay
  readonly calling: Calling
  readonly pricing: Pricing
  readonly payload: string
  readonly objective: Objective
  readonly sizes: readonly number[]
  /** At every size; absent where the planner says which size is called how often. */
  readonly warmCalls?: number
  /** The memory that the function has: what the others are compared with, and measured where it is among the sizes. */
  readonly currentMb?: number
  readonly callsMin: number
  readonly callsMax: number
  /** Upper bound in USD: every call as long as the timeout allows. Absent where the region's price is not known. */
  readonly usdMax?: number
  /** The user's own limit: no call is made that could exceed it. */
  readonly usdLimit?: number
  readonly touches: readonly string[]
}

/**
 * Makes the plan for a function as it is now. Throws a `LensError`: `bad-sizes`, `budget-too-small` when the limits do
 * not allow one warm call a size, `price-unknown` when a limit in dollars cannot be kept.
 */
export function makePlan(deployed: FunctionConfiguration, request: PlanRequest): SweepPlan {
  const configuration = measuredConfiguration(deployed, request.way)
  const { architecture, ephemeralStorageMb, memoryMb } = configuration
  const pricing: Pricing = { architecture, ephemeralStorageMb, region: request.region }
  const sizes = request.sizes ? checkSizes(request.sizes) : defaultSizes(memoryMb)
  const calling = makeCalling(request.payload, request.calling, request.concurrency)
  const counts = countsOf(calling, sizes, request.warmCalls)
  const most = request.maxCalls ?? Number.POSITIVE_INFINITY
  const usdMax = worstUsd(configuration, sizes, counts, pricing)
  checkLimits(sizes, counts, request, usdMax)
  return {
    functionArn: configuration.arn,
    way: request.way ?? defaultWay,
    calling,
    pricing,
    payload: request.payload,
    objective: request.objective,
    sizes,
    ...(counts.warmCalls === undefined ? {} : { warmCalls: counts.warmCalls }),
    currentMb: memoryMb,
    callsMin: Math.min(counts.min, most),
    callsMax: Math.min(counts.trial + sizes.length * (counts.cold + counts.warmMax), most),
    ...(usdMax === undefined ? {} : { usdMax: Math.min(usdMax, request.maxUsd ?? Number.POSITIVE_INFINITY) }),
    ...(request.maxUsd === undefined ? {} : { usdLimit: request.maxUsd }),
    touches: touchesOf(configuration, sizes.length * versionsPerSize(calling, sizes), request.way),
  }
}

interface CallCounts {
  readonly trial: number
  /** A size. */
  readonly cold: number
  /** At every size, where it is fixed. */
  readonly warmCalls?: number
  /** On the average of the sizes. */
  readonly warmMax: number
  /** Warm calls come by so many at a time. */
  readonly round: number
  /** Of all. */
  readonly min: number
}

function countsOf(calling: Calling, sizes: readonly number[], asked: number | undefined): CallCounts {
  const round = payloadRound(calling.payloads).length
  const { trial, cold } = otherCalls(calling, sizes)
  const fixed = calling.starts === 'cold' ? 0 : asked && Math.ceil(asked / round) * round
  if (fixed !== undefined) {
    const warmMax = fixed === 0 ? 0 : fixed + spareCallsPerSize + round - 1
    return { trial, cold, warmCalls: fixed, warmMax, round, min: trial + sizes.length * (cold + fixed) }
  }
  // One size may be all that is called, but cold starts are measured at every size.
  const coldMin = calling.starts === 'warm' ? cold : sizes.length * cold
  const warmMax = mostCallsPerSize * round + spareCallsPerSize
  return { trial, cold, warmMax, round, min: trial + coldMin + fewestCallsOfBest * round }
}

function checkLimits(
  sizes: readonly number[],
  { trial, cold, warmCalls = Number.POSITIVE_INFINITY, round }: CallCounts,
  request: PlanRequest,
  usdMax: number | undefined,
): void {
  const fewest = trial + sizes.length * (cold + Math.min(warmCalls, round))
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
  { trial, cold, warmCalls, warmMax }: CallCounts,
  pricing: Pricing,
): number | undefined {
  const { timeoutSeconds, memoryMb } = configuration
  const largest = Math.max(...sizes)
  const worst = (size: number, isCold: boolean, count: number) => {
    const usd = worstCallUsd(size, { timeoutSeconds, cold: isCold }, pricing)
    return usd && usd * count
  }
  return addUsd(
    worst(memoryMb, true, trial),
    // Where the planner chooses, every call may be at the largest size.
    ...sizes.flatMap(size => [
      worst(size, true, cold),
      worst(warmCalls === undefined ? largest : size, false, warmMax),
    ]),
  )
}
