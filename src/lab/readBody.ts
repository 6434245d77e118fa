import type { IncomingMessage } from 'node:http'

/** The whole body, or undefined when it is larger than `maxBytes` (the rest is then read and dropped). */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
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
