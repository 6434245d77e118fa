import { LensError } from '#common/errors.ts'
import { reportsOf } from '#telemetry/report.ts'
import { type ChangeEffect, changeEffect, type EnvironmentCalls } from '#tuning/changeEffect.ts'
import type { LabFunction, LabFunctions } from './labFunctions.ts'

/** A handler's file before and after a fix; neither is written to the disk. */
export interface MeasuredChange {
  readonly target: LabFunction
  readonly before: string
  readonly after: string
  /** JSON text. */
  readonly payload: string
}

const rounds = 6
const warmCalls = 8
/** Slow functions have fewer environments, but never fewer than this many. */
const fewestRounds = 3
const enoughMs = 45_000

/**
 * Runs a handler before and after a change in the lab, in turns, each round in a new environment. Throws a
 * `LensError`: `handler-failed` where one of both does not answer, and what deploying throws.
 */
export async function measureChange(
  { target, before, after, payload }: MeasuredChange,
  lab: LabFunctions,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ChangeEffect> {
  const variants = [
    { name: 'before', text: before, calls: [] as EnvironmentCalls[] },
    { name: 'after', text: after, calls: [] as EnvironmentCalls[] },
  ]
  const startedMs = performance.now()
  for (let round = 0; round < rounds; round++) {
    if (round >= fewestRounds && performance.now() - startedMs > enoughMs) break
    // Whichever goes first may find the machine busier.
    for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
      const functionName = await lab.deployVariant(target, { ...variant, round }, signal)
      variant.calls.push(await callEnvironment(functionName, variant.name, payload, lab, signal))
    }
    onProgress((round + 1) / rounds)
  }
  const [was, is] = variants
  return changeEffect(was?.calls ?? [], is?.calls ?? [])
}

async function callEnvironment(
  functionName: string,
  variant: string,
  payload: string,
  lab: LabFunctions,
  signal: AbortSignal,
): Promise<EnvironmentCalls> {
  const { invoker } = await lab.connection()
  const durationsMs: number[] = []
  let initMs: number | undefined
  let maxMemoryUsedMb = 0
  for (let call = 0; call <= warmCalls; call++) {
    const answer = await invoker.invoke(functionName, '$LATEST', payload, signal)
    if (answer.functionError !== undefined) {
      throw new LensError(
        'handler-failed',
        `The handler ${variant} the fix fails in the lab: ${errorOf(answer.payload)}`,
        'A fix can be measured where the handler answers: choose another payload, or run it in the lab first.',
      )
    }
    const report = reportsOf(answer.logTail).at(-1)
    if (!report) continue
    if (report.initMs === undefined) durationsMs.push(report.durationMs)
    else initMs = report.initMs
    maxMemoryUsedMb = Math.max(maxMemoryUsedMb, report.maxMemoryUsedMb)
  }
  return { durationsMs, maxMemoryUsedMb, ...(initMs !== undefined && { initMs }) }
}

function errorOf(payload: string): string {
  try {
    const { errorMessage }: { errorMessage?: unknown } = JSON.parse(payload)
    return String(errorMessage)
  } catch {
    return 'it does not answer.'
  }
}
