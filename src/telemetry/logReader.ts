import type { TimeWindow } from './invocationSource.ts'

/**
 * What a group of CloudWatch Logs can answer: `standard` groups have fields found by the service, `infrequent` ones are
 * asked by patterns, `delivery` ones answer nothing.
 */
export type LogClass = 'standard' | 'infrequent' | 'delivery'

export interface LogGroup {
  readonly name: string
  readonly class: LogClass
  /** Epoch milliseconds; absent where the group could not be looked up. */
  readonly createdAt?: number
  /** Absent where events never expire. */
  readonly retentionDays?: number
  readonly storedBytes?: number
}

export interface LogQuery {
  /** 1 to 50 log groups. */
  readonly groups: readonly string[]
  /** In the query language of Logs Insights. */
  readonly text: string
  readonly window: TimeWindow
}

/** One result: column → value as the service shows it. */
export type LogRow = ReadonlyMap<string, string>

export interface QueryState {
  /** `failed`: the service gave up, also after 60 minutes. */
  readonly status: 'running' | 'complete' | 'failed'
  readonly rows: readonly LogRow[]
  readonly scannedBytes: number
}

export interface LogEvent {
  readonly id: string
  readonly stream: string
  /** Epoch milliseconds. */
  readonly time: number
  readonly message: string
}

export interface LogPage {
  readonly events: readonly LogEvent[]
  /** Where the next page begins; absent on the last one. */
  readonly next?: string
}

/**
 * Reads CloudWatch Logs. Each method throws a `LensError` when the service refuses, and an `AbortError` when its signal
 * fires.
 */
export interface LogReader {
  /** The groups that exist, by name. */
  groups(names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, LogGroup>>
  /** Returns the query's id. */
  startQuery(query: LogQuery, signal: AbortSignal): Promise<string>
  queryState(queryId: string, signal: AbortSignal): Promise<QueryState>
  /** Stopping a query that has ended is no error. */
  stopQuery(queryId: string): Promise<void>
  /** Events in order of time that match one of the terms; `next` is of the page before, absent for the first. */
  page(
    group: string,
    terms: readonly string[],
    window: TimeWindow,
    next: string | undefined,
    signal: AbortSignal,
  ): Promise<LogPage>
}
