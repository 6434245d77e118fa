import type { Reference, Scope, Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from './sourceCode.ts'

interface Names {
  readonly references: ReadonlyMap<TSESTree.Node, Reference>
  /** In source order. */
  readonly inOrder: readonly Reference[]
  readonly byName: ReadonlyMap<string, readonly Reference[]>
  /** Every word of the file, whatever it is. */
  readonly words: ReadonlySet<string>
  /** Names that edits of this run will declare at the top of the file. */
  readonly promised: Set<string>
}

const namesOf = new WeakMap<TSESTree.Node, Names>()

/** The variable that a name refers to; undefined for globals that the file does not declare. */
export function resolve(node: TSESTree.Node, code: SourceCode): Variable | undefined {
  const variable = referenceOf(node, code)?.resolved
  return variable && variable.defs.length > 0 ? variable : undefined
}

function referenceOf(node: TSESTree.Node, code: SourceCode): Reference | undefined {
  return names(code).references.get(node)
}

/** Whether a name stands for what the language or Node.js calls so, and not for something of this file. */
export function isGlobal(node: TSESTree.Node, name: string, code: SourceCode): boolean {
  return node.type === 'Identifier' && node.name === name && resolve(node, code) === undefined
}

/** References, of values and types, whose name stands inside `node`. */
export function referencesIn({ range: [start, end] }: TSESTree.Node, code: SourceCode): readonly Reference[] {
  const { inOrder } = names(code)
  const found: Reference[] = []
  for (let place = firstFrom(start, inOrder); place < inOrder.length; place++) {
    const reference = inOrder[place]
    if (!reference || reference.identifier.range[0] >= end) break
    if (reference.identifier.range[1] <= end) found.push(reference)
  }
  return found
}

/** The place of the first reference that begins at an offset or behind it. */
function firstFrom(start: number, inOrder: readonly Reference[]): number {
  let low = 0
  let high = inOrder.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((inOrder[middle]?.identifier.range[0] ?? 0) < start) low = middle + 1
    else high = middle
  }
  return low
}

/** Declared at the top of the file, and so seen by all of it. */
export function isModuleLevel({ scope, defs }: Variable): boolean {
  return scope.block.type === 'Program' && defs.length > 0
}

/** Assigned more than where it is declared. */
export function isReassigned({ references, defs }: Variable): boolean {
  return defs.length !== 1 || references.some(reference => reference.isWrite() && !reference.init)
}

/**
 * A name for the top of the file that nothing in the file mentions: `wanted`, or that with a number from 2. Promises it
 * to the caller, so that two edits of one run get two names.
 */
export function freshName(wanted: string, code: SourceCode): string {
  const { words, promised } = names(code)
  let name = wanted
  for (let number = 2; words.has(name) || promised.has(name); number++) name = `${wanted}${number}`
  promised.add(name)
  return name
}

/** Whether nothing in the file is called so, and no global is meant by it, so that the top of the file can declare it. */
export function isNameFree(name: string, code: SourceCode): boolean {
  const { byName, promised } = names(code)
  if (promised.has(name) || byName.has(name)) return false
  return !(code.scopeManager?.scopes ?? []).some(({ set }) => (set.get(name)?.defs.length ?? 0) > 0)
}

/**
 * The name that a variable may have at the top of the file: its own, where the top of the file has none such, no global
 * is meant by it and nothing on the way to its uses hides it; else a fresh one.
 */
export function moduleName(variable: Variable, code: SourceCode): string {
  const { name } = variable
  const { byName, promised } = names(code)
  const isGlobalName = byName.get(name)?.some(({ resolved }) => !resolved || resolved.defs.length === 0) === true
  const isDeclared = (code.scopeManager?.scopes ?? []).some(
    ({ block, set }) => block.type === 'Program' && set.has(name) && set.get(name) !== variable,
  )
  const isHidden = variable.references.some(({ from }) => isHiddenOnTheWay(variable, from))
  if (isGlobalName || isDeclared || isHidden || promised.has(name)) return freshName(name, code)
  promised.add(name)
  return name
}

function isHiddenOnTheWay(variable: Variable, from: Scope): boolean {
  for (let scope: Scope | null = from; scope; scope = scope.upper) {
    const found = scope.set.get(variable.name)
    if (found && found !== variable) return true
  }
  return false
}

function names(code: SourceCode): Names {
  const known = namesOf.get(code.ast)
  if (known) return known
  const references = new Map<TSESTree.Node, Reference>()
  const words = new Set<string>(code.text.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu))
  const byName = new Map<string, Reference[]>()
  for (const scope of code.scopeManager?.scopes ?? []) {
    for (const reference of scope.references) {
      const { identifier } = reference
      references.set(identifier, reference)
      const namesakes = byName.get(identifier.name)
      if (namesakes) namesakes.push(reference)
      else byName.set(identifier.name, [reference])
    }
  }
  const inOrder = [...references.values()].toSorted((a, b) => a.identifier.range[0] - b.identifier.range[0])
  const made = { references, inOrder, byName, words, promised: new Set<string>() }
  namesOf.set(code.ast, made)
  return made
}
