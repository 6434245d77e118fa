import type { EventSource } from '#handlers/eventSource.ts'
import type { DefinitionFacts } from '../facts.ts'

/** Event sources whose answers may name the records that failed. */
export type RecordKind = 'sqs' | 'kinesis' | 'dynamodb'

/** What the templates say of the batches that a handler gets. */
export interface BatchSources {
  /** The one kind of all its event sources; absent where they are not known, or several. */
  readonly kind?: RecordKind
  /** Some other kind of event source calls it as well, or nothing else does. */
  readonly isMixed: boolean
  /** Whether Lambda looks for failed records in its answers: of all sources, of not all, or not known. */
  readonly reports?: boolean
  /** Records have an order that has to be kept; absent where that is not known. */
  readonly isOrdered?: boolean
  /** What has to be changed first, by its name in the template. */
  readonly silentSource?: string
  /** No batch has more than one record. */
  readonly isSingle: boolean
}

/** Undefined where the templates say that no such source calls the function. */
export function batchSources(definitions: readonly DefinitionFacts[]): BatchSources | undefined {
  const unknown = { isMixed: false, isSingle: false }
  if (definitions.length === 0 || definitions.some(({ eventSources }) => !eventSources)) return unknown
  const sources = definitions.flatMap(({ eventSources = [] }) => eventSources)
  if (sources.length === 0) return unknown
  const batches = sources.filter(({ type }) => isRecordKind(type))
  const [first] = batches
  if (!first) return
  const kind = isRecordKind(first.type) && batches.every(({ type }) => type === first.type) ? first.type : undefined
  const silent = batches.find(({ reportsBatchItemFailures }) => reportsBatchItemFailures !== true)
  const isUnknown = silent?.unresolved.includes('reportsBatchItemFailures') === true
  const isOrdered = orderOf(batches)
  return {
    isMixed: batches.length < sources.length || kind === undefined,
    isSingle: batches.every(({ batchSize }) => batchSize === 1),
    ...(kind && { kind }),
    ...(!isUnknown && { reports: silent === undefined }),
    ...(silent && { silentSource: silent.name }),
    ...(isOrdered !== undefined && { isOrdered }),
  }
}

function isRecordKind(type: string): type is RecordKind {
  return type === 'sqs' || type === 'kinesis' || type === 'dynamodb'
}

function orderOf(batches: readonly EventSource[]): boolean | undefined {
  const orders = batches.map(({ type, queue, source = '' }) => {
    if (type !== 'sqs') return true
    if (queue) return queue.fifo === true
    if (source.endsWith('.fifo')) return true
    return /^arn:[^$]*$/.test(source) ? false : undefined
  })
  if (orders.every(order => order === false)) return false
  return orders.includes(undefined) ? undefined : true
}
