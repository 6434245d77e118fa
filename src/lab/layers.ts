import { createHash } from 'node:crypto'
import { cp, readdir, rename, rm, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LensError } from '#common/errors.ts'
import { invalidParameter } from './serviceError.ts'

interface Layer {
  /** As the request named it. */
  readonly arn: string
  /** Unzipped: the lab's layers are folders. */
  readonly bytes: number
}

/** The layers of a function, in order, and the folder that has the files of all of them: what Lambda shows as /opt. */
export interface LayerSet {
  readonly layers: readonly Layer[]
  readonly folder?: string
}

export const NO_LAYERS: LayerSet = { layers: [] }

const MAX_LAYERS = 5
const MAX_UNZIPPED_BYTES = 262_144_000

/** Reads `NAME=FOLDER` of each `--layer`. Throws a `LensError` for another form. */
export function parseLayers(options: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    options.map(text => {
      const [, name, folder] = /^([\w-]+)=(.+)$/.exec(text) ?? []
      if (name !== undefined && folder !== undefined && isAbsolute(folder)) return [name, folder] as const
      const remedy = 'Write --layer NAME=FOLDER with the absolute path of what the layer has below /opt.'
      throw new LensError('lab-layer', `${text} does not name a layer and its folder.`, remedy)
    }),
  )
}

/**
 * Layers from folders of this machine. A function names a folder by its absolute path or file URL, or a layer's ARN
 * whose name the lab was given a folder for. The files are copied as they are then: a layer's version never changes.
 */
export class LayerFolders {
  readonly #named: ReadonlyMap<string, string>
  readonly #root: string

  constructor(named: ReadonlyMap<string, string>, root: string) {
    this.#named = named
    this.#root = root
  }

  /** Throws InvalidParameterValueException where there is no such folder, and for too many or too large layers. */
  async join(names: readonly string[]): Promise<LayerSet> {
    if (names.length > MAX_LAYERS) throw invalidParameter(`Cannot reference more than ${MAX_LAYERS} layers.`)
    if (names.length === 0) return NO_LAYERS
    const hash = createHash('sha256')
    const layers: Layer[] = []
    const folders = names.map(name => this.#folderOf(name))
    for (const [index, folder] of folders.entries()) {
      const arn = names[index] ?? ''
      const files = await filesOf(folder).catch(() => {
        throw invalidParameter(`The layer ${arn} has no folder ${folder} on this machine.`)
      })
      hash.update(JSON.stringify([folder, files]))
      layers.push({ arn, bytes: files.reduce((sum, { size }) => sum + size, 0) })
    }
    const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0)
    if (bytes > MAX_UNZIPPED_BYTES)
      throw invalidParameter(
        `Layers consume more than the available size of ${MAX_UNZIPPED_BYTES} bytes. The actual size is ${bytes} bytes.`,
      )
    const folder = join(this.#root, hash.digest('hex').slice(0, 32))
    await copyAll(folders, folder)
    return { layers, folder }
  }

  #folderOf(name: string): string {
    if (name.startsWith('file:')) return fileURLToPath(name)
    if (isAbsolute(name)) return name
    const layer = /^arn:[^:]+:lambda:[^:]*:\d*:layer:([\w-]+)/.exec(name)?.[1] ?? name
    const folder = this.#named.get(layer)
    if (folder !== undefined) return folder
    throw invalidParameter(
      `The lab has no layer ${name}: start it with --layer ${layer}=FOLDER, or give the layer's folder in its place.`,
    )
  }
}

/** Files below a folder in a fixed order. Rejects where it is none. */
async function filesOf(folder: string): Promise<{ name: string; size: number; changedMs: number }[]> {
  const names = (await readdir(folder, { recursive: true })).sort()
  const found = await Promise.all(names.map(async name => ({ name, stats: await stat(join(folder, name)) })))
  return found
    .filter(({ stats }) => stats.isFile())
    .map(({ name, stats }) => ({ name, size: stats.size, changedMs: stats.mtimeMs }))
}

/** Later folders win, as later layers do. Made aside and renamed: a folder of that name is always complete. */
async function copyAll(folders: readonly string[], target: string): Promise<void> {
  if (await stat(target).catch(() => undefined)) return
  const draft = `${target}.${process.hrtime.bigint()}`
  for (const folder of folders) await cp(folder, draft, { recursive: true, dereference: true })
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
}
