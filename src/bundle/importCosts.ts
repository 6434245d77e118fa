import type { BundledImport } from './bundleReport.ts'
import type { BuiltBundle } from './handlerBundle.ts'
import { sizesWithout } from './importBuilds.ts'
import { type ImportPlace, importPlaces } from './importPlaces.ts'
import { type ModuleGraph, reachable, weightOf, weightOnlyThrough } from './moduleGraph.ts'

/** Costs as they were measured, and what they depend on but for the handler's own statements. */
export interface KnownCosts {
  /** The texts of the imports. */
  readonly said: string
  /** Bytes of every other module in the bundle. */
  readonly weights: ReadonlyMap<string, number>
  readonly imports: readonly BundledImport[]
}

/** What other names in the handler may change in the rest of the bundle, where short names go to those used most. */
const renamedShare = 0.005

/**
 * What each import of the handler's file costs. Exclusive bytes are measured: the same text is built once more without
 * the import. The module graph alone could not tell: what an import dominates in it is only the modules that vanish; tree
 * shaking takes parts of shared modules as well, and the code that binds the import goes too. So the dominated part is
 * only an estimate, told at once; it stays, and says so, where the text without the import does not build.
 *
 * `known`: measured before. Taken again where the imports say the same and the other modules have the same share in the
 * bundle, so that an edit in a function's body costs no builds; then they may be off by the few bytes that each use of a
 * name takes.
 */
export async function importCosts(
  built: BuiltBundle,
  signal: AbortSignal,
  known: readonly KnownCosts[],
  onEstimate: (imports: readonly BundledImport[]) => void,
): Promise<KnownCosts> {
  const places = await importPlaces(built)
  signal.throwIfAborted()
  const said = JSON.stringify(places.map(({ kind, span }) => [kind, built.text.slice(span.start, span.end)]))
  const weights = new Map([...built.graph.modules].map(([file, { weight }]) => [file, weight]))
  weights.delete(built.graph.entry)
  const same = known.find(one => one.said === said && isAlike(one.weights, weights, built.bytes))
  if (same) return { ...same, imports: moved(same.imports, places) }
  const estimates = places.map(place => estimate(place, places, built))
  onEstimate(estimates)
  const inside = places.filter((_, index) => estimates[index]?.external !== true)
  const sizes = await sizesWithout(built, inside, signal)
  const imports = estimates.map((one, index): BundledImport => {
    const place = places[index]
    const size = place && sizes.get(place)
    if (size === undefined) return one
    const { estimated: _, ...known } = one
    const exclusiveBytes = Math.max(0, built.bytes - size)
    // The modules' own bytes are without those that wrap and bind them.
    return { ...known, exclusiveBytes, inclusiveBytes: Math.max(known.inclusiveBytes, exclusiveBytes) }
  })
  return { said, weights, imports }
}

function estimate(place: ImportPlace, places: readonly ImportPlace[], built: BuiltBundle): BundledImport {
  const { specifier, line, span } = place
  const target = targetOf(place, built)
  if (target === undefined) {
    return { specifier, line, span, exclusiveBytes: 0, inclusiveBytes: 0, external: true }
  }
  const isSaidTwice = places.filter(other => other.specifier === specifier).length > 1
  return {
    specifier,
    line,
    span,
    exclusiveBytes: isSaidTwice ? 0 : dominated(built.graph, target),
    inclusiveBytes: weightOf(built.graph, reachable(built.graph, [target])),
    estimated: true,
  }
}

/** The module in the bundle that an import leads to. */
function targetOf({ specifier, kind }: ImportPlace, { metafile, graph }: BuiltBundle): string | undefined {
  const records = metafile.inputs[graph.entry]?.imports ?? []
  return records.find(
    record => !record.external && record.kind === kind && (record.original ?? record.path) === specifier,
  )?.path
}

function dominated(graph: ModuleGraph, target: string): number {
  return weightOnlyThrough(graph, (from, to) => from === graph.entry && to === target)
}

/** Whether all have a share as before, and together nearly the same. */
function isAlike(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>, bytes: number): boolean {
  let difference = 0
  for (const file of new Set([...before.keys(), ...now.keys()])) {
    const [one = 0, other = 0] = [before.get(file), now.get(file)]
    if ((one === 0) !== (other === 0)) return false
    difference += Math.abs(one - other)
  }
  return difference <= renamedShare * bytes
}

function moved(imports: readonly BundledImport[], places: readonly ImportPlace[]): readonly BundledImport[] {
  return imports.map((one, index) => {
    const { line = one.line, span = one.span } = places[index] ?? {}
    return { ...one, line, span }
  })
}
