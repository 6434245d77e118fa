import { availableParallelism } from 'node:os'
import { PublishVersionCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { predictInLab } from '#lab/predictionClient.ts'
import { figure, type TestLab } from '../../unit/lab/testLab.ts'
import { median, round, say, variation } from './figures.ts'
import { type SampleFunction, sampleFunctions } from './sampleFunctions.ts'

const sizes = [256, 512, 1024, 1769, 3008].filter(memoryMb => memoryMb <= availableParallelism() * 1769)
/** The compiler's work on a new environment is over by then, or nearly: both sides are compared in that state. */
const warmUps = 4

/**
 * Curves predicted from one call of each sample function, against throttled runs of the same function. In rounds, each
 * of one prediction and one run a size, since the speed of a shared machine changes from one minute to the next.
 */
export async function measurePrediction(lab: TestLab, rounds: number) {
  const cells = []
  for (const sample of await sampleFunctions()) {
    say(`${sample.name}: ${rounds} times one call unthrottled, and one at each of ${sizes.join(', ')} MB`)
    const versions = await publishSizes(lab, sample)
    const measured = new Map([...versions.keys()].map(memoryMb => [memoryMb, [] as number[]]))
    const predicted = new Map([...versions.keys()].map(memoryMb => [memoryMb, [] as number[]]))
    for (let n = 0; n < rounds; n++) {
      for (const { memoryMb, durationMs } of await predict(lab, sample)) predicted.get(memoryMb)?.push(durationMs)
      for (const [memoryMb, version] of versions) {
        const { report } = await lab.call(`${sample.name}:${version}`, sample.event)
        measured.get(memoryMb)?.push(figure(report, 'Duration'))
      }
    }
    for (const memoryMb of versions.keys()) {
      const [ours = [], theirs = []] = [predicted.get(memoryMb), measured.get(memoryMb)]
      const ratio = round(median(ours.map((durationMs, n) => durationMs / (theirs[n] ?? Number.NaN))))
      const [predictedMs, measuredMs] = [round(median(ours)), round(median(theirs))]
      const cvs = { cvPredicted: round(variation(ours)), cvMeasured: round(variation(theirs)) }
      const cell = { name: sample.name, memoryMb, predictedMs, measuredMs, ratio, error: round(ratio - 1), ...cvs }
      say(JSON.stringify(cell))
      cells.push(cell)
    }
  }
  const errors = cells.map(({ error }) => Math.abs(error))
  return { medianError: round(median(errors)), worstError: round(Math.max(...errors)), cells }
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
  return calls.at(-1)?.sizes ?? []
}
