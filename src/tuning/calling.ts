import { LensError } from '#common/errors.ts'

/** How a function is called while it is measured. */
export interface Calling {
  /** At least one. */
  readonly payloads: readonly WeightedPayload[]
  readonly hooks: CallHooks
  readonly starts: Starts
  /** Cold starts a size, where they are wanted. */
  readonly coldCalls: number
  /** How many first calls of a version may come at once, so that each is a cold start. */
  readonly coldAtOnce: number
  /** How many calls may run at once. */
  readonly concurrency: number
  /** Between calls, or between those that run at once. */
  readonly pauseMs: number
  /** So many calls that were left without an answer are made again, in a whole sweep. */
  readonly retriesMax: number
}

/** Which starts are measured: an environment's first call is cold, all others are warm. */
export type Starts = 'warm' | 'cold' | 'both'

export interface WeightedPayload {
  /** JSON text. */
  readonly text: string
  /** Its share of the calls, relative to the others'. */
  readonly weight: number
}

/** What is done around each call, for data that a call uses up. A rejection ends the sweep. */
export interface CallHooks {
  /** Returns what to call with instead; undefined for the payload as it is. */
  before?(payload: string, signal: AbortSignal): Promise<string | undefined>
  after?(payload: string, answer: string, signal: AbortSignal): Promise<void>
}

const defaults: Omit<Calling, 'payloads' | 'coldAtOnce'> = {
  hooks: {},
  starts: 'warm',
  coldCalls: 5,
  concurrency: 1,
  pauseMs: 0,
  retriesMax: 10,
}

/** Environments are started so many at once, whatever the account allows. */
const mostAtOnce = 10

/** @param available concurrency of the function's versions; absent where only the account's limit counts */
export function makeCalling(
  payload: string,
  given: Partial<Omit<Calling, 'coldAtOnce'>> = {},
  available = Number.POSITIVE_INFINITY,
): Calling {
  const calling = { ...defaults, payloads: [{ text: payload, weight: 1 }], ...given }
  check(calling)
  return {
    ...calling,
    concurrency: Math.min(calling.concurrency, available),
    coldAtOnce: Math.min(calling.coldCalls, available, mostAtOnce),
  }
}

/** How many versions of each size have to be published. With one size alone, Lambda publishes no second one. */
export function versionsPerSize({ starts, coldCalls, coldAtOnce }: Calling, sizes: readonly number[]): number {
  return starts === 'warm' || sizes.length === 1 ? 1 : Math.ceil(coldCalls / coldAtOnce)
}

/** Calls that are made besides the warm ones. */
export function otherCalls(calling: Calling, sizes: readonly number[]): { trial: number; cold: number } {
  const { payloads, starts, coldCalls, coldAtOnce } = calling
  const cold = starts === 'warm' ? 1 : Math.min(coldCalls, coldAtOnce * versionsPerSize(calling, sizes))
  return { trial: payloads.length, cold }
}

function check({ payloads, coldCalls, concurrency, pauseMs, retriesMax }: Omit<Calling, 'coldAtOnce'>): void {
  const badWeight = payloads.find(({ weight }) => !(weight > 0 && Number.isFinite(weight)))
  if (badWeight || payloads.length === 0 || payloads.length > mostTurns) {
    throw new LensError(
      'bad-payload',
      badWeight ? `${badWeight.weight} is no weight of a payload.` : `${payloads.length} payloads cannot take turns.`,
      `Give 1 to ${mostTurns} payloads with weights above 0.`,
    )
  }
  const counts: readonly (readonly [string, number, number])[] = [
    ['calls at once', concurrency, 1],
    ['cold starts', coldCalls, 1],
    ['retries', retriesMax, 0],
  ]
  const bad = counts.find(([, value, least]) => !Number.isInteger(value) || value < least)
  if (bad || !(pauseMs >= 0)) {
    const [what, value, least] = bad ?? ['ms of pause', pauseMs, 0]
    throw new LensError('bad-calling', `${value} is no number of ${what}.`, `Give a number from ${least}.`)
  }
}

const mostTurns = 20

/**
 * One round of the payloads in the proportion of their weights, well mixed: sizes are called by whole rounds, so that
 * all have the same mixture however often they are called. Shares are kept to a twentieth.
 */
export function payloadRound(payloads: readonly WeightedPayload[]): readonly string[] {
  const turns = fewestTurns(payloads)
  // Smooth weighted round-robin: who has waited longest for his share is next.
  const waited = payloads.map(() => 0)
  return Array.from({ length: turns.reduce((sum, count) => sum + count, 0) }, () => {
    turns.forEach((count, index) => (waited[index] = (waited[index] ?? 0) + count))
    const next = waited.indexOf(Math.max(...waited))
    waited[next] = (waited[next] ?? 0) - turns.reduce((sum, count) => sum + count, 0)
    return payloads[next]?.text ?? ''
  })
}

/** The least whole numbers that come near enough to the weights, none of them 0. */
function fewestTurns(payloads: readonly WeightedPayload[]): readonly number[] {
  const total = payloads.reduce((sum, { weight }) => sum + weight, 0)
  const shares = payloads.map(({ weight }) => weight / total)
  for (let length = payloads.length; length < mostTurns; length++) {
    const turns = shares.map(share => Math.max(1, Math.round(share * length)))
    const sum = turns.reduce((a, b) => a + b, 0)
    const isNear = turns.every((count, index) => Math.abs(count / sum - (shares[index] ?? 0)) < 0.05)
    if (isNear) return turns
  }
  return shares.map(share => Math.max(1, Math.round(share * mostTurns)))
}
