import { readFile, realpath } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { BuildContext, BuildOptions, BuildResult, Metafile, OutputFile, Plugin } from 'esbuild'
import { bundleGraph } from './bundlePackages.ts'
import { type BundleQuestion, bundleOptions } from './bundleOptions.ts'
import { isBuildFailure } from './buildProblem.ts'
import { withDeadline } from './deadline.ts'
import type { Esbuild } from './findEsbuild.ts'
import { exactly } from './importPlaces.ts'
import type { ModuleGraph } from './moduleGraph.ts'
import { outputBytes } from './outputs.ts'
import { type Relaxed, relaxOptions } from './relaxOptions.ts'

/** A finished build. */
export interface BuiltBundle {
  readonly esbuild: Esbuild
  readonly options: BuildOptions
  readonly inLayers: readonly string[]
  /** Absolute real path of the handler's file. */
  readonly file: string
  /** What of it was built. */
  readonly text: string
  readonly metafile: Metafile
  readonly graph: ModuleGraph
  readonly bytes: number
  readonly outputs: readonly OutputFile[]
}

const mostRelaxations = 5

/** The bundle of one handler, which esbuild keeps in memory, so that building it again is fast. */
export class HandlerBundle {
  readonly esbuild: Esbuild
  readonly #question: BundleQuestion
  readonly #useLayers: boolean
  readonly #deadlineMs: number
  #relaxed: Relaxed
  #context: BuildContext | undefined
  #file = ''
  /** In place of what is on disk. */
  #unsaved: string | undefined
  #text = ''

  /** `useLayers`: packages that are not found are in the function's layers. */
  constructor(esbuild: Esbuild, question: BundleQuestion, useLayers: boolean, deadlineMs: number) {
    this.esbuild = esbuild
    this.#question = question
    this.#useLayers = useLayers
    this.#deadlineMs = deadlineMs
    this.#relaxed = { options: bundleOptions(question), inLayers: [] }
  }

  /**
   * One after the other, not at once. `unsaved`: the handler's text where it is not as on disk.
   * @throws BuildFailure of esbuild; LensError `bundle-timeout`, after which the next build starts anew
   */
  async build(unsaved?: string): Promise<BuiltBundle> {
    this.#unsaved = unsaved
    for (let attempt = 0; ; attempt++) {
      try {
        return this.#built(await withDeadline(this.#rebuild(), this.#deadlineMs))
      } catch (error) {
        const relaxed = isBuildFailure(error) && attempt < mostRelaxations ? this.#relax(error.errors) : undefined
        if (!isBuildFailure(error) || relaxed) this.dispose()
        if (!relaxed) throw error
        this.#relaxed = relaxed
      }
    }
  }

  /** Under which it can be built; builds only where that is not known yet. */
  async options(): Promise<BuildOptions> {
    return this.#context ? this.#relaxed.options : (await this.build()).options
  }

  dispose(): void {
    void this.#context?.dispose()
    this.#context = undefined
  }

  #relax(errors: Parameters<typeof relaxOptions>[1]): Relaxed | undefined {
    const { settings, runtime } = this.#question
    const may = { useLayers: this.#useLayers, chooseFormat: settings === undefined, runtime }
    return relaxOptions(this.#relaxed, errors, may)
  }

  async #rebuild(): Promise<BuildResult> {
    if (!this.#context) {
      const { root, entry } = this.#question
      const path = join(root, ...entry.split('/'))
      // As esbuild sees it; one that is not there is its error to tell.
      this.#file = await realpath(path).catch(() => path)
      this.#context = await this.esbuild.context({ ...this.#relaxed.options, plugins: [this.#entryText()] })
    }
    return await this.#context.rebuild()
  }

  /** So that the text is known that the build has seen. */
  #entryText(): Plugin {
    return {
      name: 'entry-text',
      setup: build => {
        build.onLoad({ filter: exactly(this.#file) }, async ({ path, suffix }) => {
          if (suffix !== '') return
          this.#text = this.#unsaved ?? (await readFile(path, 'utf8'))
          return { contents: this.#text, loader: 'default', resolveDir: dirname(path) }
        })
      },
    }
  }

  #built({ metafile, outputFiles = [] }: BuildResult): BuiltBundle {
    if (!metafile) throw new Error('esbuild gave no metafile')
    const name = basename(this.#question.entry, extname(this.#question.entry))
    const { options, inLayers } = this.#relaxed
    return {
      esbuild: this.esbuild,
      options,
      inLayers,
      file: this.#file,
      text: this.#text,
      metafile,
      graph: bundleGraph(metafile, name),
      bytes: outputBytes(metafile),
      outputs: outputFiles,
    }
  }
}
