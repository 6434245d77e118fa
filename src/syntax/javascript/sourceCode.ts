import type { Scope, ScopeManager } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { ParsedScript } from './parse.ts'

/**
 * What an analysis may ask of a source file: the part of ESLint's `SourceCode` that ESLint, oxlint and our own runner
 * have in common. Nodes have their `parent`.
 */
export interface SourceCode {
  readonly text: string
  readonly ast: ParsedScript['ast']
  readonly scopeManager: ScopeManager | null
  readonly visitorKeys: VisitorKeys
  getText(node?: TSESTree.Node): string
  getScope(node: TSESTree.Node): Scope
  getAllComments(): readonly TSESTree.Comment[]
}

export type VisitorKeys = Readonly<Record<string, readonly string[] | undefined>>

/** A tree's nodes, each before those below it. */
interface NodeOrder {
  readonly nodes: readonly TSESTree.Node[]
  /** Of each node, by its place: the place after the last node below it. */
  readonly ends: readonly number[]
  readonly places: ReadonlyMap<TSESTree.Node, number>
  /** Of each node, by its place. */
  readonly parents: readonly (TSESTree.Node | undefined)[]
  readonly byType: ReadonlyMap<string, readonly TSESTree.Node[]>
}

const orders = new WeakMap<TSESTree.Node, NodeOrder>()

/** The node and all below it, in source order; those that `enters` refuses are left out with what is below them. */
export function* descendants(
  node: TSESTree.Node,
  code: Pick<SourceCode, 'ast' | 'visitorKeys'>,
  enters?: (node: TSESTree.Node) => boolean,
): Generator<TSESTree.Node> {
  const { nodes, ends, places } = nodeOrder(code)
  const first = places.get(node) ?? nodes.length
  const end = ends[first] ?? 0
  for (let place = first; place < end; place++) {
    const below = nodes[place]
    if (!below) return
    if (enters && place > first && !enters(below)) place = (ends[place] ?? end) - 1
    else yield below
  }
}

/** All nodes of a tree that are of some types, in source order. */
export function nodesOf(
  types: readonly `${TSESTree.Node['type']}`[],
  code: Pick<SourceCode, 'ast' | 'visitorKeys'>,
): readonly TSESTree.Node[] {
  const { byType, places } = nodeOrder(code)
  const found = types.flatMap(type => byType.get(type) ?? [])
  return types.length > 1 ? found.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)) : found
}

/** Calls `enter` and `exit` for all nodes of a tree, as a walk through it comes and leaves. */
export function walk(
  code: Pick<SourceCode, 'ast' | 'visitorKeys'>,
  enter: (node: TSESTree.Node) => void,
  exit: (node: TSESTree.Node) => void,
): void {
  const { nodes, ends } = nodeOrder(code)
  const open: number[] = []
  const leave = (place: number) => {
    for (let last = open.at(-1); last !== undefined && (ends[last] ?? 0) <= place; last = open.at(-1)) {
      open.pop()
      const node = nodes[last]
      if (node) exit(node)
    }
  }
  for (const [place, node] of nodes.entries()) {
    leave(place)
    enter(node)
    open.push(place)
  }
  leave(nodes.length)
}

/** Gives all nodes of a tree their `parent`, as the type has it. */
export function linkParents(code: Pick<SourceCode, 'ast' | 'visitorKeys'>): void {
  const { nodes, parents } = nodeOrder(code)
  for (const [place, node] of nodes.entries()) {
    const parent = parents[place]
    if (parent) setParent(node, parent)
  }
}

function setParent(node: { parent?: unknown }, parent: TSESTree.Node): void {
  node.parent = parent
}

function nodeOrder({ ast, visitorKeys }: Pick<SourceCode, 'ast' | 'visitorKeys'>): NodeOrder {
  const known = orders.get(ast)
  if (known) return known
  const nodes: TSESTree.Node[] = []
  const ends: number[] = []
  const places = new Map<TSESTree.Node, number>()
  const parents: (TSESTree.Node | undefined)[] = []
  const byType = new Map<string, TSESTree.Node[]>()
  const add = (node: TSESTree.Node, parent?: TSESTree.Node): void => {
    const place = nodes.length
    nodes.push(node)
    parents.push(parent)
    const alike = byType.get(node.type)
    if (alike) alike.push(node)
    else byType.set(node.type, [node])
    places.set(node, place)
    for (const key of visitorKeys[node.type] ?? []) {
      const value: unknown = Reflect.get(node, key)
      if (!Array.isArray(value)) {
        if (isNode(value)) add(value, node)
      } else for (const child of value) if (isNode(child)) add(child, node)
    }
    ends[place] = nodes.length
  }
  add(ast)
  const order = { nodes, ends, places, parents, byType }
  orders.set(ast, order)
  return order
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

export function contains(outer: TSESTree.Node, inner: TSESTree.Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1]
}
