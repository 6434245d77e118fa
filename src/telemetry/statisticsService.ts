import type { FunctionStatistics } from './functionStatistics.ts'
import type { TimeWindow } from './invocationSource.ts'
import type { StatisticsReader, StatisticsRequest } from './statisticsReader.ts'

/** Questions that come within this time are asked together. */
const gatherMs = 25

/** One question under way, and how many wait for its answer. */
interface Shared {
  readonly answer: Promise<FunctionStatistics>
  readonly controller: AbortController
  waiting: number
}

/**
 * Gathers questions for single functions into few queries, asks nothing twice at once, and stops a question that nobody
 * waits for any more.
 */
export class StatisticsService {
  readonly #reader: Pick<StatisticsReader, 'read'>
  readonly #now: () => number
  readonly #shared = new Map<string, Shared>()
  /** By length of the window in hours. */
  #gathered = new Map<number, StatisticsRequest[]>()

  constructor(reader: Pick<StatisticsReader, 'read'>, now: () => number = Date.now) {
    this.#reader = reader
    this.#now = now
  }

  /**
   * How the function ran in the last `hours`. Rejects with a `LensError` when it cannot be told, and with the signal's
   * reason as soon as that fires.
   */
  async statisticsOf(target: string, hours: number, signal: AbortSignal): Promise<FunctionStatistics> {
    signal.throwIfAborted()
    const key = `${hours} ${target}`
    const shared = this.#shared.get(key) ?? this.#ask(key, target, hours)
    shared.waiting += 1
    return await new Promise((resolve, reject) => {
      const leave = () => {
        reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'))
        shared.waiting -= 1
        if (shared.waiting > 0) return
        // A later question must not join one that is being stopped.
        if (this.#shared.get(key) === shared) this.#shared.delete(key)
        shared.controller.abort()
      }
      signal.addEventListener('abort', leave, { once: true })
      const end = () => signal.removeEventListener('abort', leave)
      shared.answer.finally(end).then(resolve, reject)
    })
  }

  #ask(key: string, target: string, hours: number): Shared {
    const controller = new AbortController()
    const { signal } = controller
    const answer = new Promise<FunctionStatistics>((resolve, reject) => {
      this.#gather({ target, signal, resolve, reject }, hours)
    })
    const shared = { answer, controller, waiting: 0 }
    this.#shared.set(key, shared)
    const end = () => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key)
    }
    answer.then(end, end)
    return shared
  }

  #gather(request: StatisticsRequest, hours: number): void {
    if (this.#gathered.size === 0) setTimeout(() => this.#send(), gatherMs)
    const requests = this.#gathered.get(hours) ?? []
    requests.push(request)
    this.#gathered.set(hours, requests)
  }

  #send(): void {
    const gathered = this.#gathered
    this.#gathered = new Map()
    const to = this.#now()
    for (const [hours, requests] of gathered) {
      const window: TimeWindow = { from: to - hours * 3_600_000, to }
      void this.#reader.read(requests, window)
    }
  }
}
