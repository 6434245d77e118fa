import type { EventSource } from '#handlers/eventSource.ts'
import { functionUrl, httpApi, restApi } from './apiEvents.ts'
import type { EventTemplate } from './eventTemplate.ts'
import { eventBridge, s3, schedule, sns, sqs } from './messageEvents.ts'
import { dynamoDb, kinesis } from './streamEvents.ts'

export const eventTemplates: readonly EventTemplate[] = [
  restApi,
  httpApi,
  functionUrl,
  sqs,
  s3,
  dynamoDb,
  eventBridge,
  schedule,
  kinesis,
  sns,
]

/** A template as a payload that can be picked. */
export interface TemplateEvent {
  readonly label: string
  /** The event source of the function that it is made for. */
  readonly source?: EventSource
  /** JSON text, for people to read. */
  readonly text: string
}

/** One for each of a function's event sources that there is a template for, as its template describes them. */
export function eventsOf(sources: readonly EventSource[]): readonly TemplateEvent[] {
  return sources.flatMap(source =>
    eventTemplates
      .filter(({ types }) => types.includes(source.type))
      .map(({ label, event }) => ({ label, source, text: textOf(event(source)) })),
  )
}

/** All templates as they are, but those whose kind of source is among `sources`. */
export function otherEvents(sources: readonly EventSource[]): readonly TemplateEvent[] {
  return eventTemplates
    .filter(({ types }) => !sources.some(({ type }) => types.includes(type)))
    .map(({ label, event }) => ({ label, text: textOf(event()) }))
}

function textOf(event: unknown): string {
  return JSON.stringify(event, undefined, 2)
}
