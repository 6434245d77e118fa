import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { type Binding, moduleBindings, staticName } from '../../javascript/moduleBindings.ts'
import type { ModuleExport } from '../../javascript/moduleExport.ts'
import { moduleExports } from '../../javascript/moduleExports.ts'
import { importedNameOf } from './cdkNames.ts'

/** An expression, and the file that its names are of. */
export interface ScopedNode {
  readonly node: TSESTree.Node
  readonly scope: SourceScope
}

/** What the names of a source file stand for, as far as that is the same wherever they are used. */
export class SourceScope {
  /** Path relative to the indexed folder. */
  readonly file: string
  readonly text: string
  /** By how much the offsets of the text are larger than those in the file. */
  readonly shift: number
  readonly #bindings: ReadonlyMap<string, Binding>
  readonly #constants: ReadonlyMap<string, TSESTree.Expression | null>
  readonly #exports: readonly ModuleExport[]
  readonly #module: (specifier: string) => SourceScope | undefined

  /** @param module the file of the app behind an import; undefined for packages */
  constructor(
    file: string,
    text: string,
    program: TSESTree.Program,
    module: (specifier: string) => SourceScope | undefined = () => undefined,
    shift = 0,
  ) {
    this.file = file
    this.text = text
    this.shift = shift
    this.#bindings = moduleBindings(program)
    this.#constants = constantsOf(descendants(program))
    this.#exports = moduleExports(program)
    this.#module = module
  }

  importedName(node: TSESTree.Node): string | undefined {
    return importedNameOf(node, this.#bindings)
  }

  /** What a constant of this file or of one that it imports is set to; undefined for what may have several values. */
  constant(name: string, depth = 0): ScopedNode | undefined {
    const own = this.#constants.get(name)
    if (own) return { node: own, scope: this }
    const binding = own === undefined ? this.#bindings.get(name) : undefined
    if (binding?.kind !== 'import' || binding.exportName === '*') return
    return this.#module(binding.specifier)?.exported(binding.exportName, depth + 1)
  }

  /** `settings.memory` of `import * as settings from './settings'`. */
  memberOfModule(name: string, member: string): ScopedNode | undefined {
    const binding = this.#constants.has(name) ? undefined : this.#bindings.get(name)
    if (binding?.kind !== 'import' || binding.exportName !== '*') return
    return this.#module(binding.specifier)?.exported(member, 1)
  }

  /** What the file exports under a name, where it is a constant. */
  exported(name: string, depth: number): ScopedNode | undefined {
    // Files that pass on each other's exports.
    if (depth > deepest) return
    const value = this.#exports.findLast(({ exportName }) => exportName === name)?.value
    if (value?.kind === 'expression')
      return this.#constants.has(name) ? this.constant(name, depth) : { node: value.node, scope: this }
    if (value?.kind === 'binding') return this.constant(value.name, depth)
    if (value) return this.#module(value.specifier)?.exported(value.exportName, depth + 1)
    for (const { exportName, value: all } of this.#exports) {
      const found = exportName === '*' && all.kind === 'from' && this.#module(all.specifier)?.exported(name, depth + 1)
      if (found) return found
    }
    return this.file.endsWith('.json') && name !== 'default' ? this.#setting(name, depth) : undefined
  }

  /** A file of settings exports one object, whose members are asked for like exports. */
  #setting(name: string, depth: number): ScopedNode | undefined {
    const whole = this.exported('default', depth + 1)?.node
    const property = whole?.type === 'ObjectExpression' ? whole.properties.find(one => nameOf(one) === name) : undefined
    return property?.type === 'Property' ? { node: property.value, scope: this } : undefined
  }
}

function nameOf(property: TSESTree.ObjectLiteralElement): string | undefined {
  return property.type === 'Property' ? staticName(property.key, property.computed) : undefined
}

const deepest = 10

/** Null for names that have several meanings. */
function constantsOf(nodes: readonly TSESTree.Node[]): ReadonlyMap<string, TSESTree.Expression | null> {
  const found = new Map<string, TSESTree.Expression | null>()
  for (const node of nodes) {
    if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations) {
        if (id.type !== 'Identifier') continue
        found.set(id.name, found.has(id.name) || node.kind !== 'const' ? null : init)
      }
    } else if (node.type === 'PropertyDefinition' || node.type === 'AssignmentExpression') {
      const [name, value] = ofInstance(node) ?? []
      if (name !== undefined && value) found.set(name, found.has(name) ? null : value)
    } else if ('params' in node) {
      for (const parameter of node.params) if (parameter.type === 'Identifier') found.set(parameter.name, null)
    }
  }
  return found
}

/** `this.folder`, by which a class keeps a value. */
function ofInstance(
  node: TSESTree.PropertyDefinition | TSESTree.AssignmentExpression,
): readonly [string, TSESTree.Expression | null] | undefined {
  if (node.type === 'PropertyDefinition') {
    const name = staticName(node.key, node.computed)
    return name === undefined ? undefined : [`this.${name}`, node.value]
  }
  const { left, right } = node
  if (left.type !== 'MemberExpression' || left.object.type !== 'ThisExpression') return
  const name = staticName(left.property, left.computed)
  return name === undefined ? undefined : [`this.${name}`, right]
}

/** A node and all below it, in the order of the source, without recursion: trees of expressions can be deep. */
export function descendants(root: TSESTree.Node): readonly TSESTree.Node[] {
  const found: TSESTree.Node[] = []
  const open: TSESTree.Node[] = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node)
    const children: TSESTree.Node[] = []
    for (const key of Object.keys(node)) {
      if (notChildren.has(key)) continue
      const value: unknown = Reflect.get(node, key)
      if (Array.isArray(value)) for (const child of value) addNode(child, children)
      else addNode(value, children)
    }
    while (children.length > 0) addNode(children.pop(), open)
  }
  return found
}

const notChildren: ReadonlySet<string> = new Set(['parent', 'comments', 'tokens', 'loc', 'range', 'type'])

function addNode(value: unknown, to: TSESTree.Node[]): void {
  if (isNode(value)) to.push(value)
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'range' in value
}
