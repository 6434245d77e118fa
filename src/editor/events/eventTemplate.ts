import type { EventSource, EventSourceType } from '#handlers/eventSource.ts'

/** An event of one kind of source, shaped as the service sends it, with values that mean nothing. */
export interface EventTemplate {
  /** `SQS`. */
  readonly label: string
  /** The kinds of source that send it. */
  readonly types: readonly EventSourceType[]
  /** Fills in what the template of the function says of the source. */
  event(source?: EventSource): unknown
}

export const account = '123456789012'
export const region = 'us-east-1'
export const time = '2026-01-05T09:30:00Z'
export const epochMs = Date.parse(time)
export const requestId = '0f8d5b6e-2f7c-4c39-9a55-7d1c6f0e3b21'
export const sourceIp = '203.0.113.10'

/** What the function's own code is likely to look at. */
export const orderJson = JSON.stringify({ orderId: '1001', quantity: 2 })

/** The name at the end of an ARN; a logical id or a name as it is. */
export function nameOf(source: EventSource | undefined, otherwise: string): string {
  return source?.source?.split(/[:/]/).at(-1) || otherwise
}

/** The ARN that the template names, or one of that name. */
export function arnOf(source: EventSource | undefined, service: string, resource: (name: string) => string): string {
  if (source?.source?.startsWith('arn:')) return source.source
  return `arn:aws:${service}:${region}:${account}:${resource(nameOf(source, 'example'))}`
}
