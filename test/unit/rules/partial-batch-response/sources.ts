import type { EventSource, EventSourceType } from '#handlers/eventSource.ts'
import type { LensSettings } from '#rules/facts.ts'

/** What a template says of the sources that call `handler`. */
export function calledBy(...sources: readonly Partial<EventSource>[]): LensSettings {
  return {
    handlers: [
      {
        exportName: 'handler',
        definitions: [{ eventSources: sources.map(source => ({ ...unsaid, ...source })) }],
      },
    ],
  }
}

const unsaid: EventSource = { name: 'Orders', type: 'sqs', line: 1, spans: {}, unresolved: [] }

/** A source that looks for failed records in the answer. */
export const reporting = (type: EventSourceType, more: Partial<EventSource> = {}): LensSettings =>
  calledBy({ type, reportsBatchItemFailures: true, ...(type === 'sqs' && { queue }), ...more })

export const queue = { logicalId: 'Queue', line: 3, spans: {} }
