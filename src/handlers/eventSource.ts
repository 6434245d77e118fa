import type { Span } from '#common/span.ts'

export type EventSourceType =
  | 'sqs'
  | 'kinesis'
  | 'dynamodb'
  | 'kafka'
  | 'mq'
  | 'documentdb'
  | 'api'
  | 'function-url'
  | 'schedule'
  | 'eventbridge'
  | 's3'
  | 'sns'
  | 'logs'
  | 'iot'
  | 'cognito'
  | 'alexa'
  | 'cloudfront'
  | 'other'

/** What calls a function, with what its template says of the calls. Absent: not said, or known only at deployment. */
export interface EventSource {
  /** Key among the function's events, or logical id of the resource that connects both. */
  readonly name: string
  readonly type: EventSourceType
  /** Of line and spans; absent for the template of the definition. */
  readonly file?: string
  readonly line: number
  /** ARN, name, or logical id in the same template, of what the events come from. */
  readonly source?: string
  readonly queue?: SourceQueue
  /** Records in a call at the most. */
  readonly batchSize?: number
  /** How long a batch is waited for. */
  readonly batchingWindowSeconds?: number
  /** The function tells which records of a batch failed (`ReportBatchItemFailures`). */
  readonly reportsBatchItemFailures?: boolean
  /** Patterns of records that the function is called for, each as JSON text or the text in the template. */
  readonly filters?: readonly string[]
  /** Environments that this source uses at once, at the most (queues). */
  readonly maximumConcurrency?: number
  /** Batches of one shard in work at once. */
  readonly parallelizationFactor?: number
  readonly tumblingWindowSeconds?: number
  readonly maximumRetries?: number
  readonly maximumRecordAgeSeconds?: number
  readonly bisectsOnError?: boolean
  /** Where records go that failed for good: ARN or logical id. */
  readonly onFailure?: string
  readonly startingPosition?: string
  readonly enabled?: boolean
  /** Of a web API. */
  readonly method?: string
  readonly path?: string
  /** `rate(…)` or `cron(…)`. */
  readonly schedule?: string
  /** Where values stand, by the names of their fields here; and `properties`, where one can be added. */
  readonly spans: Readonly<Record<string, Span>>
  /** Names of the fields that the template does say, in a way that is known only when it is deployed. */
  readonly unresolved: readonly string[]
}

/** A queue of the same deployment. */
export interface SourceQueue {
  readonly logicalId: string
  /** Of line and spans; absent for the template of the definition. */
  readonly file?: string
  readonly line: number
  /** How long a message that is in work is hidden from others; 30 s where the queue does not say. */
  readonly visibilityTimeoutSeconds?: number
  readonly fifo?: boolean
  /** Deliveries before a message is moved to the dead-letter queue; absent without one. */
  readonly maxReceiveCount?: number
  readonly spans: Readonly<Record<string, Span>>
}
