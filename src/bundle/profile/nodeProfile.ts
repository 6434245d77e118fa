import { mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describeError, LensError } from '#common/errors.ts'
import { buildProblem, problemError } from '../buildProblem.ts'
import type { Esbuild } from '../findEsbuild.ts'
import { type BuiltBundle, HandlerBundle } from '../handlerBundle.ts'
import { importPlaces } from '../importPlaces.ts'
import { InstalledPackages } from '../installedPackage.ts'
import { BundleVariants, type RunnableBundle } from './bundleVariants.ts'
import { folderBytes } from './folderBytes.ts'
import type { ImportInit, InitProfile, ModuleCost } from './initProfile.ts'
import type { ProfileRequest } from './initProfiler.ts'
import { nodeGroups } from './nodeGroups.ts'
import { NodeProbe, type NodeRun, type NodeTarget } from './nodeProbe.ts'
import { type PlainSource, plainSource } from './plainSource.ts'
import { type Contender, inRounds } from './rounds.ts'
import { spreadOf } from './spreadOf.ts'
import { taskFolder } from './taskFolder.ts'
import { type Trace, type TraceCosts, traceCosts } from './traceCosts.ts'
import { rankVariants } from './rankVariants.ts'

const defaultRuns = 10
const deadlineMs = 60_000
/** So many packages are tried lazily: those that save most, and at least this share of the init. */
const mostLazy = 5
const leastLazyShare = 0.03

type Told = (activity: string) => void

/** Profiles a handler of Node.js. `temporary`: an empty folder for what is tried. */
export class NodeProfile {
  readonly #request: ProfileRequest
  readonly #esbuild: Esbuild
  readonly #temporary: string
  readonly #signal: AbortSignal
  readonly #tell: Told
  readonly #probe: NodeProbe
  readonly #failures: { name: string; reason: string }[] = []

  constructor(request: ProfileRequest, esbuild: Esbuild, temporary: string, signal: AbortSignal, tell: Told) {
    this.#request = request
    this.#esbuild = esbuild
    this.#temporary = temporary
    this.#signal = signal
    this.#tell = tell
    const { interpreter, environment, memoryMb } = request
    this.#probe = new NodeProbe(interpreter, environment, memoryMb, temporary)
  }

  async profile(): Promise<InitProfile> {
    this.#tell('Bundling')
    const root = await realpath(this.#request.root)
    const built = await this.#build(root)
    const source = await this.#source(built, root)
    const costs = source && (await this.#trace(source, root))
    const variants = new BundleVariants(
      built,
      { ...this.#request, root },
      await taskFolder(this.#temporary, dirname(built.file)),
    )
    const contenders = await this.#contenders(variants, source, costs)
    this.#tell(`Running ${contenders.length} variants`)
    const { results, failures } = await inRounds(contenders, this.#runs, this.#signal, round =>
      this.#tell(`Running ${contenders.length} variants: round ${round} of ${this.#runs}`),
    )
    const base = results.get('base')
    if (!base) throw failures.get('base')
    for (const [name, error] of failures) this.#fail(name, error)
    const sourceRuns = results.get(this.#deployed === 'source' ? 'base' : 'source')
    return {
      initMs: spreadOf(base.map(({ workMs }) => workMs)),
      clock: base[0]?.clock ?? 'wall',
      wallMs: spreadOf(base.map(({ wallMs }) => wallMs)),
      ...(sourceRuns && { sourceMs: spreadOf(sourceRuns.map(({ workMs }) => workMs)) }),
      deployed: this.#deployed,
      interpreter: this.#request.interpreter.version,
      modules: costs?.modules ?? [],
      imports: costs ? await withLines(costs.imports, built) : [],
      variants: rankVariants(contenders, results),
      failures: this.#failures,
    }
  }

  get #runs(): number {
    return this.#request.runs ?? defaultRuns
  }

  get #deployed(): InitProfile['deployed'] {
    return this.#request.shipsFolder === true ? 'source' : 'bundle'
  }

  #fail(name: string, error: unknown): void {
    this.#failures.push({ name, reason: describeError(error) })
  }

  async #build(root: string): Promise<BuiltBundle> {
    const bundle = new HandlerBundle(
      this.#esbuild,
      { ...this.#request, root },
      this.#request.hasLayers ?? false,
      deadlineMs,
    )
    try {
      return await bundle.build()
    } catch (error) {
      const problem = buildProblem(error)
      throw problem ? problemError(this.#request.entry, problem) : error
    } finally {
      bundle.dispose()
    }
  }

  async #source({ esbuild, options, metafile, graph }: BuiltBundle, root: string): Promise<PlainSource | undefined> {
    try {
      const folder = join(this.#temporary, 'source')
      await mkdir(folder)
      return await plainSource({ esbuild, options, root, metafile, entry: graph.entry }, folder)
    } catch (error) {
      if (!(error instanceof LensError) || this.#deployed === 'source') throw error
      this.#fail('source', error)
      return
    }
  }

  /** Undefined, and a failure, where the source cannot be run or traced by itself. */
  async #trace(source: PlainSource, root: string): Promise<(TraceCosts & { bytes: number }) | undefined> {
    if (source.target.isModule && !hasModuleHooks(this.#request.interpreter.version)) {
      this.#fail('modules', noHooks(this.#request.interpreter.version))
      return
    }
    const { results, failures } = await inRounds(
      [this.#contender('plain', source.target, false), this.#contender('traced', source.target, true)],
      this.#runs,
      this.#signal,
      round => this.#tell(`Tracing the source: round ${round} of ${this.#runs}`),
    )
    for (const error of failures.values()) {
      if (this.#deployed === 'source') throw error
      this.#fail('modules', error)
      return
    }
    const traces = (results.get('traced') ?? []).flatMap(({ trace }) => trace ?? [])
    const totalMs = spreadOf((results.get('plain') ?? []).map(({ workMs }) => workMs)).median
    const costs = await traceCosts(traces, source.entry, totalMs, nodeGroups(root, new InstalledPackages(root)))
    return { ...costs, bytes: await bytesOf(traces[0]) }
  }

  #contender(name: string, target: NodeTarget, isTraced = false): Contender<NodeRun> {
    return { name, run: signal => this.#probe.run(target, isTraced, signal) }
  }

  async #contenders(
    variants: BundleVariants,
    source: PlainSource | undefined,
    costs: (TraceCosts & { readonly bytes: number }) | undefined,
  ): Promise<readonly (Contender<NodeRun> & { readonly bytes: number })[]> {
    const isBundled = this.#deployed === 'bundle'
    const bundle = await variants.base()
    const plain = source && { target: source.target, bytes: costs?.bytes ?? 0 }
    const base = isBundled || !plain ? bundle : plain
    const found = [{ ...this.#contender('base', base.target), bytes: base.bytes }]
    const add = async (name: string, make: () => Promise<RunnableBundle>) => {
      this.#signal.throwIfAborted()
      try {
        const { target, bytes } = await make()
        found.push({ ...this.#contender(name, target), bytes })
      } catch (error) {
        if (!(error instanceof LensError)) throw error
        this.#fail(name, error)
      }
    }
    if (this.#request.triesVariants === false) return found
    if (isBundled && plain && costs) await add('source', async () => plain)
    if (!isBundled) await add('bundled', async () => bundle)
    for (const [name, make] of variants.others) await add(name, make)
    for (const { name } of heavyPackages(costs)) await add(`lazy:${name}`, () => variants.lazy(name, isBundled))
    await add('compile-cache', () => this.#cached(base))
    return found
  }

  /** V8's compiled code of all that the init loads, as it could be shipped beside the code. */
  async #cached({ target, bytes }: RunnableBundle): Promise<RunnableBundle> {
    const folder = join(this.#temporary, 'compile-cache')
    const cached = { ...target, environment: { NODE_COMPILE_CACHE: folder } }
    await this.#probe.run(cached, false, this.#signal)
    const cacheBytes = await folderBytes(folder)
    if (cacheBytes === 0) throw new LensError('no-compile-cache', 'This Node.js has no compile cache.', 'Use 22.1.')
    return { target: cached, bytes: bytes + cacheBytes }
  }
}

/** Packages that the project's own files import. */
function heavyPackages(costs: TraceCosts | undefined): readonly ModuleCost[] {
  const total = costs?.modules.reduce((sum, { savedMs }) => sum + savedMs, 0) ?? 0
  const isHeavy = ({ savedMs, isDirect }: ModuleCost) => isDirect && savedMs > leastLazyShare * total
  return costs?.modules.filter(isHeavy).slice(0, mostLazy) ?? []
}

async function withLines(imports: readonly ImportInit[], built: BuiltBundle): Promise<readonly ImportInit[]> {
  const lines = new Map((await importPlaces(built)).map(({ specifier, line }) => [specifier, line]))
  return imports
    .map(one => ({ ...one, ...(lines.has(one.specifier) && { line: lines.get(one.specifier) ?? 0 }) }))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
}

async function bytesOf(trace: Trace | undefined): Promise<number> {
  const files = trace?.modules.map(([id]) => id).filter(id => !id.includes(':') || /^[a-z]:[\\/]/i.test(id)) ?? []
  const sizes = await Promise.all(
    files.map(file =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** `module.registerHooks` came with 22.15 and 23.5. */
function hasModuleHooks(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 15)
}

function noHooks(version: string): LensError {
  return new LensError(
    'esm-needs-node',
    `Node.js ${version} cannot tell what each ES module takes.`,
    'Install Node.js 22.15 or newer.',
  )
}
