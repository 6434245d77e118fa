import type { PriceTable } from '#pricing/prices.ts'
import { seenCode } from './deployments.ts'
import type { FunctionStatistics } from './functionStatistics.ts'
import { repriced } from './repriced.ts'
import type { StatisticsService } from './statisticsService.ts'
import type { Kept, StatisticsStore } from './statisticsStore.ts'

/** What is younger is not asked for again, unless a person wants it. */
export const freshMs = 10 * 60_000

/** Statistics that survive the window, with their age; asked again only when they are old. */
export class KeptStatistics {
  readonly #service: Pick<StatisticsService, 'statisticsOf'>
  readonly #store: Pick<StatisticsStore, 'read' | 'write'>
  /** Account or profile, and region: functions of two accounts may have one name. */
  readonly #place: string
  readonly #now: () => number
  readonly #prices: (() => PriceTable) | undefined

  /** With `prices`, what is kept from before they were refreshed has them as well. */
  constructor(
    service: Pick<StatisticsService, 'statisticsOf'>,
    store: Pick<StatisticsStore, 'read' | 'write'>,
    place: string,
    now: () => number = Date.now,
    prices?: () => PriceTable,
  ) {
    this.#service = service
    this.#store = store
    this.#place = place
    this.#now = now
    this.#prices = prices
  }

  /** What is known without asking anybody, however old. */
  async known(target: string, hours: number): Promise<Kept | undefined> {
    const kept = await this.#store.read(this.#keyOf(target, hours))
    return kept && this.#prices ? { ...kept, statistics: repriced(kept.statistics, this.#prices()) } : kept
  }

  /**
   * Asks unless what is known is younger than `freshMs` (with `isWanted`: asks always). Where the budget forbids it, what
   * is known stays, with a note. Rejects as `StatisticsService` does.
   */
  async statisticsOf(
    target: string,
    hours: number,
    signal: AbortSignal,
    isWanted = false,
  ): Promise<FunctionStatistics> {
    const kept = await this.known(target, hours)
    if (kept && !isWanted && this.#now() - kept.statistics.readAt < freshMs) return kept.statistics
    const statistics = await this.#service.statisticsOf(target, hours, signal)
    const refusal = statistics.notes.find(({ code }) => code === 'over-budget')
    if (refusal) return kept ? { ...kept.statistics, notes: [...kept.statistics.notes, refusal] } : statistics
    await this.#store.write(this.#keyOf(target, hours), {
      statistics,
      seen: seenCode(statistics.function, kept?.seen),
    })
    return statistics
  }

  #keyOf(target: string, hours: number): string {
    return JSON.stringify([this.#place, target, hours])
  }
}
