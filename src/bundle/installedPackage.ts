import { readFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'

/** A package that a file belongs to, by its place: one name may be installed at several. */
export interface InstalledPackage {
  readonly name: string
  readonly version?: string
  /** Where it is installed, as paths of files begin. */
  readonly folder: string
}

/**
 * Tells of files of a bundle which package they belong to: by the last `node_modules` in their path, as npm, pnpm and
 * Yarn (zip files included) install them; of files elsewhere by the nearest `package.json` that has a name, as the
 * links of a workspace lead there. What it has read it remembers.
 */
export class InstalledPackages {
  readonly #root: string
  readonly #manifests = new Map<string, Promise<Manifest | undefined>>()

  /** `root`: relative paths of files are relative to it. */
  constructor(root: string) {
    this.#root = root
  }

  /** Undefined for files of no package. `file`: `/` as separator. */
  async packageOf(file: string): Promise<InstalledPackage | undefined> {
    const [folder, name] = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(file) ?? []
    if (folder === undefined || name === undefined) return await this.#around(file)
    const version = (await this.#manifest(folder))?.version ?? versionOfArchive(folder)
    return { name, folder, ...(version !== undefined && { version }) }
  }

  async #around(file: string): Promise<InstalledPackage | undefined> {
    // What a plugin or esbuild itself puts in: `<define:…>`, `(disabled):…`.
    if (/^[<(]|^\w{2,}:/.test(file)) return
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const manifest = await this.#manifest(folder)
      if (manifest?.name !== undefined) return { ...manifest, name: manifest.name, folder }
      const isTop = folder === '/' || folder === dirname(folder) || basename(folder) === '..'
      if (isTop) return
    }
  }

  #manifest(folder: string): Promise<Manifest | undefined> {
    const known = this.#manifests.get(folder)
    if (known) return known
    const path = isAbsolute(folder) ? folder : join(this.#root, folder)
    const manifest = readManifest(join(path, 'package.json'))
    this.#manifests.set(folder, manifest)
    return manifest
  }
}

interface Manifest {
  readonly name?: string
  readonly version?: string
}

/** Undefined where there is none, or none that can be read. */
async function readManifest(path: string): Promise<Manifest | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof found !== 'object' || found === null) return
    const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
    const name = text('name' in found ? found.name : undefined)
    const version = text('version' in found ? found.version : undefined)
    return { ...(name !== undefined && { name }), ...(version !== undefined && { version }) }
  } catch {
    return undefined
  }
}

/** Yarn keeps packages in archives: `lodash-npm-4.17.21-6382451519-10c0.zip/node_modules/lodash`. */
function versionOfArchive(folder: string): string | undefined {
  return /-npm-(\d+\.\d+\.\d+(?:-[\w.]+?)?)-[0-9a-f]{8,}(?:-[\w]+)?\.zip\//.exec(folder)?.[1]
}
