import type { Question } from './belief.ts'
import { type Calling, payloadRound } from './calling.ts'
import { measuredSizes } from './measuredSizes.ts'
import { fewestCallsOfBest, nextCall } from './planner.ts'
import { spareCallsPerSize, type Tally, warmCount } from './tally.ts'

/** As many warm calls at every size, or as few as a recommendation needs. */
export type Sampling = { readonly warmCalls: number } | AdaptiveSampling

interface AdaptiveSampling extends Question {
  readonly warmCalls?: undefined
  readonly calling: Pick<Calling, 'payloads'>
  /** What a recommendation changes is told against this size, which is measured for it. */
  readonly currentMb?: number
}

/** The size to call next, or undefined when there are calls enough. A size that failed is called no more. */
export function nextSize(tallies: readonly Tally[], sampling: Sampling): Tally | undefined {
  const usable = tallies.filter(tally => tally.failure === undefined)
  return sampling.warmCalls === undefined ? nextTaught(usable, sampling) : nextInTurn(usable, sampling.warmCalls)
}

/** The size that is expected to teach most. One whose reports stay missing is given up. */
function nextTaught(tallies: readonly Tally[], sampling: AdaptiveSampling): Tally | undefined {
  const isOpen = (tally: Tally) => tally.calls - tally.samples.length <= spareCallsPerSize
  const known = tallies.filter(tally => isOpen(tally) || warmCount(tally) > 0)
  if (known.length === 0) return undefined
  const measured = measuredSizes(
    known.flatMap(tally => tally.samples),
    known.map(tally => tally.memoryMb),
    payloadRound(sampling.calling.payloads).length,
  )
  const open = new Set(known.filter(isOpen).map(tally => tally.memoryMb))
  const planned = measured.map(size => ({ ...size, isOpen: open.has(size.memoryMb) }))
  const current = planned.find(size => size.memoryMb === sampling.currentMb && size.isOpen)
  const isUnmeasured = current && current.environments.flat().length < fewestCallsOfBest
  const memoryMb = nextCall(planned, sampling) ?? (isUnmeasured ? current.memoryMb : undefined)
  return known.find(tally => tally.memoryMb === memoryMb)
}

/** Sizes take turns, so that a drift of the machine falls on all alike; the largest goes first: it answers soonest. */
function nextInTurn(tallies: readonly Tally[], warmCalls: number): Tally | undefined {
  const mostCalls = 1 + warmCalls + spareCallsPerSize
  return tallies
    .filter(tally => warmCount(tally) < warmCalls && tally.calls < mostCalls)
    .sort((a, b) => a.samples.length - b.samples.length || a.calls - b.calls || b.memoryMb - a.memoryMb)
    .at(0)
}
