import { LensError } from '#common/errors.ts'
import { formatQuantity } from '#common/format.ts'
import { type Calling, makeCalling, otherCalls, payloadRound, versionsPerSize } from './calling.ts'
import type { Pricing } from './estimate.ts'
import type { FunctionConfiguration } from './functionControl.ts'
import type { Objective } from './objective.ts'
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
  /** Warm calls a size, after the one that starts its environment. */
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
  const counts = countsOf(calling, sizes, request.warmCalls ?? defaultWarmCalls)
  const { trial, cold, warm, warmMax } = counts
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
    warmCalls: warm,
    callsMin: Math.min(trial + sizes.length * (cold + warm), most),
    callsMax: Math.min(trial + sizes.length * (cold + warmMax), most),
    ...(usdMax === undefined ? {} : { usdMax: Math.min(usdMax, request.maxUsd ?? Number.POSITIVE_INFINITY) }),
    ...(request.maxUsd === undefined ? {} : { usdLimit: request.maxUsd }),
    touches: touchesOf(configuration, sizes.length * versionsPerSize(calling, sizes), request.way),
  }
}

interface CallCounts {
  readonly trial: number
  /** A size. */
  readonly cold: number
  readonly warm: number
  readonly warmMax: number
  /** Warm calls come by so many at a time. */
  readonly round: number
}

function countsOf(calling: Calling, sizes: readonly number[], warmCalls: number): CallCounts {
  const round = payloadRound(calling.payloads).length
  const warm = calling.starts === 'cold' ? 0 : Math.ceil(warmCalls / round) * round
  return { ...otherCalls(calling, sizes), warm, warmMax: warm === 0 ? 0 : warm + spareCallsPerSize + round - 1, round }
}

function checkLimits(
  sizes: readonly number[],
  { trial, cold, warm, round }: CallCounts,
  request: PlanRequest,
  usdMax: number | undefined,
): void {
  const fewest = trial + sizes.length * (cold + Math.min(warm, round))
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
  { trial, cold, warmMax }: CallCounts,
  pricing: Pricing,
): number | undefined {
  const { timeoutSeconds, memoryMb } = configuration
  const worst = (size: number, isCold: boolean, count: number) => {
    const usd = worstCallUsd(size, { timeoutSeconds, cold: isCold }, pricing)
    return usd && usd * count
  }
  return addUsd(
    worst(memoryMb, true, trial),
    ...sizes.flatMap(size => [worst(size, true, cold), worst(size, false, warmMax)]),
  )
}
