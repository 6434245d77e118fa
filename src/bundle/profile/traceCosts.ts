import { type ModuleGraph, reachable, weightOf, weightOnlyThrough } from '../moduleGraph.ts'
import type { ImportInit, ModuleCost } from './initProfile.ts'
import { spreadOf, widthOf } from './spreadOf.ts'

/** Self times of modules in ms, and who imports whom by which specifier. */
export interface Trace {
  readonly modules: readonly (readonly [id: string, ms: number])[]
  readonly edges: readonly (readonly [from: string, to: string, specifier: string])[]
}

export interface TraceCosts {
  readonly modules: readonly ModuleCost[]
  readonly imports: readonly ImportInit[]
}

/** What modules are told together as. */
export interface ModuleGroup {
  /** The same for all of the group. */
  readonly key: string
  readonly name: string
  readonly version?: string
  /** Of the project itself. */
  readonly isOwn: boolean
}

interface Group extends ModuleGroup {
  readonly members: Set<string>
}

/**
 * From traces of the same init what each group of modules and each import of the entry costs. *Alone* is the sum of the
 * self times of all that it leads to in the graph of imports, *saved* the sum of what only it leads to: what the graph no
 * longer reaches without it. So each run gives a figure of its own for everything, and what disturbs a run disturbs sum
 * and parts alike.
 *
 * @param totalMs of the init untraced, to which the traced times are scaled: tracing costs some itself
 * @param groupOf undefined for modules that are not told of, such as those of the interpreter
 */
export async function traceCosts(
  traces: readonly Trace[],
  entry: string,
  totalMs: number,
  groupOf: (id: string) => Promise<ModuleGroup | undefined>,
): Promise<TraceCosts> {
  const graphs = traces.map(trace => graphOf(trace, entry, totalMs))
  const groups = await groupsOf(graphs, groupOf)
  const own = new Set(groups.flatMap(({ isOwn, members }) => (isOwn ? [...members] : [])))
  const direct = new Set(traces.flatMap(({ edges }) => edges.flatMap(([from, to]) => (own.has(from) ? [to] : []))))
  const specifiers = new Map<string, string>()
  for (const { edges } of traces) for (const [from, to, name] of edges) if (from === entry) specifiers.set(name, to)
  return {
    modules: groups
      .filter(({ members }) => !members.has(entry))
      .map(({ name, version, isOwn, members }) => ({
        name,
        ...(version !== undefined && { version }),
        isDirect: !isOwn && [...members].some(id => direct.has(id)),
        ...costOf(
          graphs,
          graph => weightOf(graph, reachable(graph, members)),
          graph => weightOnlyThrough(graph, (_, to) => members.has(to)),
        ),
      }))
      .toSorted((a, b) => b.savedMs - a.savedMs),
    imports: [...specifiers].map(([specifier, target]) => ({
      specifier,
      ...costOf(
        graphs,
        graph => weightOf(graph, reachable(graph, [target])),
        graph => weightOnlyThrough(graph, (from, to) => from === entry && to === target),
      ),
    })),
  }
}

function costOf(
  graphs: readonly ModuleGraph[],
  alone: (graph: ModuleGraph) => number,
  saved: (graph: ModuleGraph) => number,
): Pick<ModuleCost, 'aloneMs' | 'savedMs' | 'spread'> {
  const savings = spreadOf(graphs.map(saved))
  return { aloneMs: spreadOf(graphs.map(alone)).median, savedMs: savings.median, spread: widthOf(savings) }
}

function graphOf({ modules, edges }: Trace, entry: string, totalMs: number): ModuleGraph {
  const traced = modules.reduce((sum, [, ms]) => sum + ms, 0)
  const scale = traced > 0 ? totalMs / traced : 1
  const imports = new Map<string, string[]>()
  for (const [from, to] of edges) {
    const known = imports.get(from) ?? []
    imports.set(from, known)
    known.push(to)
  }
  return {
    entry,
    modules: new Map(modules.map(([id, ms]) => [id, { weight: ms * scale, imports: imports.get(id) ?? [] }])),
  }
}

async function groupsOf(
  graphs: readonly ModuleGraph[],
  groupOf: (id: string) => Promise<ModuleGroup | undefined>,
): Promise<readonly Group[]> {
  const groups = new Map<string, Group>()
  for (const id of new Set(graphs.flatMap(({ modules }) => [...modules.keys()]))) {
    const found = await groupOf(id)
    if (!found) continue
    const group = groups.get(found.key) ?? { ...found, members: new Set<string>() }
    groups.set(found.key, group)
    group.members.add(id)
  }
  return [...groups.values()]
}
