import { randomBytes } from 'node:crypto'

export type TracingMode = 'Active' | 'PassThrough'

/** What X-Ray knows a call by. */
export interface Trace {
  /** `1-67a2ad5f-10bdf06ec4cb0ba110bdf06e`. */
  readonly traceId: string
  /** Of the call itself; the function's own segments are below it. */
  readonly segmentId: string
  readonly isSampled: boolean
}

/**
 * The trace of one call. The caller's own goes on where it sent one; a new one is sampled where the function's tracing
 * is active. The lab samples each call, the service one a second and a share of the rest.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function newTrace(callersHeader: string | undefined, mode: TracingMode, nowMs: number): Trace {
  const field = (name: string) => new RegExp(`(?:^|;)\\s*${name}=([^;]+)`).exec(callersHeader ?? '')?.[1]
  const ownId = `1-${Math.floor(nowMs / 1000).toString(16)}-${randomBytes(12).toString('hex')}`
  const decision = field('Sampled')
  const isSampled = decision === undefined || decision === '?' ? mode === 'Active' : decision === '1'
  return { traceId: field('Root') ?? ownId, segmentId: randomBytes(8).toString('hex'), isSampled }
}

/** What the function gets as `_X_AMZN_TRACE_ID`. */
export function traceHeader({ traceId, segmentId, isSampled }: Trace): string {
  return `Root=${traceId};Parent=${segmentId};Sampled=${isSampled ? 1 : 0}`
}
