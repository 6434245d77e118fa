import { createHash } from 'node:crypto'
import { access, mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { unzipSync } from 'fflate'
import { invalidParameter } from './serviceError.ts'

/** Unpacked code of a function. Functions and versions with the same zip share the folder. */
export interface CodePackage {
  /** Of the zip, in base64 as the service tells it. */
  readonly sha256: string
  /** Of the zip. */
  readonly bytes: number
  readonly folder: string
  /** Some file of it has the text `/tmp`: the function expects that folder to be its own. */
  readonly mentionsTmp: boolean
}

const MAX_UNZIPPED_BYTES = 262_144_000

/** Unpacks a zip below `root`. Throws InvalidParameterValueException for what is not a zip or too large. */
export async function unpackCode(zip: Buffer, root: string): Promise<CodePackage> {
  const hash = createHash('sha256').update(zip).digest()
  const code = { sha256: hash.toString('base64'), bytes: zip.length, folder: join(root, hash.toString('hex')) }
  const mark = `${code.folder}.mentions-tmp`
  if (await exists(code.folder)) return { ...code, mentionsTmp: await exists(mark) }
  // Written aside and renamed, so that a folder of that name is always complete.
  const draft = `${code.folder}.${process.hrtime.bigint()}`
  let mentionsTmp = false
  for (const [name, content] of Object.entries(unzip(zip))) {
    mentionsTmp ||= Buffer.from(content.buffer, content.byteOffset, content.length).includes('/tmp')
    const path = join(draft, name)
    await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true })
    if (!name.endsWith('/')) await writeFile(path, content, { mode: 0o755 })
  }
  await mkdir(draft, { recursive: true })
  if (mentionsTmp) await writeFile(mark, '')
  await rename(draft, code.folder).catch(async (error: unknown) => {
    if (!(await exists(code.folder))) throw error
  })
  return { ...code, mentionsTmp }
}

function unzip(zip: Buffer): Record<string, Uint8Array> {
  let bytes = 0
  try {
    return unzipSync(zip, {
      filter({ name, originalSize }) {
        bytes += originalSize
        if (bytes > MAX_UNZIPPED_BYTES)
          throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED_BYTES} bytes`)
        if (normalize(name).startsWith('..') || name.startsWith('/') || name.includes('\\'))
          throw invalidParameter(`The zip file has an entry outside of its root: ${name}`)
        return true
      },
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'ServiceError') throw error
    throw invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.')
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
