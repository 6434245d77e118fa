import { formatUsd } from '#common/format.ts'
import type { PricedFunction } from '#pricing/cost.ts'
import type { PriceTable } from '#pricing/prices.ts'
import type { DeployedFunction } from './deployedFunction.ts'
import { type FunctionStatistics, type Note, noteTexts, type Scan } from './functionStatistics.ts'
import type { Invocation } from './invocation.ts'
import type { TimeWindow } from './invocationSource.ts'
import type { LogRow } from './logReader.ts'
import type { Askable } from './queryPlan.ts'
import { numberOf, ownRows, rowStatistics, type SizeStatistics } from './rowStatistics.ts'
import type { CallSample } from './sampling.ts'
import { summarize, withWaits } from './statistics.ts'

/** When, and at which prices: `lab`, or the functions' own regions. */
export interface Reading {
  readonly readAt: number
  readonly place?: 'lab'
  /** Refreshed prices; those that the program came with when absent. */
  readonly prices?: PriceTable
}

/** What a query told of one of its functions. `waits` are the rows of `waitsQuery`, where it was asked. */
export function fromRows(
  member: Askable,
  isOnlyOfGroup: boolean,
  answer: { readonly rows: readonly LogRow[]; readonly waits: readonly LogRow[]; readonly scan: Scan },
  reading: Reading,
): FunctionStatistics {
  const priced = pricedFunction(member.function, reading)
  const rows = ownRows(answer.rows, member, isOnlyOfGroup)
  const sizes = rows.flatMap(row => rowStatistics(row, priced, reading.prices) ?? [])
  const [waits] = ownRows(answer.waits, member, isOnlyOfGroup)
  const told = (waits && numberOf(waits, 'told')) ?? 0
  const ahead = (waits && numberOf(waits, 'ahead')) ?? 0
  const isShared = rows.some(row => row.get('functionName') === '')
  const notes = isShared ? [noteTexts.sharedLog(member.group.name)] : []
  const found = chosenSize(member, sizes, notes, reading)
  if (!found.statistics) return { ...found, scan: answer.scan }
  return { ...found, statistics: withWaits(found.statistics, told, ahead), scan: answer.scan }
}

/** What a sample told of its function; `why` is a sentence that says why the log was not queried. */
export function fromSample(member: Askable, sample: CallSample, why: string, reading: Reading): FunctionStatistics {
  const priced = pricedFunction(member.function, reading)
  const bySize = new Map<number, Invocation[]>()
  for (const call of sample.calls) {
    const calls = bySize.get(call.memoryMb) ?? []
    calls.push(call)
    bySize.set(call.memoryMb, calls)
  }
  const sizes = [...bySize].flatMap(([memoryMb, calls]) => {
    const statistics = summarize(calls, priced, reading.prices)
    return statistics ? { memoryMb, statistics } : []
  })
  const notes = [
    noteTexts.sampled(sample.calls.length, sample.isWhole, why),
    ...(sample.isShared ? [noteTexts.sharedLog(member.group.name)] : []),
  ]
  const found = { ...chosenSize(member, sizes, notes, reading), sampled: true }
  if (!found.statistics) return found
  return { ...found, statistics: withWaits(found.statistics, sample.told, sample.ahead) }
}

/** Nothing can be told, and why. */
export function withoutFigures(
  deployed: DeployedFunction,
  window: TimeWindow,
  notes: readonly Note[],
  { readAt }: Reading,
): FunctionStatistics {
  return { function: deployed, window, readAt, memoryMb: deployed.memoryMb, sampled: false, notes }
}

export function overBudget(member: Askable, limitUsd: number, reading: Reading): FunctionStatistics {
  return withoutFigures(member.function, member.window, [noteTexts.overBudget(formatUsd(limitUsd))], reading)
}

/** Calls at another memory size are another population: those of one size count, the function's own if it was called. */
function chosenSize(
  { function: deployed, window, notes, group }: Askable,
  sizes: readonly SizeStatistics[],
  more: readonly Note[],
  reading: Reading,
): FunctionStatistics {
  const [most] = sizes.toSorted((a, b) => b.statistics.count - a.statistics.count)
  if (!most) return withoutFigures(deployed, window, [noteTexts.noCalls(), ...notes, ...more], reading)
  const own = sizes.find(size => size.memoryMb === deployed.memoryMb)
  const { memoryMb, statistics } = own ?? most
  const all = sizes.reduce((sum, size) => sum + size.statistics.count, 0)
  const others = all - statistics.count
  const left = others > 0 || !own ? [noteTexts.otherSizes(memoryMb, others, own !== undefined)] : []
  return {
    ...withoutFigures(deployed, window, [...notes, ...more, ...left], reading),
    memoryMb,
    statistics,
    ...(group.class === 'infrequent' && { logClass: group.class }),
  }
}

function pricedFunction(deployed: DeployedFunction, { place }: Reading): PricedFunction {
  const { architecture, ephemeralStorageMb, region } = deployed
  return { architecture, ephemeralStorageMb, region: place ?? region }
}
