import type { IncomingMessage } from 'node:http'

/**
 * The whole body, or undefined when it is larger than `maxBytes` (the rest is then read and dropped). Where `onChunk`
 * takes it piece by piece, waiting for it each time, what is returned is empty.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  onChunk?: (chunk: Buffer) => Promise<void>,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  if (onChunk) {
    for await (const chunk of request) {
      bytes += chunk.length
      if (bytes <= maxBytes) await onChunk(chunk)
    }
    return bytes <= maxBytes ? Buffer.alloc(0) : undefined
  }
  return await new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => resolve(bytes <= maxBytes ? Buffer.concat(chunks) : undefined))
    request.on('error', reject)
    request.on('close', () => reject(new Error('The request was cut off.')))
  })
}
