import assert from 'node:assert/strict'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import type { LogGroup, LogQuery, LogRow } from '#telemetry/logReader.ts'
import { type StatisticsPorts, StatisticsReader } from '#telemetry/statisticsReader.ts'
import { deployedFunction, type FakeLogs, fakeDirectory, statisticsRow } from './fakeLogs.ts'

export const dayMs = 86_400_000
export const now = 100 * dayMs
export const window = { from: now - dayMs, to: now }

type Outcome = FunctionStatistics | { readonly error: unknown }

/** Reads functions of these names, or with these settings, from the logs. */
export async function read(
  logs: FakeLogs,
  functions: readonly ReturnType<typeof deployedFunction>[],
  more: Pick<StatisticsPorts, 'budget' | 'prices'> & { readonly signals?: ReadonlyMap<string, AbortSignal> } = {},
): Promise<ReadonlyMap<string, Outcome>> {
  const { signals, ...ports } = more
  const directory = fakeDirectory(functions)
  const reader = new StatisticsReader({ directory, logs, now: () => now, ...ports })
  const outcomes = new Map<string, Outcome>()
  const requests = functions.map(({ name }) => ({
    target: name,
    signal: signals?.get(name) ?? new AbortController().signal,
    resolve: (statistics: FunctionStatistics) => void (outcomes.has(name) || outcomes.set(name, statistics)),
    reject: (error: unknown) => void (outcomes.has(name) || outcomes.set(name, { error })),
  }))
  await reader.read(requests, window)
  return outcomes
}

export function named(count: number): ReturnType<typeof deployedFunction>[] {
  return Array.from({ length: count }, (_, index) => deployedFunction(`f${index}`))
}

export function rowsFor({ groups }: LogQuery): LogRow[] {
  return groups.map(group => statisticsRow(group.replace('/aws/lambda/', '')))
}

export function known(outcome: Outcome | undefined): FunctionStatistics {
  if (outcome && !('error' in outcome)) return outcome
  assert.fail(String(outcome?.error))
}

export function errorOf(outcome: Outcome | undefined): unknown {
  return outcome && 'error' in outcome ? outcome.error : undefined
}

export function codes(outcome: Outcome | undefined): readonly string[] {
  return known(outcome).notes.map(({ code }) => code)
}

export const group = (name: string, more: Partial<LogGroup> = {}): [string, LogGroup] => [
  name,
  { name, class: 'standard', createdAt: 0, storedBytes: 0, ...more },
]
