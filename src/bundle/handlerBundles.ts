import { freemem, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import type { OutputFile } from 'esbuild'
import { buildProblem, isBuildFailure, problemError } from './buildProblem.ts'
import { commandLine } from './bundleOptions.ts'
import { packageShares } from './bundlePackages.ts'
import type { BundleReport, ShippedSize } from './bundleReport.ts'
import { knownOptions } from './bundleSettings.ts'
import type { BundleWeigher, ImportQuestion, PlacedImport, Weighing, WeighRequest } from './bundleWeigher.ts'
import { type Esbuild, findEsbuild } from './findEsbuild.ts'
import { weighFolder } from './folderReport.ts'
import { type BuiltBundle, HandlerBundle } from './handlerBundle.ts'
import { importCosts } from './importCosts.ts'
import { importBetween } from './importPlaces.ts'
import { InstalledPackages } from './installedPackage.ts'
import { type KeptBundle, KeptBundles } from './keptBundles.ts'
import { namedOutputs, shippedBundle, shippedFolder } from './shippedSize.ts'
import { type ZippedFiles, zipSize } from './zipSize.ts'

export interface WeigherOptions {
  /** Loads the esbuild of Lambda Lens. */
  readonly shippedEsbuild: () => Promise<Esbuild>
  /** Handlers whose builds are kept. */
  readonly most?: number
  /** After so long without a question nothing is kept. */
  readonly idleMs?: number
  readonly deadlineMs?: number
  /** Whether esbuild's process is this weigher's own, so that it can be ended when it is idle. */
  readonly ownsEsbuild?: boolean
  /** Share of the machine's memory that is free, 0 … 1. */
  readonly freeMemory?: () => number
}

const minute = 60_000
/** Lists of imports of one handler whose costs are remembered. */
const mostCosts = 4

/** Weighs handlers in this thread, with esbuild's process beside it. */
export class HandlerBundles implements BundleWeigher {
  readonly #options: WeigherOptions
  readonly #kept: KeptBundles
  readonly #zipped: ZippedFiles = new Map()
  /** By the folder of the handler and whether it is trusted. */
  readonly #esbuilds = new Map<string, Promise<Esbuild>>()
  /** Questions wait for each other: two builds at once would be no faster, and need twice the memory. */
  #last: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | undefined

  constructor(options: WeigherOptions) {
    this.#options = options
    this.#kept = new KeptBundles(options.most ?? 3, options.freeMemory ?? (() => freemem() / totalmem()))
  }

  async weigh(
    request: WeighRequest,
    signal: AbortSignal,
    onReport: (report: BundleReport) => void = () => undefined,
  ): Promise<Weighing> {
    return await this.#next(signal, async () => {
      try {
        const report = isScript(request)
          ? await this.#weighScript(request, signal, onReport)
          : await weighFolder(request, signal, this.#zipped)
        return { report }
      } catch (error) {
        const problem = buildProblem(error)
        if (!problem) throw error
        const stale = this.#kept.lastReport(handlerKey(request))
        // What hangs in esbuild's process only ends with it.
        if (problem.code === 'bundle-timeout') this.dispose()
        return { problem, ...(stale && { stale }) }
      }
    })
  }

  async shipped(request: WeighRequest, signal: AbortSignal): Promise<ShippedSize | undefined> {
    if (!isScript(request)) return
    return await this.#told(request, signal, async () => {
      if (request.shipsFolder === true) {
        return await shippedFolder(join(request.root, request.codeFolder ?? ''), signal, this.#zipped)
      }
      const { bundle } = await this.#take(request)
      const { loader, external, format } = await bundle.options()
      const relaxed = { ...(loader && { loader }), ...(external && { external }), ...(format && { format }) }
      return await shippedBundle(bundle.esbuild, request, relaxed, signal)
    })
  }

  async place(question: ImportQuestion, signal: AbortSignal): Promise<PlacedImport | undefined> {
    if (!isScript(question)) return
    return await this.#told(question, signal, async () => {
      const built = await (await this.#take(question)).bundle.build(question.unsaved)
      return await importBetween(built, join(question.root, question.from), question)
    })
  }

  dispose(): void {
    clearTimeout(this.#idle)
    this.#kept.clear()
    const used = this.#options.ownsEsbuild === true ? [...this.#esbuilds.values()] : []
    this.#esbuilds.clear()
    for (const esbuild of used) void esbuild.then(({ stop }) => stop())
  }

  /** What esbuild says of a broken build as an error for people. */
  async #told<Result>({ entry }: WeighRequest, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#next(signal, work)
    } catch (error) {
      const problem = isBuildFailure(error) ? buildProblem(error) : undefined
      throw problem ? problemError(entry, problem) : error
    }
  }

  async #next<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(async () => {
      signal.throwIfAborted()
      clearTimeout(this.#idle)
      try {
        return await work()
      } finally {
        this.#idle = setTimeout(() => this.dispose(), this.#options.idleMs ?? 5 * minute).unref()
      }
    })
    this.#last = result.catch(() => undefined)
    return await result
  }

  async #weighScript(
    request: WeighRequest,
    signal: AbortSignal,
    onReport: (report: BundleReport) => void,
  ): Promise<BundleReport> {
    const handler = handlerKey(request)
    const kept = await this.#take(request)
    const built = await kept.bundle.build(request.unsaved)
    signal.throwIfAborted()
    const sized = await reportOf(built, request, installedOf(kept, built, request))
    this.#kept.keep(handler, kept, inputBytes(built), sized)
    onReport(sized)
    const zipped = { ...sized, zipBytes: await zipSize(namedOutputs(codeOf(built), request.root)) }
    onReport(zipped)
    const known = kept.costs ?? []
    const costs = await importCosts(built, signal, known, imports => onReport({ ...zipped, imports }))
    kept.costs = [costs, ...known.filter(({ said }) => said !== costs.said)].slice(0, mostCosts)
    const report = { ...zipped, imports: costs.imports }
    this.#kept.keep(handler, kept, kept.inputBytes, report)
    return report
  }

  async #take(request: WeighRequest): Promise<KeptBundle> {
    const { root, entry, isTrusted, hasLayers = false } = request
    const esbuild = await this.#esbuildFor(join(root, entry), isTrusted)
    const question = JSON.stringify([request.runtime, request.settings, hasLayers, isTrusted, esbuild.version])
    const deadlineMs = this.#options.deadlineMs ?? minute
    const make = () => new HandlerBundle(esbuild, request, hasLayers, deadlineMs)
    return this.#kept.take(handlerKey(request), question, make)
  }

  #esbuildFor(file: string, isTrusted: boolean): Promise<Esbuild> {
    const key = JSON.stringify([dirname(file), isTrusted])
    const esbuild = this.#esbuilds.get(key) ?? findEsbuild(file, isTrusted, this.#options.shippedEsbuild)
    this.#esbuilds.set(key, esbuild)
    return esbuild
  }
}

function isScript({ language }: WeighRequest): boolean {
  return language === 'javascript' || language === 'typescript'
}

function handlerKey({ root, entry }: WeighRequest): string {
  return JSON.stringify([root, entry])
}

/** Maps in files of their own are shipped as well, but are no code: `shipped` tells of them. */
function codeOf({ outputs }: BuiltBundle): readonly OutputFile[] {
  return outputs.filter(({ path }) => !path.endsWith('.map'))
}

function inputBytes({ metafile }: BuiltBundle): number {
  return Object.values(metafile.inputs).reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Reading a `package.json` of each package takes a tenth of a rebuild. */
function installedOf(kept: KeptBundle, { metafile }: BuiltBundle, { root }: WeighRequest): InstalledPackages {
  const inputs = Object.entries(metafile.inputs).filter(([file]) => file.includes('node_modules/'))
  const files = JSON.stringify(inputs.map(([file, { bytes }]) => [file, bytes]))
  if (kept.installed?.files !== files) kept.installed = { files, packages: new InstalledPackages(root) }
  return kept.installed.packages
}

async function reportOf(
  built: BuiltBundle,
  { entry, settings }: WeighRequest,
  installed: InstalledPackages,
): Promise<BundleReport> {
  const { unread } = knownOptions(settings ?? { options: {} })
  return {
    entry,
    bytes: built.bytes,
    ...(await packageShares(built.graph, installed)),
    options: {
      from: settings?.from ?? 'default',
      esbuild: built.esbuild.version,
      arguments: commandLine(entry, built.options),
      unread,
      installed: settings?.installed ?? [],
      inLayers: built.inLayers,
    },
  }
}
