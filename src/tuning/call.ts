import { setTimeout as wait } from 'node:timers/promises'
import { LensError } from '#common/errors.ts'
import { formatMs } from '#common/format.ts'
import { type Invocation, ranOutOfMemory } from '#telemetry/invocation.ts'
import { reportsOf } from '#telemetry/report.ts'
import type { InvocationAnswer, Invoker } from './functionControl.ts'
import type { CallOutcome } from './sample.ts'

export interface CallTarget {
  readonly name: string
  readonly qualifier: string
  readonly payload: string
  readonly memoryMb: number
}

/**
 * What a call came to. The function's own failure is an outcome; `report` is the one that was found elsewhere than in
 * the log tail.
 */
export function outcomeOf(
  answer: InvocationAnswer,
  memoryMb: number,
  report: Invocation | undefined = reportsOf(answer.logTail).at(-1),
): CallOutcome {
  if (answer.functionError !== undefined) {
    const { errorType, reason } = explainFailure(answer, report)
    return {
      kind: 'failure',
      reason,
      ...(errorType === undefined ? {} : { errorType }),
      ...(report ? { invocation: report } : {}),
    }
  }
  if (!report) return { kind: 'missing' }
  return { kind: 'sample', sample: { memoryMb, cold: isCold(report), invocation: report } }
}

function isCold({ initMs, restoreMs }: Invocation): boolean {
  return initMs !== undefined || restoreMs !== undefined
}

const firstPauseMs = 200
const mostPauses = 6

/**
 * Calls once. Rejects only when the service refuses or the signal fires. A call that the service throttled did not run
 * and is not billed: it is sent again, after a longer pause each time.
 */
export async function callOnce(invoker: Invoker, target: CallTarget, signal: AbortSignal): Promise<InvocationAnswer> {
  for (let pauses = 0; ; pauses++) {
    try {
      return await invoker.invoke(target.name, target.qualifier, target.payload, signal)
    } catch (error) {
      if (!(error instanceof LensError && error.code === 'throttled') || pauses === mostPauses) throw error
      await wait(firstPauseMs * 2 ** pauses, undefined, { signal })
    }
  }
}

interface Failure {
  readonly errorType?: string
  readonly reason: string
}

const longestReason = 300

function explainFailure(answer: InvocationAnswer, report: Invocation | undefined): Failure {
  const { errorType = report?.errorType, errorMessage } = errorObject(answer.payload)
  const timedOut = /Task timed out after ([\d.]+) seconds/.exec(`${errorMessage ?? ''}\n${answer.logTail}`)
  if (timedOut) {
    return { errorType: 'Sandbox.Timedout', reason: `timed out after ${formatMs(Number(timedOut[1]) * 1000)}` }
  }
  if (errorType === 'Runtime.OutOfMemory' || (report && ranOutOfMemory(report))) {
    return { errorType: 'Runtime.OutOfMemory', reason: 'out of memory (Runtime.OutOfMemory)' }
  }
  const words = [errorType, errorMessage].filter(part => part !== undefined && part !== '').join(': ')
  return {
    ...(errorType === undefined ? {} : { errorType }),
    reason: words === '' ? 'failed without an error message' : words.slice(0, longestReason),
  }
}

function errorObject(payload: string): { errorType?: string; errorMessage?: string } {
  try {
    const value: unknown = JSON.parse(payload)
    if (typeof value !== 'object' || value === null) return {}
    return {
      ...('errorType' in value && typeof value.errorType === 'string' ? { errorType: value.errorType } : {}),
      ...('errorMessage' in value && typeof value.errorMessage === 'string'
        ? { errorMessage: value.errorMessage }
        : {}),
    }
  } catch {
    return {}
  }
}

/** Sizes differ in time and memory, not in code: only these failures can be a matter of the size. */
export function dependsOnSize(errorType: string | undefined): boolean {
  return errorType === 'Sandbox.Timedout' || errorType === 'Runtime.OutOfMemory' || errorType === 'Runtime.ExitError'
}
