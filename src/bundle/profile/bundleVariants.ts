import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuildOptions, BuildResult } from 'esbuild'
import { type BundleQuestion, shippedOptions } from '../bundleOptions.ts'
import { buildProblem, isBuildFailure, problemError } from '../buildProblem.ts'
import { shims } from '../esbuildBundler.ts'
import type { Esbuild } from '../findEsbuild.ts'
import type { BuiltBundle } from '../handlerBundle.ts'
import { outputBytes } from '../outputs.ts'
import { namedOutputs } from '../shippedSize.ts'
import { lazyImport, missingExports } from './lazyImport.ts'
import type { NodeTarget } from './nodeProbe.ts'

/** A bundle on disk, ready to be run. */
export interface RunnableBundle {
  readonly target: NodeTarget
  readonly bytes: number
}

const sdk = ['@aws-sdk/*', '@smithy/*']

/** Bundles of one handler, each made in another way and written to a folder of its own. */
export class BundleVariants {
  readonly #esbuild: Esbuild
  readonly #question: BundleQuestion
  readonly #base: BuildOptions
  readonly #folder: string
  #count = 0

  /** `built`: tells under which options the bundle can be built. `folder`: from which packages are found. */
  constructor(built: BuiltBundle, question: BundleQuestion, folder: string) {
    const { loader, external, format } = built.options
    this.#esbuild = built.esbuild
    this.#question = question
    this.#folder = folder
    this.#base = {
      ...shippedOptions(question),
      ...(loader && { loader }),
      ...(external && { external }),
      ...(format && { format }),
      ...(question.settings ? {} : { minify: false, ...(format === 'esm' ? shims.esm : {}) }),
    }
  }

  /** As the project is deployed; where nobody says how, not minified. */
  async base(): Promise<RunnableBundle> {
    return await this.#write(this.#base)
  }

  /** What could be built otherwise: by name, how. Nothing that is so already. */
  get others(): ReadonlyMap<string, () => Promise<RunnableBundle>> {
    const { mainFields = [], minify, external = [] } = this.#base
    const found = new Map<string, () => Promise<RunnableBundle>>()
    const add = (name: string, change: BuildOptions) => {
      found.set(name, () => this.#write({ ...this.#base, ...change }))
    }
    if (mainFields.join() !== 'module,main') add('main-fields', { mainFields: ['module', 'main'] })
    if (minify === true) add('not-minified', { minify: false })
    else add('minified', { minify: true })
    const isSdk = (name: string) => /^@(aws-sdk|smithy)\//.test(name)
    if (external.some(isSdk)) add('bundled-sdk', { external: external.filter(name => !isSdk(name)) })
    else add('external-sdk', { external: [...external, ...sdk] })
    return found
  }

  /** The project's own code alone, packages as they are installed. `lazy`: a package that is not run at init. */
  async lazy(packageName: string, isBundled: boolean): Promise<RunnableBundle> {
    const options: BuildOptions = isBundled ? this.#base : { ...this.#base, packages: 'external' }
    const { plugin, namesIn } = missingExports(packageName)
    const names = namesIn(await this.#messages({ ...options, plugins: [plugin] }))
    return await this.#write({ ...options, plugins: [lazyImport(packageName, names)] })
  }

  async #messages(options: BuildOptions): Promise<BuildResult['warnings']> {
    try {
      return (await this.#esbuild.build(options)).warnings
    } catch (error) {
      if (!isBuildFailure(error)) throw error
      return [...error.errors, ...error.warnings]
    }
  }

  async #write(options: BuildOptions): Promise<RunnableBundle> {
    const { metafile, outputFiles = [] } = await this.#build(options)
    if (!metafile) throw new Error('esbuild gave no metafile')
    const folder = join(this.#folder, String(this.#count++))
    const isModule = options.format === 'esm'
    let file = ''
    for (const [name, content] of namedOutputs(outputFiles, this.#question.root)) {
      // An extension that means the format, whatever `package.json` is around.
      const isEntry = file === '' && /\.[mc]?js$/.test(name) && !name.includes('/')
      const path = join(folder, isEntry ? name.replace(/\.[mc]?js$/, isModule ? '.mjs' : '.cjs') : name)
      if (isEntry) file = path
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
    }
    return { target: { file, isModule, cwd: folder }, bytes: outputBytes(metafile) }
  }

  async #build(options: BuildOptions): Promise<BuildResult> {
    const common: BuildOptions = { ...options, sourcemap: false, metafile: true, write: false }
    try {
      const result = await this.#esbuild.build(common)
      const needsUrl = result.warnings.some(({ text }) => text.includes('"import.meta" is not available'))
      const isOurs = this.#question.settings === undefined && options.format === 'cjs'
      return needsUrl && isOurs ? await this.#esbuild.build({ ...common, ...shims.cjs }) : result
    } catch (error) {
      const problem = buildProblem(error)
      throw problem ? problemError(this.#question.entry, problem) : error
    }
  }
}
