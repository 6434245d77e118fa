import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import type { CallOutcome } from './environment.ts'
import { eventMessage } from './eventStream.ts'

/**
 * The body of InvokeWithResponseStream's answer: the response piece by piece as the function writes it, in one piece
 * where the function does not stream, and an event of how the call ended. Rejects when the call is refused before
 * anything came.
 */
export async function streamedAnswer(
  invoke: (onChunk: (chunk: Buffer) => Promise<void>) => Promise<CallOutcome>,
  withLog: boolean,
): Promise<Readable> {
  const stream = new PassThrough()
  const send = async (chunk: Buffer) => {
    const isTaken = stream.write(eventMessage('PayloadChunk', 'application/octet-stream', chunk))
    // Who reads slowly holds the function up; who has gone does not.
    if (!isTaken && !stream.destroyed) await Promise.race([once(stream, 'drain'), once(stream, 'close')])
  }
  let begin = () => {}
  const begun = new Promise<void>(resolve => {
    begin = resolve
  })
  const outcome = invoke(async chunk => {
    begin()
    await send(chunk)
  })
  const ended = outcome.then(async result => {
    if (!result.functionError && result.payload.length > 0) await send(result.payload)
    stream.end(eventMessage('InvokeComplete', 'application/json', completion(result, withLog)))
  })
  // A refusal before anything came is the caller's answer, and the race tells it.
  ended.catch(() => stream.destroy())
  await Promise.race([begun, outcome])
  return stream
}

function completion({ functionError, payload, logTail }: CallOutcome, withLog: boolean): Buffer {
  const end = {
    ...(functionError === undefined ? {} : { ErrorCode: functionError, ErrorDetails: payload.toString() }),
    ...(withLog ? { LogResult: logTail.toString('base64') } : {}),
  }
  return Buffer.from(JSON.stringify(end))
}
