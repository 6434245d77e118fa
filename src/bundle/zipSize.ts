import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createDeflateRaw, deflateRaw } from 'node:zlib'

const deflate = promisify(deflateRaw)

/** Of a local header and of an entry in the directory, each with the name; of the directory's end. */
const headerBytes = 30 + 46
const endBytes = 22

/**
 * The bytes of a zip file of these files, each deflated at zlib's default level as deployment tools do, or stored where
 * that is smaller. Deflates off this thread.
 */
export async function zipSize(files: Iterable<readonly [name: string, content: Uint8Array]>): Promise<number> {
  const entries = [...files].map(async ([name, content]) =>
    entrySize(name, Math.min((await deflate(content)).length, content.length)),
  )
  return zipFileSize(await Promise.all(entries))
}

/** Files as they were when they were deflated, by path: packages hardly change. */
export type ZippedFiles = Map<string, { readonly mtimeMs: number; readonly bytes: number; readonly deflated: number }>

/** The size of a file on disk, and of its entry in a zip file as `zipSize` would count it. `known` is added to. */
export async function zippedFile(
  path: string,
  name: string,
  known: ZippedFiles,
): Promise<{ bytes: number; entryBytes: number }> {
  const { size: bytes, mtimeMs } = await stat(path)
  const before = known.get(path)
  const isSame = before?.mtimeMs === mtimeMs && before.bytes === bytes
  const deflated = isSame ? before.deflated : await deflatedBytes(path)
  known.set(path, { mtimeMs, bytes, deflated })
  return { bytes, entryBytes: entrySize(name, Math.min(deflated, bytes)) }
}

async function deflatedBytes(path: string): Promise<number> {
  let deflated = 0
  await pipeline(createReadStream(path), createDeflateRaw(), async parts => {
    for await (const part of parts) if (Buffer.isBuffer(part)) deflated += part.length
  })
  return deflated
}

/** Of a zip file with these entries. */
export function zipFileSize(entries: Iterable<number>): number {
  let sum = endBytes
  for (const bytes of entries) sum += bytes
  return sum
}

function entrySize(name: string, contentBytes: number): number {
  return headerBytes + 2 * Buffer.byteLength(name) + contentBytes
}
