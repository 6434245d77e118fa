import { functionDirectory } from '#aws/functionDirectory.ts'
import { logReader } from '#aws/logReader.ts'
import { seededRandom } from '#common/random.ts'
import type { FunctionStatistics } from '#telemetry/functionStatistics.ts'
import { StatisticsReader } from '#telemetry/statisticsReader.ts'
import { StatisticsService } from '#telemetry/statisticsService.ts'
import type { LoggedLab } from './loggedLab.ts'
import type { LoggedCall } from './logLines.ts'

const hourMs = 3_600_000

export type TimedCall = LoggedCall & { readonly time: number }

/** So many calls of the last hours, one in a hundred cold, some failed. */
export function someCalls(count: number, seed: number, now: number, more: Partial<LoggedCall> = {}): TimedCall[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, n) => {
    const durationMs = Math.round(Math.exp(4 + random()) * 100) / 100
    const initMs = n % 100 === 0 ? 400 + n / 100 : undefined
    const failure = n % 250 === 7 ? { status: 'timeout' as const } : n % 500 === 9 ? outOfMemory : {}
    return {
      durationMs,
      billedMs: Math.ceil(durationMs + (initMs ?? 0)),
      memoryMb: 512,
      maxMemoryUsedMb: 80 + (n % 20),
      status: 'success' as const,
      time: now - 2 * hourMs + Math.floor((n * 1.9 * hourMs) / count),
      ...(initMs === undefined ? {} : { initMs }),
      ...failure,
      ...more,
    }
  })
}

const outOfMemory = { status: 'error', errorType: 'Runtime.OutOfMemory' } as const

export function statisticsService(lab: LoggedLab): StatisticsService {
  const ports = { directory: functionDirectory(lab.clients), logs: logReader(lab.clients), place: 'lab' as const }
  return new StatisticsService(new StatisticsReader(ports))
}

export async function readFrom(lab: LoggedLab, targets: readonly string[]): Promise<Map<string, FunctionStatistics>> {
  const asking = statisticsService(lab)
  const { signal } = new AbortController()
  const found = targets.map(async target => [target, await asking.statisticsOf(target, 24, signal)] as const)
  return new Map(await Promise.all(found))
}
