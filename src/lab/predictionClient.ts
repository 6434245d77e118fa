import { request } from 'node:http'
import { LensError } from '#common/errors.ts'
import { JsonObject } from './json.ts'
import { type Prediction, predictionPath } from './prediction.ts'
import { Signatures } from './signature.ts'
import type { Lab } from './start.ts'

export interface PredictionRequest {
  /** Without qualifier: `$LATEST` is called. */
  readonly functionName: string
  /** JSON text. */
  readonly payload: string
  /** MB. */
  readonly sizes: readonly number[]
  /** How often the function is called; the first call is cold. 2 when absent. */
  readonly calls?: number
}

/**
 * Has the lab call a function without throttling and predict its durations. Rejects with a `LensError`
 * (`prediction-refused`) when the lab refuses, as it does where it cannot sample CPU time, or does not answer.
 */
export async function predictInLab(
  lab: Pick<Lab, 'endpoint' | 'region' | 'credentials'>,
  { functionName, payload, sizes, calls }: PredictionRequest,
  signal: AbortSignal,
): Promise<Prediction> {
  const url = new URL(predictionPath(functionName), lab.endpoint)
  const body = Buffer.from(`{"payload":${payload},"sizes":${JSON.stringify(sizes)},"calls":${calls ?? 2}}`)
  const signatures = new Signatures({ ...lab.credentials, region: lab.region })
  const unsigned = { method: 'POST', target: url.pathname, headers: { host: url.host }, body }
  const headers = { ...unsigned.headers, ...signatures.headersFor(unsigned, 'lambda', Date.now()) }
  const answer = await post(url, headers, body, signal)
  const json: unknown = JSON.parse(answer.text)
  if (answer.status === 200) return json as Prediction
  const message = new JsonObject(json).string('message') ?? `It answered with status ${answer.status}.`
  throw refused(message)
}

function post(url: URL, headers: Record<string, string>, body: Buffer, signal: AbortSignal) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, signal }, answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      answer.on('error', reject)
    })
    sent.on('error', error => reject(signal.aborted ? error : refused(error.message, error)))
    sent.end(body)
  })
}

function refused(message: string, cause?: unknown): LensError {
  const remedy = 'Measure the sizes instead, or predict on Linux.'
  return new LensError('prediction-refused', `The lab did not predict: ${message}`, remedy, cause)
}
