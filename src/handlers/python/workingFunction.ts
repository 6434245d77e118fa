import type { SyntaxNode } from '@lezer/common'
import type { ExportedFunction } from '../exportedFunction.ts'
import { definitionOf, type ModuleName } from './moduleNames.ts'

/** What a value comes down to: a function of this module, or something of another. */
export type Working =
  | { readonly node: SyntaxNode }
  | { readonly from: NonNullable<ExportedFunction['from']>; readonly isWrapped: boolean }

/** What a value is whose members are asked for. */
type ObjectBehind =
  | { readonly classNode: SyntaxNode }
  /** Of another module; of the whole of it the path is empty. */
  | { readonly specifier: string; readonly path: string }

const maximalDepth = 20

/** The names of a module, and what the values under them come down to. */
export class ModuleValues {
  readonly #names: ReadonlyMap<string, readonly ModuleName[]>
  readonly #textOf: (node: SyntaxNode) => string

  constructor(names: ReadonlyMap<string, readonly ModuleName[]>, textOf: (node: SyntaxNode) => string) {
    this.#names = names
    this.#textOf = textOf
  }

  /** Through names, wrappers and methods of instances to the function that does the work. */
  working(node: SyntaxNode, depth = 0): Working | undefined {
    if (depth > maximalDepth) return
    switch (node.name) {
      case 'FunctionDefinition':
      case 'LambdaExpression':
        return { node }
      case 'VariableName': {
        const bound = this.#bound(node)
        if (bound?.from) return { from: bound.from, isWrapped: false }
        return bound?.value && this.working(bound.value, depth + 1)
      }
      case 'CallExpression':
        return this.#ofCall(node, depth)
      case 'MemberExpression': {
        const method = node.getChild('PropertyName')
        const object = node.firstChild && this.#object(node.firstChild, depth + 1)
        return object && method ? this.#member(object, this.#textOf(method), depth) : undefined
      }
      default:
        return
    }
  }

  /** As it is bound where the node stands: `handler = wrap(handler)` means the one before. */
  #bound(node: SyntaxNode): ModuleName | undefined {
    const all = this.#names.get(this.#textOf(node)) ?? []
    return (
      all.findLast(({ node: name }) => name.to < node.from && !isWithin(node, name)) ??
      all.find(({ node: name }) => !isWithin(node, name))
    )
  }

  #ofCall(node: SyntaxNode, depth: number): Working | undefined {
    const callee = node.firstChild
    const made = callee && this.#object(callee, depth + 1)
    if (made && 'classNode' in made) return this.#member(made, '__call__', depth)
    // A class makes an object, whatever it is given: an application, or a pool of something.
    if (!callee || /^[A-Z]/.test(this.#textOf(callee).replace(/^.*\./s, ''))) return
    let imported: Working | undefined
    for (const argument of positional(node)) {
      const isFollowed = /^(VariableName|LambdaExpression|CallExpression|MemberExpression)$/.test(argument.name)
      const found = isFollowed ? this.working(argument, depth + 1) : undefined
      if (found && 'node' in found) return found
      if (found) imported ??= { ...found, isWrapped: true }
    }
    return imported ?? this.#ofFactory(callee, depth)
  }

  /** The function that a function of this module makes and returns. */
  #ofFactory(callee: SyntaxNode, depth: number): Working | undefined {
    const factory = callee.name === 'VariableName' ? this.working(callee, depth + 1) : undefined
    const body = factory && 'node' in factory ? factory.node.getChild('Body') : null
    const returned = body?.lastChild?.name === 'ReturnStatement' ? body.lastChild.lastChild : null
    if (returned?.name === 'LambdaExpression') return { node: returned }
    for (let inner = body?.firstChild; inner && returned?.name === 'VariableName'; inner = inner.nextSibling) {
      const definition = definitionOf(inner)
      const name = definition?.name === 'FunctionDefinition' ? definition.getChild('VariableName') : null
      if (definition && name && this.#textOf(name) === this.#textOf(returned)) return { node: definition }
    }
    return undefined
  }

  #object(node: SyntaxNode, depth: number): ObjectBehind | undefined {
    if (depth > maximalDepth) return
    if (node.name === 'ClassDefinition') return { classNode: node }
    if (node.name === 'CallExpression') return node.firstChild ? this.#object(node.firstChild, depth + 1) : undefined
    if (node.name === 'MemberExpression') {
      const object = node.firstChild && this.#object(node.firstChild, depth + 1)
      const name = node.getChild('PropertyName')
      if (!object || !name || !('specifier' in object)) return
      return { ...object, path: object.path === '' ? this.#textOf(name) : `${object.path}.${this.#textOf(name)}` }
    }
    const bound = node.name === 'VariableName' ? this.#bound(node) : undefined
    if (!bound?.from) return bound?.value && this.#object(bound.value, depth + 1)
    const { specifier, exportName } = bound.from
    return { specifier, path: exportName === '*' ? '' : exportName }
  }

  #member(object: ObjectBehind, name: string, depth: number): Working | undefined {
    if ('specifier' in object) {
      const exportName = object.path === '' ? name : `${object.path}.${name}`
      return { from: { specifier: object.specifier, exportName }, isWrapped: false }
    }
    for (const { name: own, node } of methodsOf(object.classNode, this.#textOf)) if (own === name) return { node }
    const bases = object.classNode.getChild('ArgList')
    for (const base of bases && depth < maximalDepth ? bases.getChildren('VariableName') : []) {
      const inherited = this.#object(base, depth + 1)
      const found = inherited && this.#member(inherited, name, depth + 1)
      if (found) return found
    }
    return undefined
  }
}

/** The methods that stand in a class itself. */
export function methodsOf(
  classNode: SyntaxNode,
  textOf: (node: SyntaxNode) => string,
): readonly { readonly name: string; readonly at: SyntaxNode; readonly node: SyntaxNode }[] {
  const found: { name: string; at: SyntaxNode; node: SyntaxNode }[] = []
  for (let member = classNode.getChild('Body')?.firstChild; member; member = member.nextSibling) {
    const definition = definitionOf(member)
    const at = definition?.name === 'FunctionDefinition' ? definition.getChild('VariableName') : null
    if (definition && at) found.push({ name: textOf(at), at, node: definition })
  }
  return found
}

/** Named ones are settings, of which the name would look like a value. */
function positional(call: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let node = call.getChild('ArgList')?.firstChild; node; node = node.nextSibling) {
    if (node.nextSibling?.name === 'AssignOp') node = node.nextSibling.nextSibling ?? node
    else if (!/^[(),*]$|^\*\*$/.test(node.name)) found.push(node)
  }
  return found
}

/** Whether a node stands in the statement that binds a name. */
function isWithin(node: SyntaxNode, name: SyntaxNode): boolean {
  const statement = name.parent
  return statement !== null && statement.from <= node.from && node.to <= statement.to
}
