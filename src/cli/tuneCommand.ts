import { describeError } from '#common/errors.ts'
import { formatMemory, formatMs, formatPercent, formatUsd } from '#common/format.ts'
import { describeObjective } from '#tuning/objective.ts'
import { makePlan, type SweepPlan } from '#tuning/plan.ts'
import { recoverUnfinished } from '#tuning/recovery.ts'
import { sweep } from '#tuning/sweep.ts'
import { connectAws, connectLab, type TuneConnection } from './connection.ts'
import type { ExitCode } from './main.ts'
import { type TuneOptions, tuneOptions } from './tuneOptions.ts'
import { type TuneReport, tuneReport } from './tuneReport.ts'

export async function tuneCommand(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const options = await tuneOptions(args)
  const connection = options.lab ? await connectLab(options.target, signal) : connectAws(options.target)
  try {
    await recover(connection, signal)
    return await tune(connection, options, signal)
  } finally {
    await connection.close()
  }
}

/** What an earlier sweep left when its process was ended is put back before anything else. */
async function recover({ journal, control }: TuneConnection, signal: AbortSignal): Promise<void> {
  for (const { message, error } of await recoverUnfinished(journal, control, signal)) {
    say(error === undefined ? message : `${message} ${describeError(error)}`)
  }
}

async function tune(connection: TuneConnection, options: TuneOptions, signal: AbortSignal): Promise<ExitCode> {
  const started = performance.now()
  const configuration = await connection.control.read(connection.functionName, signal)
  const region = connection.region ?? configuration.arn.split(':')[3] ?? ''
  const plan = makePlan(configuration, { ...options.request, region })
  sayPlan(plan)
  let told = ''
  const outcome = await sweep(
    plan,
    connection,
    ({ activity, calls }) => {
      if (activity !== '' && activity !== told) say(`${activity} (calls so far: ${calls})`)
      told = activity
    },
    signal,
  )
  const report = tuneReport(plan, outcome, configuration, performance.now() - started)
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else printTable(report, describeObjective(plan.objective))
  for (const problem of [outcome.error, outcome.restoreError]) if (problem !== undefined) say(describeError(problem))
  if (outcome.ended === 'cancelled') say('Interrupted: what was measured so far is shown.')
  const whole = outcome.ended === 'complete' || outcome.ended === 'budget'
  if (!whole || !outcome.restored) return 2
  return savesMoreThan(report, options.failIfSavingOver) ? 1 : 0
}

function savesMoreThan({ recommendation }: TuneReport, limit: number | undefined): boolean {
  return limit !== undefined && -(recommendation?.changeUsdShare ?? 0) > limit
}

function sayPlan(plan: SweepPlan): void {
  const usd =
    plan.usdMax === undefined ? 'at a price that is not known for this region' : `at most ${formatUsd(plan.usdMax)}`
  say(`${plan.callsMin} to ${plan.callsMax} calls, ${usd}.`)
  for (const sentence of plan.touches) say(sentence)
}

function printTable(report: TuneReport, objective: string): void {
  const columns = ['Memory', 'p50', 'p95', 'p99', 'USD / 1M', 'Calls']
  const rows = report.sizes.map(size => {
    if (size.p50Ms === undefined) return [formatMemory(size.memoryMb), size.reason ?? size.status]
    const { p50Ms, p95Ms = p50Ms, p99Ms = p50Ms, usdPerMillion } = size
    const usd = usdPerMillion === undefined ? 'unknown' : formatUsd(usdPerMillion)
    return [formatMemory(size.memoryMb), formatMs(p50Ms), formatMs(p95Ms), formatMs(p99Ms), usd, String(size.n)]
  })
  for (const row of [columns, ...rows]) process.stdout.write(`${row.map(cell => cell.padStart(10)).join('  ')}\n`)
  const best = report.recommendation
  if (best) {
    const certainty = `certain: ${formatPercent(best.certainty)}`
    process.stdout.write(`\n${formatMemory(best.memoryMb)}: ${objective} (${certainty})\n`)
  }
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}
