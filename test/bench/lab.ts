import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { LensError } from '#common/errors.ts'
import type { LimiterName } from '#lab/limiter.ts'
import { TestLab } from '../unit/lab/testLab.ts'
import { measureConcurrency, measureThousandCalls } from './lab/endurance.ts'
import { measureFidelity } from './lab/fidelity.ts'
import { percent, say } from './lab/figures.ts'
import { measureColdStart, measureWarmOverhead } from './lab/overhead.ts'
import { measurePrediction } from './lab/prediction.ts'
import { takeRightOfWay } from './lab/priority.ts'

const LIMITERS: readonly LimiterName[] = ['none', 'cgroup2', 'cgroup1', 'stop-loop']

/**
 * How true the lab is: `node test/bench/lab.ts [--json] [--calls 15] [--seconds 60] [--only fidelity,warm,…]
 * [--limiters cgroup1,…]`. Durations
 * are compared with the CPU time that the same call used, divided by its share: so other work on the machine shifts
 * both alike, as far as it can. The limiter `none` is the control: its errors are those of a loaded machine.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    calls: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '60' },
    only: { type: 'string' },
    limiters: { type: 'string', default: 'none,cgroup2,cgroup1,stop-loop' },
  },
})
/** Whether other work on the machine had to wait. */
let hasRightOfWay = false
const calls = Number(values.calls)
const only = values.only?.split(',')
const limiters = LIMITERS.filter(name => values.limiters.split(',').includes(name))

const document = {
  node: process.version,
  cores: availableParallelism(),
  calls,
  loadAverageBefore: loadavg().map(load => Number(load.toFixed(2))),
  fidelity: await part('fidelity', fidelity),
  warm: await part('warm', () => withLab(lab => measureWarmOverhead(lab, calls))),
  cold: await part('cold', () => withLab(lab => measureColdStart(lab, calls))),
  thousand: await part('thousand', () => withLab(measureThousandCalls)),
  concurrency: await part('concurrency', () => withLab(lab => measureConcurrency(lab, 50, Number(values.seconds)))),
  prediction: await part('prediction', () => withLab(lab => measurePrediction(lab, Math.min(calls, 7)))),
  targets: {
    fidelity:
      'median error within 5 % by control groups, 10 % by the stop loop; at 128 MB 12 % and 15 %; waiting within 3 %',
    warm: 'overhead under 3 ms',
    cold: 'ratio under 1.3',
    prediction: 'median error under 4 %, worst under 10 %',
  },
  hasRightOfWay,
  loadAverageAfter: loadavg().map(load => Number(load.toFixed(2))),
}
process.stdout.write(values.json ? `${JSON.stringify(document, undefined, 2)}\n` : `${describe()}\n`)

/** Undefined when it was not asked for; then it is not in the JSON either. */
async function part<T>(name: string, measure: () => Promise<T>): Promise<T | undefined> {
  return only && !only.includes(name) ? undefined : await measure()
}

async function withLab<T>(use: (lab: TestLab) => Promise<T>, limiter?: LimiterName): Promise<T> {
  const lab = await TestLab.start(limiter ? { limiter } : {})
  hasRightOfWay = takeRightOfWay(lab.lab.pid)
  try {
    return await use(lab)
  } finally {
    await lab.stop()
  }
}

async function fidelity() {
  const results = []
  for (const limiter of limiters) {
    const measured = await withLab(lab => measureFidelity(lab, calls), limiter).catch((error: unknown) => {
      if (error instanceof LensError && error.message.includes('limiter')) return undefined
      throw error
    })
    if (measured) results.push({ limiter, isAvailable: true, ...measured })
    else {
      say(`${limiter}: not on this machine`)
      results.push({ limiter, isAvailable: false })
    }
  }
  return results
}

function describe(): string {
  const { warm, cold, thousand, concurrency, prediction } = document
  const lines = (document.fidelity ?? []).flatMap(result => {
    if (!('cpu' in result)) return [`${result.limiter}: not on this machine`]
    const cpu = result.cpu.map(size => `  ${size.memoryMb} MB: ${percent(size.error)}, CV ${percent(size.cv)}`)
    const gains = result.gainAbove1769.map(gain => `${gain.threads} threads at ${gain.memoryMb} MB ${gain.ratio}×`)
    return [result.limiter, ...cpu, `  waiting ${result.waiting.ratio}×; ${gains.join(', ')} as fast as at 1769 MB`]
  })
  if (warm)
    lines.push(
      `warm call: ${warm.overheadMs} ms beside the function, ${warm.emptyServerMs} ms of it the client's (${warm.ratio}×); after a pause ${warm.afterPauseMs} ms`,
    )
  if (cold)
    lines.push(
      `cold start: ${cold.coldStartMs} ms, node -e 0 ${cold.bareNodeMs} ms (${cold.ratio}×); the whole call ${cold.callMs} ms`,
    )
  if (thousand)
    lines.push(
      `${thousand.calls} calls: files ${thousand.files.before} → ${thousand.files.after}, processes ${thousand.processes.before} → ${thousand.processes.after}, memory ${thousand.residentMb.join(' → ')} MB`,
    )
  if (concurrency)
    lines.push(
      `${concurrency.most} at once for ${concurrency.seconds} s: ${concurrency.calls} calls, ${concurrency.environments} environments, ${concurrency.errors} errors`,
    )
  if (prediction)
    lines.push(
      `prediction: median error ${percent(prediction.medianError)}, worst ${percent(prediction.worstError)}; at the same CPU time ${percent(prediction.medianErrorAtSameCpu)}, worst ${percent(prediction.worstErrorAtSameCpu)}`,
    )
  return [
    ...lines,
    `load ${document.loadAverageBefore.join(' ')} before, ${document.loadAverageAfter.join(' ')} after`,
  ].join('\n')
}
