import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { BundleReport } from '#bundle/bundleReport.ts'
import type { WeighRequest } from '#bundle/bundleWeigher.ts'
import { HandlerBundles, type WeigherOptions } from '#bundle/handlerBundles.ts'

const repository = join(import.meta.dirname, '../../..')
const run = promisify(execFile)

export const { signal } = new AbortController()

/** A project on disk with its weigher; `close` removes both. */
export class BundleProject {
  readonly root: string
  readonly #weighers: HandlerBundles[] = []

  private constructor(root: string) {
    this.root = root
  }

  static async open(files: Readonly<Record<string, string>> = {}): Promise<BundleProject> {
    const project = new BundleProject(await realpath(await mkdtemp(join(tmpdir(), 'lambda-lens-bundle-'))))
    await project.write(files)
    return project
  }

  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(dirname(join(this.root, file)), { recursive: true })
      await writeFile(join(this.root, file), content)
    }
  }

  /** `from` → `to`, both relative to the project. */
  async link(from: string, to: string): Promise<void> {
    await mkdir(dirname(join(this.root, from)), { recursive: true })
    await symlink(join(this.root, to), join(this.root, from))
  }

  /** Packages as they are installed for Lambda Lens itself. */
  async install(): Promise<void> {
    await symlink(join(repository, 'node_modules'), join(this.root, 'node_modules'))
  }

  weigher(options: Partial<WeigherOptions> = {}): HandlerBundles {
    const weigher = new HandlerBundles({ shippedEsbuild: () => import('esbuild'), ...options })
    this.#weighers.push(weigher)
    return weigher
  }

  request(entry: string, more: Partial<WeighRequest> = {}): WeighRequest {
    return { root: this.root, entry, language: 'typescript', runtime: 'nodejs24.x', isTrusted: false, ...more }
  }

  /** Fails where there is no report. */
  async weigh(entry: string, more: Partial<WeighRequest> = {}): Promise<BundleReport> {
    const weighing = await this.weigher().weigh(this.request(entry, more), signal)
    if ('problem' in weighing) throw new Error(`No report: ${JSON.stringify(weighing.problem)}`)
    return weighing.report
  }

  /** What esbuild's own command line writes with the options that a report tells. */
  async esbuild(options: readonly string[]): Promise<Buffer> {
    const outfile = join(this.root, 'truth', `${basename(options[0] ?? '').replace(/\.\w+$/, '')}.js`)
    const program = join(repository, 'node_modules/esbuild/bin/esbuild')
    const args = [program, ...options, `--outfile=${outfile}`, '--log-level=error', '--metafile=truth/meta.json']
    await run(process.execPath, args, { cwd: this.root })
    return await readFile(outfile)
  }

  async close(): Promise<void> {
    for (const weigher of this.#weighers) weigher.dispose()
    await rm(this.root, { recursive: true, force: true })
  }
}
