import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { type Binding, moduleBindings } from '../../javascript/moduleBindings.ts'
import { importedNameOf } from './cdkNames.ts'

/** What the names of a source file stand for, as far as that is the same wherever they are used. */
export class SourceScope {
  /** Path relative to the indexed folder. */
  readonly file: string
  readonly text: string
  readonly #bindings: ReadonlyMap<string, Binding>
  readonly #constants: ReadonlyMap<string, TSESTree.Expression | null>

  constructor(file: string, text: string, program: TSESTree.Program) {
    this.file = file
    this.text = text
    this.#bindings = moduleBindings(program)
    this.#constants = constantsOf(program)
  }

  importedName(node: TSESTree.Node): string | undefined {
    return importedNameOf(node, this.#bindings)
  }

  /** What a constant is set to; undefined for what is not constant, and for a name that the file uses twice. */
  constant(name: string): TSESTree.Expression | undefined {
    return this.#constants.get(name) ?? undefined
  }
}

/** Null for names that have several meanings. */
function constantsOf(program: TSESTree.Program): ReadonlyMap<string, TSESTree.Expression | null> {
  const found = new Map<string, TSESTree.Expression | null>()
  for (const node of descendants(program)) {
    if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations) {
        if (id.type !== 'Identifier') continue
        found.set(id.name, found.has(id.name) || node.kind !== 'const' ? null : init)
      }
    } else if ('params' in node) {
      for (const parameter of node.params) if (parameter.type === 'Identifier') found.set(parameter.name, null)
    }
  }
  return found
}

/** A node and all below it, without recursion: trees of expressions can be deep. */
export function* descendants(root: TSESTree.Node): Generator<TSESTree.Node> {
  const open: TSESTree.Node[] = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    yield node
    const children: TSESTree.Node[] = []
    for (const [key, value] of Object.entries(node)) {
      if (key === 'parent' || key === 'comments' || key === 'tokens') continue
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) children.push(child)
    }
    open.push(...children.toReversed())
  }
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'range' in value
}
