import { readFile } from 'node:fs/promises'
import { LensError } from '#common/errors.ts'
import { formatQuantity } from '#common/format.ts'
import type { Pricing } from '#tuning/estimate.ts'
import type { FunctionConfiguration } from '#tuning/functionControl.ts'
import { isLimited, type Objective, objectiveText } from '#tuning/objective.ts'
import type { SweepPlan } from '#tuning/plan.ts'
import { fewestCalls, type PowerTuningResult, readPowerTuning } from '#tuning/powerTuning.ts'
import { describeRecommendation, recommend } from '#tuning/recommend.ts'
import type { Sample } from '#tuning/sample.ts'
import { addUsd, worstCallUsd } from '#tuning/spending.ts'
import { sweepByStateMachine } from '#tuning/stateMachine.ts'
import type { DeployedConnection } from './connection.ts'
import type { TuneReport } from './tuneReport.ts'

const defaultCalls = 10

/** Has a deployed state machine of AWS Lambda Power Tuning measure the function. `say` is told what it does. */
export async function tuneByStateMachine(
  { machines, control }: DeployedConnection,
  configuration: FunctionConfiguration,
  plan: SweepPlan,
  limits: { readonly maxCalls?: number; readonly maxUsd?: number },
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<TuneReport> {
  const started = performance.now()
  const calls = callsPerSize(plan, limits.maxCalls)
  const usdMax = worstUsd(plan, configuration, calls)
  if (limits.maxUsd !== undefined && !(usdMax !== undefined && usdMax <= limits.maxUsd)) throw tooDear()
  say(
    `The state machine makes ${formatQuantity(calls * plan.sizes.length, 'call')}, and publishes versions with aliases.`,
  )
  say('It puts the function back itself. Once started it goes on to its end, also where this command is interrupted.')
  const { result, restored } = await sweepByStateMachine(plan, calls, { machines, control }, say, signal)
  if (!restored)
    say('The state machine did not leave the function as it was: look at its memory, versions and aliases.')
  return report(result, {
    objective: plan.objective,
    pricing: plan.pricing,
    calls,
    currentMb: configuration.memoryMb,
    ...(usdMax === undefined ? {} : { usdMax }),
    restored,
    elapsedMs: performance.now() - started,
  })
}

/** A result that was got elsewhere: a file, or the link of its picture. Nothing is called. */
export async function importPowerTuning(source: string, objective: Objective): Promise<TuneReport> {
  const text = /^https?:/.test(source) ? source : await readText(source)
  // Which of its sizes is best does not depend on the price of a GB-second.
  const pricing: Pricing = { architecture: 'x86_64', ephemeralStorageMb: 512, region: 'us-east-1' }
  return report(readPowerTuning(text), { objective, pricing, calls: 0, restored: true, elapsedMs: 0 })
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new LensError(
      'no-file',
      `The result ${file} cannot be read.`,
      'Give the path of a JSON file, or a link.',
      cause,
    )
  }
}

function callsPerSize({ sizes }: SweepPlan, maxCalls: number | undefined): number {
  const calls = Math.min(defaultCalls, Math.floor((maxCalls ?? Number.POSITIVE_INFINITY) / sizes.length))
  if (calls >= fewestCalls) return calls
  throw new LensError(
    'budget-too-small',
    `The state machine calls each size ${fewestCalls} times at least.`,
    `Allow ${fewestCalls * sizes.length} calls, or name fewer sizes.`,
  )
}

function worstUsd({ sizes, pricing }: SweepPlan, { timeoutSeconds }: FunctionConfiguration, calls: number) {
  const usd = addUsd(...sizes.map(size => worstCallUsd(size, { timeoutSeconds, cold: true }, pricing)))
  return usd && usd * calls
}

function tooDear(): LensError {
  return new LensError(
    'budget-too-small',
    'The calls of the state machine may cost more than --max-usd allows, and once started it keeps no limit.',
    'Allow more, name fewer sizes, or tune by --versions or --clone.',
  )
}

interface ReportFacts {
  readonly objective: Objective
  readonly pricing: Pricing
  /** A size; 0 where it is not known. */
  readonly calls: number
  readonly currentMb?: number
  readonly usdMax?: number
  readonly restored: boolean
  readonly elapsedMs: number
}

/** Means alone are known: no percentiles, intervals and certainty. */
function report({ sizes, usd }: PowerTuningResult, facts: ReportFacts): TuneReport {
  const { objective, pricing, calls, currentMb, usdMax, restored, elapsedMs } = facts
  if (isLimited(objective)) {
    throw new LensError('bad-objective', 'The result has means alone, and no p99.', 'Choose another objective.')
  }
  const best = recommend(sizes.flatMap(asSamples), objective, pricing)
  const all = calls * sizes.length
  return {
    plan: { sizes: sizes.map(size => size.memoryMb), callsMin: all, callsMax: all, ...(usdMax ? { usdMax } : {}) },
    sizes: sizes.map(size => ({ ...unknownFigures, ...size, n: calls, usdPerMillion: size.usd * 1e6 })),
    recommendation: best
      ? {
          memoryMb: best.memoryMb,
          objective: objectiveText(best.objective),
          words: describeRecommendation(best),
          limitKept: best.limitKept,
          ...change(sizes, currentMb, best.memoryMb),
        }
      : null,
    calls: all,
    ...(usd === undefined ? {} : { usd }),
    ended: 'complete',
    restored,
    elapsedMs: Math.round(elapsedMs),
  }
}

const unknownFigures = {
  measured: true,
  p50Ms: undefined,
  p95Ms: undefined,
  p99Ms: undefined,
  billedMeanMs: undefined,
  interval: undefined,
  coldP50Ms: undefined,
  peakMemoryMb: undefined,
  errors: 0,
  status: 'ok',
  reason: undefined,
} as const

/** A mean is as good as the calls that it is of. */
function asSamples({ memoryMb, meanMs }: PowerTuningResult['sizes'][number]): Sample[] {
  const figures = { durationMs: meanMs, billedMs: meanMs, memoryMb, maxMemoryUsedMb: 0 }
  const sample: Sample = { memoryMb, cold: false, invocation: { ...figures, requestId: 'mean', status: 'success' } }
  return Array.from({ length: defaultCalls }, () => sample)
}

/** Of means: medians are not known. */
function change(sizes: PowerTuningResult['sizes'], fromMb: number | undefined, toMb: number) {
  const from = sizes.find(size => size.memoryMb === fromMb)
  const to = sizes.find(size => size.memoryMb === toMb)
  if (!from || !to) return {}
  return {
    changeMs: to.meanMs - from.meanMs,
    changeUsdPerMillion: (to.usd - from.usd) * 1e6,
    changeUsdShare: to.usd / from.usd - 1,
  }
}
