import { availableParallelism } from 'node:os'
import { PublishVersionCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import type { PredictedCall } from '#lab/prediction.ts'
import { predictInLab } from '#lab/predictionClient.ts'
import { figure, type TestLab } from '../../unit/lab/testLab.ts'
import { median, round, say, variation } from './figures.ts'
import { cpuMsOf, type SampleFunction, sampleFunctions } from './sampleFunctions.ts'

const sizes = [256, 512, 1024, 1769, 3008].filter(memoryMb => memoryMb <= availableParallelism() * 1769)
/** The compiler's work on a new environment is over by then, or nearly: both sides are compared in that state. */
const warmUps = 4

/** A prediction and the throttled run after it, at one size. */
interface Pair {
  readonly predictedMs: number
  readonly measuredMs: number
  /** The prediction for a call with the CPU time of the run: what the speed of the machine did to it is taken out. */
  readonly sameCpuMs: number
}

/**
 * Curves predicted from one call of each sample function, against throttled runs of the same function. In rounds, each
 * of one prediction and one run a size, since the speed of a shared machine changes from one minute to the next.
 */
export async function measurePrediction(lab: TestLab, rounds: number) {
  const cells = []
  for (const sample of await sampleFunctions()) {
    say(`${sample.name}: ${rounds} times one call unthrottled, and one at each of ${sizes.join(', ')} MB`)
    const versions = await publishSizes(lab, sample)
    const pairs = new Map([...versions.keys()].map(memoryMb => [memoryMb, [] as Pair[]]))
    for (let n = 0; n < rounds; n++) {
      const call = await predict(lab, sample)
      for (const [memoryMb, version] of versions) {
        const { report, log } = await lab.call(`${sample.name}:${version}`, sample.event)
        pairs.get(memoryMb)?.push(pairOf(call, memoryMb, figure(report, 'Duration'), cpuMsOf(log)))
      }
    }
    for (const [memoryMb, ofSize] of pairs) {
      const ratio = round(median(ofSize.map(pair => pair.predictedMs / pair.measuredMs)))
      const cell = {
        name: sample.name,
        memoryMb,
        predictedMs: round(median(ofSize.map(pair => pair.predictedMs))),
        measuredMs: round(median(ofSize.map(pair => pair.measuredMs))),
        ratio,
        error: round(ratio - 1),
        errorAtSameCpu: round(median(ofSize.map(pair => pair.sameCpuMs / pair.measuredMs)) - 1),
        cvMeasured: round(variation(ofSize.map(pair => pair.measuredMs))),
      }
      say(JSON.stringify(cell))
      cells.push(cell)
    }
  }
  const errors = cells.map(({ error }) => Math.abs(error))
  const sameCpu = cells.map(({ errorAtSameCpu }) => Math.abs(errorAtSameCpu))
  return {
    medianError: round(median(errors)),
    worstError: round(Math.max(...errors)),
    medianErrorAtSameCpu: round(median(sameCpu)),
    worstErrorAtSameCpu: round(Math.max(...sameCpu)),
    cells,
  }
}

/** What a ms more of CPU would add is what the present ones do: all but the waiting, divided by them. */
function pairOf(
  { durationMs, cpuMs, sizes }: PredictedCall,
  memoryMb: number,
  measuredMs: number,
  usedMs: number,
): Pair {
  const predictedMs = sizes.find(size => size.memoryMb === memoryMb)?.durationMs ?? Number.NaN
  const idleMs = Math.max(0, Math.min(durationMs, ...sizes.map(size => size.durationMs)) - cpuMs)
  return { predictedMs, measuredMs, sameCpuMs: predictedMs + ((usedMs - cpuMs) * (predictedMs - idleMs)) / cpuMs }
}

/** One version a size, by memory, those that the function runs at; each has been called some times. */
async function publishSizes(lab: TestLab, { name, zip, runtime, handler, timeoutSeconds, event }: SampleFunction) {
  const settings = { Runtime: runtime as 'nodejs24.x', Handler: handler, Timeout: Math.max(30, timeoutSeconds) }
  await lab.create(name, {}, { ...settings, MemorySize: 128, Code: { ZipFile: zip } })
  const versions = new Map<number, string>()
  for (const memoryMb of sizes) {
    await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, MemorySize: memoryMb }))
    await lab.settled(name)
    const { Version: version = '' } = await lab.lambda.send(new PublishVersionCommand({ FunctionName: name }))
    const { error } = await lab.call(`${name}:${version}`, event)
    // Some need more memory than the smallest sizes have.
    if (error !== undefined) continue
    for (let n = 1; n < warmUps; n++) await lab.call(`${name}:${version}`, event)
    versions.set(memoryMb, version)
  }
  return versions
}

async function predict(lab: TestLab, { name, event }: SampleFunction) {
  const request = { functionName: name, payload: JSON.stringify(event), sizes, calls: warmUps + 1 }
  const { calls, failure } = await predictInLab(lab.lab, request, new AbortController().signal)
  if (failure) throw new Error(`${name} failed: ${failure.payload}`)
  const last = calls.at(-1)
  if (!last) throw new Error(`${name} was not called.`)
  return last
}
