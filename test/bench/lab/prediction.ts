import { availableParallelism } from 'node:os'
import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { predictInLab } from '#lab/predictionClient.ts'
import { figure, type TestLab } from '../../unit/lab/testLab.ts'
import { median, round, say, variation } from './figures.ts'
import { sampleFunctions } from './sampleFunctions.ts'

const sizes = [256, 512, 1024, 1769, 3008].filter(memoryMb => memoryMb <= availableParallelism() * 1769)

/** The compiler's work on a new environment is over by then, or nearly: both sides are compared in that state. */
const warmUps = 4

/** Curves predicted from one call of each sample function, against throttled runs of the same function. */
export async function measurePrediction(lab: TestLab, calls: number) {
  const cells = []
  for (const { name, zip, runtime, handler, timeoutSeconds, event } of await sampleFunctions()) {
    say(`${name}: one call unthrottled, then ${calls} at each of ${sizes.join(', ')} MB`)
    const settings = { Runtime: runtime as 'nodejs24.x', Handler: handler, Timeout: Math.max(30, timeoutSeconds) }
    await lab.create(name, {}, { ...settings, MemorySize: 1769, Code: { ZipFile: zip } })
    const request = { functionName: name, payload: JSON.stringify(event), sizes, calls: warmUps + 1 }
    const { calls: predicted, failure } = await predictInLab(lab.lab, request, new AbortController().signal)
    if (failure) throw new Error(`${name} failed: ${failure.payload}`)
    const warm = predicted.at(-1)
    for (const { memoryMb, durationMs } of warm?.sizes ?? []) {
      await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, MemorySize: memoryMb }))
      await lab.settled(name)
      const first = await lab.call(name, event)
      // Some need more memory than the smallest sizes have.
      if (first.error) continue
      for (let n = 1; n < warmUps; n++) await lab.call(name, event)
      const measured = []
      for (let n = 0; n < calls; n++) measured.push(figure((await lab.call(name, event)).report, 'Duration'))
      const measuredMs = median(measured)
      const error = round(durationMs / measuredMs - 1)
      const cell = { name, memoryMb, predictedMs: round(durationMs), measuredMs, error, cv: round(variation(measured)) }
      say(JSON.stringify(cell))
      cells.push(cell)
    }
  }
  const errors = cells.map(({ error }) => Math.abs(error))
  return { medianError: round(median(errors)), worstError: round(Math.max(...errors)), cells }
}
