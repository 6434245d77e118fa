import { describeError } from '#common/errors.ts'
import { formatMemory, formatMs, formatPercent, formatUsd } from '#common/format.ts'
import type { FunctionConfiguration } from '#tuning/functionControl.ts'
import { sweepRecord } from '#tuning/history.ts'
import { makePlan, type PlanRequest, type SweepPlan } from '#tuning/plan.ts'
import { recoverUnfinished } from '#tuning/recovery.ts'
import { sweep, type SweepOutcome, type SweepProgress } from '#tuning/sweep.ts'
import { type ComparisonReport, comparisonReport, describeComparison } from './comparisonReport.ts'
import { type AppliedReport, type ApplyTarget, applyRecommendation, undoLastApplication } from './applyCommand.ts'
import { connectAws, connectLab, type TuneConnection } from './connection.ts'
import { deployedRequest } from './deployedTuning.ts'
import { predictCurve, predictionLimits, splitByMachine } from './labPrediction.ts'
import type { ExitCode } from './main.ts'
import { importPowerTuning, tuneByStateMachine } from './powerTuningReport.ts'
import { hooksOf } from './tuneCalling.ts'
import { type TuneOptions, tuneOptions } from './tuneOptions.ts'
import { type TuneReport, tuneReport } from './tuneReport.ts'

export async function tuneCommand(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const options = await tuneOptions(args)
  if (options.import !== undefined) {
    return conclude(await importPowerTuning(options.import, options.request.objective), options)
  }
  const connection = options.lab ? await connectLab(options.target, signal) : connectAws(options.target)
  try {
    const { arn } = await connection.control.read(connection.functionName, signal)
    await recover(connection, regionOf(arn), signal)
    if (options.undo && connection.source === 'aws') {
      say(await undoLastApplication(connection, arn, signal))
      return 0
    }
    return await tune(connection, options, signal)
  } finally {
    await connection.close()
  }
}

/** What an earlier sweep left when its process was ended is put back before anything else. */
async function recover({ journal, control }: TuneConnection, region: string, signal: AbortSignal): Promise<void> {
  const isReached = (arn: string) => regionOf(arn) === region
  for (const { message, error } of await recoverUnfinished(journal, control, isReached, signal)) {
    say(error === undefined ? message : `${message} ${describeError(error)}`)
  }
}

async function tune(connection: TuneConnection, options: TuneOptions, signal: AbortSignal): Promise<ExitCode> {
  const started = performance.now()
  const configuration = await connection.control.read(connection.functionName, signal)
  const request = await requestFor(connection, configuration, options, signal)
  const whole = makePlan(configuration, request)
  const { measurable, predicted } =
    connection.source === 'lab' && !options.predict
      ? await splitByMachine(connection.predict, connection.functionName, whole, signal)
      : { measurable: whole.sizes, predicted: [] }
  if (connection.source === 'lab' && (options.predict || measurable.length === 0)) {
    sayPlan({ ...whole, ...predictionLimits, touches: ['Calls the function without throttling, and changes nothing.'] })
    const { predict, functionName } = connection
    const { report } = await predictCurve(predict, functionName, whole, configuration.memoryMb, signal)
    return conclude(report, options)
  }
  if (connection.source === 'aws' && options.stateMachine) {
    const report = await tuneByStateMachine(connection, configuration, whole, options.request, say, signal)
    const code = conclude(report, options)
    return report.restored ? code : 2
  }
  const plan = makePlan(configuration, { ...request, sizes: measurable })
  sayPlan(plan)
  const outcome = await sweep(plan, connection, progressTeller(), signal)
  const measured = tuneReport(plan, outcome, configuration.memoryMb, performance.now() - started)
  const comparison = await keep(connection, plan, outcome, configuration, measured.recommendation?.memoryMb)
  const isWhole = (outcome.ended === 'complete' || outcome.ended === 'budget') && outcome.restored
  const toMb = isWhole ? measured.recommendation?.memoryMb : undefined
  const recommended = toMb === undefined ? undefined : { connection, plan, configuration, toMb }
  const applied = await tryToApply(options.apply, recommended, signal)
  const sizes = [...measured.sizes, ...predicted].sort((a, b) => a.memoryMb - b.memoryMb)
  const report = {
    ...measured,
    plan: { ...measured.plan, sizes: whole.sizes },
    sizes,
    ...(options.compare ? { comparison: comparison ?? null } : {}),
    ...(applied.report === undefined ? {} : { applied: applied.report }),
  }
  print(report, options)
  if (options.compare) sayComparison(comparison)
  const problems = [outcome.error, outcome.restoreError, applied.error]
  for (const problem of problems) if (problem !== undefined) say(describeError(problem))
  if (outcome.ended === 'cancelled') say('Interrupted: what was measured so far is shown.')
  if (!isWhole || applied.error !== undefined) return 2
  return gate(report, options.failIfSavingOver)
}

/** What was measured is told, whether it could be applied or not. */
async function tryToApply(
  to: ApplyTarget | undefined,
  recommended: Parameters<typeof applyRecommendation>[1] | undefined,
  signal: AbortSignal,
): Promise<{ readonly report?: AppliedReport; readonly error?: unknown }> {
  if (!to || !recommended) return {}
  try {
    return { report: await applyRecommendation(to, recommended, say, signal) }
  } catch (error) {
    return { error }
  }
}

/** What the user asked for, and what the function asks for. */
async function requestFor(
  connection: TuneConnection,
  configuration: FunctionConfiguration,
  options: TuneOptions,
  signal: AbortSignal,
): Promise<PlanRequest> {
  const hooks = hooksOf(options.hooks, connection.invoker)
  const request = { ...options.request, calling: { ...options.request.calling, hooks } }
  if (connection.source === 'lab') return { ...request, region: 'lab' }
  const chosen = { way: options.request.way, yes: options.yes }
  const deployed = await deployedRequest(connection, configuration, chosen, say, signal)
  return { ...request, ...deployed, region: regionOf(configuration.arn) }
}

function progressTeller(): (progress: SweepProgress) => void {
  let told = ''
  let notes = 0
  return progress => {
    const { activity, calls } = progress
    for (const note of progress.notes?.slice(notes) ?? []) say(note)
    notes = progress.notes?.length ?? 0
    if (activity !== '' && activity !== told) say(`${activity} (calls so far: ${calls})`)
    told = activity
  }
}

/** Adds the sweep to the history of the function, and compares it with the last one there. */
async function keep(
  connection: TuneConnection,
  plan: SweepPlan,
  outcome: SweepOutcome,
  configuration: FunctionConfiguration,
  recommendedMb: number | undefined,
): Promise<ComparisonReport | undefined> {
  const key = connection.source === 'lab' ? connection.functionKey : plan.functionArn
  const record = sweepRecord(plan, outcome, configuration, recommendedMb, key)
  const [last] = await connection.history.sweeps(key)
  try {
    await connection.history.addSweep(record)
  } catch (error) {
    say(`The sweep could not be added to the history: ${describeError(error)}`)
  }
  return last && comparisonReport(last, record)
}

function sayComparison(comparison: ComparisonReport | undefined): void {
  say(comparison ? describeComparison(comparison) : 'There is no earlier sweep of the function to compare with.')
}

function conclude(report: TuneReport, options: TuneOptions): ExitCode {
  print(report, options)
  return gate(report, options.failIfSavingOver)
}

function print(report: TuneReport, options: TuneOptions): void {
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else printTable(report)
}

/** A budget that cannot be judged is not kept silently. */
function gate({ recommendation }: TuneReport, limit: number | undefined): ExitCode {
  if (limit === undefined) return 0
  const change = recommendation?.changeUsdShare
  if (change !== undefined) return -change > limit ? 1 : 0
  say('What could be saved is not known: add the present memory to --sizes. (saving-unknown)')
  return 2
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? ''
}

function sayPlan(plan: SweepPlan): void {
  const usd =
    plan.usdMax === undefined ? 'at a price that is not known for this region' : `at most ${formatUsd(plan.usdMax)}`
  say(`${plan.callsMin} to ${plan.callsMax} calls, ${usd}.`)
  for (const sentence of plan.touches) say(sentence)
}

function printTable(report: TuneReport): void {
  const columns = ['Memory', 'p50', 'p95', 'p99', 'USD / 1M', 'Calls']
  const rows = report.sizes.map(size => {
    const { p50Ms, p95Ms = p50Ms, p99Ms = p50Ms, meanMs, usdPerMillion } = size
    const usd = usdPerMillion === undefined ? 'unknown' : formatUsd(usdPerMillion)
    if (p50Ms === undefined || p95Ms === undefined || p99Ms === undefined) {
      const means = [`mean ${formatMs(meanMs ?? 0)}`, '', '', usd, ...(size.measured ? [] : ['predicted'])]
      const figures = meanMs === undefined ? [size.reason ?? size.status] : means
      return [formatMemory(size.memoryMb), ...figures]
    }
    const n = size.measured ? String(size.n) : 'predicted'
    return [formatMemory(size.memoryMb), formatMs(p50Ms), formatMs(p95Ms), formatMs(p99Ms), usd, n]
  })
  for (const row of [columns, ...rows]) process.stdout.write(`${row.map(cell => cell.padStart(10)).join('  ')}\n`)
  const best = report.recommendation
  if (best) {
    const certainty = best.certainty === undefined ? '' : ` (certain: ${formatPercent(best.certainty)})`
    process.stdout.write(`\n${formatMemory(best.memoryMb)}: ${best.words}${certainty}\n`)
  }
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}
