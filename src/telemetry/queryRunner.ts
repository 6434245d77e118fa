import { setTimeout as delay } from 'node:timers/promises'
import { LensError } from '#common/errors.ts'
import type { LogQuery, LogReader, LogRow, QueryState } from './logReader.ts'
import { Slots } from './slots.ts'

export interface QueryAnswer {
  readonly rows: readonly LogRow[]
  readonly scannedBytes: number
}

/** Resolves after so many milliseconds; rejects when the signal fires. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>

const pauseFor: Pause = async (ms, signal) => await delay(ms, undefined, { signal })

/** Of 100 that an account may have open; the rest are other people's. */
const mostOpen = 10
const firstPauseMs = 200
const longestPauseMs = 3000
const growth = 1.6
const mostStarts = 6
/** Throttled looks in a row. */
const mostMisses = 10

/**
 * Runs queries of Logs Insights: never more than ten open at once, looked at ever less often, stopped when their
 * signal fires. One runner serves a connection.
 */
export class QueryRunner {
  readonly #reader: LogReader
  readonly #pause: Pause
  readonly #slots = new Slots(mostOpen)

  constructor(reader: LogReader, pause: Pause = pauseFor) {
    this.#reader = reader
    this.#pause = pause
  }

  /**
   * The query's rows. Throws a `LensError` when the service refuses it or gives it up (`query-failed`), and the signal's
   * reason at once when that fires, while the query is being stopped.
   */
  async run(query: LogQuery, signal: AbortSignal): Promise<QueryAnswer> {
    const answer = this.#slots.run(signal, async () => await this.#runNow(query, signal))
    // Whoever has left is not told of what ends later.
    answer.catch(() => {})
    return await unlessAborted(answer, signal)
  }

  async #runNow(query: LogQuery, signal: AbortSignal): Promise<QueryAnswer> {
    // A start that is under way is not cut off: the query would run on, and nobody could stop it.
    const id = await this.#start(query, signal)
    try {
      return await this.#complete(id, signal)
    } catch (error) {
      await this.#reader.stopQuery(id).catch(() => {})
      throw error
    }
  }

  async #start(query: LogQuery, signal: AbortSignal): Promise<string> {
    const whole = new AbortController().signal
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted()
      try {
        return await this.#reader.startQuery(query, whole)
      } catch (error) {
        if (attempt === mostStarts || !isBusy(error)) throw error
        await this.#pause(firstPauseMs * 2 ** attempt, signal)
      }
    }
  }

  async #complete(id: string, signal: AbortSignal): Promise<QueryAnswer> {
    let misses = 0
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * growth)) {
      signal.throwIfAborted()
      const state = await this.#look(id, signal, misses === mostMisses)
      misses = state === undefined ? misses + 1 : 0
      if (state?.status === 'complete') return { rows: state.rows, scannedBytes: state.scannedBytes }
      if (state?.status === 'failed') throw queryFailed()
      await this.#pause(pauseMs, signal)
    }
  }

  /** Undefined when it must be asked again: many queries at once are throttled. The last time that is an error. */
  async #look(id: string, signal: AbortSignal, isLast: boolean): Promise<QueryState | undefined> {
    try {
      return await this.#reader.queryState(id, signal)
    } catch (error) {
      if (isBusy(error) && !isLast) return undefined
      throw error
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof LensError && (error.code === 'throttled' || error.code === 'too-many-queries')
}

function queryFailed(): LensError {
  return new LensError(
    'query-failed',
    'CloudWatch Logs gave up a query before it had ended.',
    'Ask for a shorter window, or try again in a moment.',
  )
}

/** The work's outcome, or the signal's reason as soon as that fires. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave = () => {}
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'))
  })
  signal.addEventListener('abort', leave)
  if (signal.aborted) leave()
  try {
    return await Promise.race([work, left])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
