import { type Invocation, type InvocationStatus, largestMemoryMb, longestMs } from './invocation.ts'

/** What a report says, before anything is known to be there or possible. NaN is a figure that cannot be read. */
export interface ReportFields {
  requestId?: string | undefined
  /** Epoch milliseconds. */
  time?: number | undefined
  durationMs?: number | undefined
  billedMs?: number | undefined
  initMs?: number | undefined
  restoreMs?: number | undefined
  billedRestoreMs?: number | undefined
  memoryMb?: number | undefined
  maxMemoryUsedMb?: number | undefined
  status?: string | undefined
  errorType?: string | undefined
  xrayTraceId?: string | undefined
}

/** What is filled in field by field. */
export type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

/** Undefined unless every figure that each report has is there, and every figure that is there can be. */
export function invocation(fields: ReportFields): Invocation | undefined {
  const { requestId, durationMs, billedMs, memoryMb, maxMemoryUsedMb, initMs, restoreMs, billedRestoreMs } = fields
  const status = statusOf(fields.status)
  if (requestId === undefined || requestId === '' || status === undefined) return undefined
  if (!isDuration(durationMs) || !isDuration(billedMs)) return undefined
  if (!isMemory(memoryMb) || !isMemory(maxMemoryUsedMb)) return undefined
  const found: Writable<Invocation> = { requestId, durationMs, billedMs, memoryMb, maxMemoryUsedMb, status }
  if (initMs !== undefined) found.initMs = initMs
  if (restoreMs !== undefined) found.restoreMs = restoreMs
  if (billedRestoreMs !== undefined) found.billedRestoreMs = billedRestoreMs
  if (!isDuration(initMs ?? 0) || !isDuration(restoreMs ?? 0) || !isDuration(billedRestoreMs ?? 0)) return undefined
  const { time, errorType, xrayTraceId } = fields
  if (time !== undefined && time >= 0) found.time = time
  if (errorType !== undefined) found.errorType = errorType
  if (isTraceId(xrayTraceId)) found.xrayTraceId = xrayTraceId
  return found
}

const traceIdLength = '1-5e34a614-10bdf06ec4cb0ba110bdf06e'.length

/** One that was cut would be another one. */
export function isTraceId(text: string | undefined): text is string {
  return text?.length === traceIdLength
}

export function statusOf(text: string | undefined): InvocationStatus | undefined {
  switch (text) {
    case 'success':
    case 'error':
    case 'timeout':
      return text
    case 'failure':
      return 'error'
    default:
      return undefined
  }
}

export function isDuration(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value <= longestMs
}

export function isMemory(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value <= largestMemoryMb
}
