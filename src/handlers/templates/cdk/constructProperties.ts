import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '../../javascript/moduleBindings.ts'
import type { ScopedNode, SourceScope } from './sourceScope.ts'
import { text, unwrapped, valueOf } from './sourceValue.ts'

export interface ConstructProperty extends ScopedNode {
  /** Whether it stands in an object that others may use too. */
  readonly isShared: boolean
}

/** The properties that a construct is given, those of known spread objects included. */
export class ConstructProperties {
  /** The object where one can be added; undefined where it stands elsewhere. */
  readonly own: TSESTree.ObjectExpression | undefined
  /** Whether it may also have properties that only the running app knows. */
  readonly isOpen: boolean
  readonly #known = new Map<string, ConstructProperty>()

  constructor(node: TSESTree.Node | undefined, scope: SourceScope) {
    const start = node && unwrapped(node, scope)
    this.own = start?.node.type === 'ObjectExpression' && !start.isShared ? start.node : undefined
    this.isOpen = node !== undefined && !this.#add(node, scope, 0)
  }

  get(name: string): ConstructProperty | undefined {
    return this.#known.get(name)
  }

  /** The text under a name, where it is known. */
  text(name: string): string | undefined {
    const property = this.get(name)
    return property && text(valueOf(property.node, property.scope)?.value)
  }

  /** All that have known values, as texts. */
  texts(): Record<string, string> {
    const known = [...this.#known].flatMap(([name, { node, scope }]) => {
      const value = valueOf(node, scope)?.value
      return value === undefined ? [] : [[name, String(value)] as const]
    })
    return Object.fromEntries(known)
  }

  #spread(argument: TSESTree.Node, scope: SourceScope, depth: number): boolean {
    const branches = branchesOf(argument, scope)
    if (!branches) {
      const isKnown = this.#add(argument, scope, depth)
      // What an unknown object says hides what was said before it.
      if (!isKnown) this.#known.clear()
      return isKnown
    }
    const others = branches.map(branch => new ConstructProperties(branch.node, branch.scope))
    if (others.some(({ isOpen }) => isOpen)) this.#known.clear()
    // A condition decides about these alone: their value is known only when the app runs.
    for (const name of others.flatMap(other => [...other.#known.keys()])) {
      this.#known.set(name, { node: argument, scope, isShared: true })
    }
    return others.every(({ isOpen }) => !isOpen)
  }

  /** Whether all was known. */
  #add(start: TSESTree.Node, usedIn: SourceScope, depth: number): boolean {
    const { node, scope, isShared } = unwrapped(start, usedIn)
    if (node.type !== 'ObjectExpression' || depth > 5) return false
    let isWhole = true
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') {
        isWhole = this.#spread(property.argument, scope, depth + 1) && isWhole
      } else {
        const name = staticName(property.key, property.computed)
        if (name === undefined) isWhole = false
        else this.#known.set(name, { node: property.value, scope, isShared: isShared || depth > 0 })
      }
    }
    return isWhole
  }
}

/** What a condition chooses between, or leaves out: `vpc ? { vpc } : {}`, `vpc && { vpc }`; undefined for all else. */
function branchesOf(start: TSESTree.Node, usedIn: SourceScope): readonly ScopedNode[] | undefined {
  const { node, scope } = unwrapped(start, usedIn)
  if (node.type === 'ConditionalExpression') {
    return [node.consequent, node.alternate]
      .filter(branch => branch.type !== 'Literal' && !(branch.type === 'Identifier' && branch.name === 'undefined'))
      .map(branch => ({ node: branch, scope }))
  }
  return node.type === 'LogicalExpression' && node.operator === '&&' ? [{ node: node.right, scope }] : undefined
}
