/** Modules and what each brings, in bytes of a bundle or milliseconds of an init. */
export interface ModuleGraph {
  readonly entry: string
  readonly modules: ReadonlyMap<string, GraphModule>
}

export interface GraphModule {
  readonly weight: number
  readonly imports: readonly string[]
}

type Leaves = (from: string, to: string) => boolean

/** The modules that `starts` need, themselves included, without the imports that `leaves` names. */
export function reachable(
  { modules }: ModuleGraph,
  starts: Iterable<string>,
  leaves: Leaves = () => false,
): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [...starts]
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    if (found.has(module)) continue
    found.add(module)
    for (const next of modules.get(module)?.imports ?? []) if (!leaves(module, next)) open.push(next)
  }
  return found
}

export function weightOf({ modules }: ModuleGraph, names: Iterable<string>): number {
  let sum = 0
  for (const name of names) sum += modules.get(name)?.weight ?? 0
  return sum
}

/**
 * The weight of the modules that are there only through the imports which `leaves` names: what these imports dominate
 * in the graph, found by walking it without them.
 */
export function weightOnlyThrough(graph: ModuleGraph, leaves: Leaves): number {
  const { entry } = graph
  return weightOf(graph, reachable(graph, [entry])) - weightOf(graph, reachable(graph, [entry], leaves))
}

/** For each module the one that imports it on a shortest way from the entry. */
export function shortestWays({ entry, modules }: ModuleGraph): ReadonlyMap<string, string | undefined> {
  const via = new Map<string, string | undefined>([[entry, undefined]])
  for (const module of via.keys()) {
    for (const next of modules.get(module)?.imports ?? []) if (!via.has(next)) via.set(next, module)
  }
  return via
}

/** The modules from the entry to `module`, both included; none where nothing leads there. */
export function wayTo(module: string, via: ReadonlyMap<string, string | undefined>): readonly string[] {
  const way: string[] = []
  for (let at: string | undefined = module; at !== undefined && via.has(at); at = via.get(at)) way.unshift(at)
  return way
}
