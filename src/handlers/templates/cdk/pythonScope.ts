import { posix } from 'node:path'
import type { SyntaxNode, Tree } from '@lezer/common'
import { projectFolder } from '../projectPath.ts'
import { libraryName } from './pythonNames.ts'
import type { Plain } from '../templateNode.ts'
import { called, mostSteps, productName, type SourceValue, type Steps, text } from './sourceValue.ts'

const longestChain = 40
/** Files that import from each other. */
const deepestImport = 10

/** An expression, and the file that its names are of. */
export interface ScopedSyntax {
  readonly node: SyntaxNode
  readonly scope: PythonScope
}

/** What the names of a Python file stand for, and the values of expressions made of them. */
export class PythonScope {
  readonly file: string
  readonly text: string
  readonly #imports = new Map<string, string>()
  /** Null for names that have several meanings. */
  readonly #constants = new Map<string, SyntaxNode | null>()
  readonly #module: (name: string) => PythonScope | undefined

  /** @param module the file of the app behind an import; undefined for libraries */
  constructor(
    file: string,
    text: string,
    tree: Tree,
    module: (name: string) => PythonScope | undefined = () => undefined,
  ) {
    this.file = file
    this.text = text
    this.#module = module
    tree.iterate({
      enter: ({ node }) => {
        if (node.name === 'ImportStatement') this.#import(this.textOf(node))
        else if (node.name === 'AssignStatement') this.#assign(node)
        else if (node.name === 'ParamList') {
          for (const parameter of node.getChildren('VariableName')) this.#constants.set(this.textOf(parameter), null)
        }
      },
    })
  }

  textOf({ from, to }: { readonly from: number; readonly to: number }): string {
    return this.text.slice(from, to)
  }

  /** `aws-lambda.Runtime.PYTHON_3_13`, the same for all ways to import it. */
  importedName(node: SyntaxNode): string | undefined {
    if (node.name !== 'VariableName' && node.name !== 'MemberExpression') return
    const [first = '', ...rest] = this.textOf(node).replace(/\s+/g, '').split('.')
    const imported = this.#imports.get(first)
    return imported === undefined ? undefined : libraryName([imported, ...rest].join('.'))
  }

  /** What a name is set to, also in another file, where that is the same everywhere. */
  unwrapped(node: SyntaxNode): ScopedSyntax & { readonly isShared: boolean } {
    let at: ScopedSyntax = { node, scope: this }
    for (let step = 0; step < longestChain; step++) {
      const next = at.scope.#constant(at.node)
      if (!next) break
      at = next
    }
    return { ...at, isShared: at.node !== node }
  }

  #constant(node: SyntaxNode): ScopedSyntax | undefined {
    if (node.name !== 'VariableName' && node.name !== 'MemberExpression') return
    return this.#named(this.textOf(node).replace(/\s+/g, ''), 0)
  }

  /** @param name `MEMORY` or `sizes.MEMORY` */
  #named(name: string, depth: number): ScopedSyntax | undefined {
    const own = this.#constants.get(name)
    if (own) return { node: own, scope: this }
    const [first = '', ...rest] = name.split('.')
    const imported = this.#constants.has(first) || depth > deepestImport ? undefined : this.#imports.get(first)
    const whole = [imported ?? '', ...rest].join('.')
    const dot = whole.lastIndexOf('.')
    const scope = imported === undefined || dot <= 0 ? undefined : this.#module(whole.slice(0, dot))
    return scope && scope.#named(whole.slice(dot + 1), depth + 1)
  }

  /** Undefined where it is known only when the app runs. */
  valueOf(start: SyntaxNode, steps: Steps = { left: mostSteps }): SourceValue | undefined {
    const { node, scope, isShared } = this.unwrapped(start)
    if (scope !== this) {
      const found = scope.valueOf(node, steps)
      return found && { ...found, isShared: true }
    }
    if (steps.left-- <= 0) return
    const inner = (part: SyntaxNode | null | undefined) => (part ? this.valueOf(part, steps)?.value : undefined)
    const made = (value: Plain | undefined) => (value === undefined ? undefined : { value, isShared })
    const text = this.textOf(node)
    const place = { file: this.file, span: { start: node.from, end: node.to } }
    switch (node.name) {
      case 'Number': {
        const value = Number(text.replaceAll('_', ''))
        return Number.isNaN(value) ? undefined : { value, place, isShared }
      }
      case 'Boolean':
        return { value: text === 'True', place, isShared }
      case 'String': {
        const [, content] =
          /^[rRuU]?(?:"""([^]*)"""|'''([^]*)'''|"([^]*)"|'([^]*)')$/.exec(text)?.filter(part => part !== undefined) ??
          []
        return content === undefined || content.includes('\\') ? undefined : { value: content, place, isShared }
      }
      case 'FormatString':
        return made(this.#formatted(node, inner))
      case 'ParenthesizedExpression':
        return made(inner(node.firstChild?.nextSibling))
      case 'BinaryExpression': {
        const [left, right] = [inner(node.firstChild), inner(node.lastChild)]
        const operator = node.getChild('ArithOp')
        if (left === undefined || right === undefined || !operator) return
        if (typeof left === 'number' && typeof right === 'number' && this.textOf(operator) === '*')
          return made(left * right)
        return this.textOf(operator) === '+' && typeof left === 'string' ? made(left + String(right)) : undefined
      }
      case 'VariableName':
        return text === '__file__' ? made(posix.join(projectFolder, this.file)) : undefined
      case 'MemberExpression': {
        const [, type, member] = /^aws-lambda\.(Runtime|Architecture)\.(\w+)$/.exec(this.importedName(node) ?? '') ?? []
        return type === undefined || member === undefined ? undefined : made(productName(type, member))
      }
      case 'CallExpression':
        return this.#called(node, steps, isShared)
      default:
        return
    }
  }

  textOfArgument(node: SyntaxNode | undefined): string | undefined {
    return node && text(this.valueOf(node)?.value)
  }

  /** The known entries of a dictionary, as texts. */
  textsOf(start: SyntaxNode | undefined): Record<string, string> {
    const object = start && this.unwrapped(start)
    const known = [...((object && object.scope.#dictionary(object.node)) ?? [])].flatMap(([name, value]) => {
      const said = object?.scope.valueOf(value)?.value
      return said === undefined ? [] : [[name, String(said)] as const]
    })
    return Object.fromEntries(known)
  }

  /** Of a dictionary of this file, which a call is given as a whole. */
  #entries(start: SyntaxNode): ReadonlyMap<string, SyntaxNode> | undefined {
    const { node, scope } = this.unwrapped(start)
    return scope === this ? this.#dictionary(node) : undefined
  }

  /** Undefined for what is none, or has keys or parts that are known only when the app runs. */
  #dictionary(node: SyntaxNode): ReadonlyMap<string, SyntaxNode> | undefined {
    if (node.name !== 'DictionaryExpression') return
    const entries = new Map<string, SyntaxNode>()
    for (let key = node.firstChild; key; key = key.nextSibling) {
      if (key.name === '**') return
      const value = key.nextSibling?.name === ':' ? key.nextSibling.nextSibling : null
      const name = value ? this.valueOf(key)?.value : undefined
      if (name !== undefined && value) entries.set(String(name), value)
    }
    return entries
  }

  /** Positional and named arguments of a call; `isOpen` where it has more that are known only when the app runs. */
  argumentsOf(call: SyntaxNode): PythonArguments {
    const positional: SyntaxNode[] = []
    const named = new Map<string, SyntaxNode>()
    const shared = new Set<string>()
    let isOpen = false
    for (let node = call.getChild('ArgList')?.firstChild ?? null; node; node = node.nextSibling) {
      if (node.name === '*' || node.name === '**') {
        const spread = node.name === '**' && node.nextSibling ? this.#entries(node.nextSibling) : undefined
        isOpen ||= !spread
        for (const [name, value] of spread ?? []) {
          if (named.has(name)) continue
          named.set(name, value)
          shared.add(name)
        }
        node = node.nextSibling ?? node
      } else if (node.nextSibling?.name === 'AssignOp') {
        const value = node.nextSibling.nextSibling
        if (value && value.name !== ',' && value.name !== ')') named.set(this.textOf(node), value)
        node = value ?? node
      } else if (!/^[(),]$/.test(node.name) && node.name !== 'Comment') positional.push(node)
    }
    return { positional, named, shared, isOpen }
  }

  #called(node: SyntaxNode, steps: Steps, isShared: boolean): SourceValue | undefined {
    const name = node.firstChild ? this.importedName(node.firstChild) : undefined
    const { positional } = this.argumentsOf(node)
    const [first] = positional
    if (name === 'core.Duration.seconds' && first) return this.valueOf(first, steps)
    const values = positional.map(part => this.valueOf(part, steps)?.value)
    const value = name === undefined ? undefined : called(name, values)
    return value === undefined ? undefined : { value, isShared }
  }

  #formatted(node: SyntaxNode, inner: (part: SyntaxNode | null | undefined) => Plain | undefined): string | undefined {
    let text = this.textOf(node)
    for (const replacement of node.getChildren('FormatReplacement').toReversed()) {
      const value = inner(replacement.firstChild?.nextSibling)
      if (value === undefined) return
      text = text.slice(0, replacement.from - node.from) + String(value) + text.slice(replacement.to - node.from)
    }
    return /^[fF](["'])([^\\]*)\1$/.exec(text)?.[2]
  }

  #import(statement: string): void {
    const [, module, members] = /^from\s+([\w.]+)\s+import\s+([^]*)$/.exec(statement) ?? []
    for (const part of (members ?? statement.replace(/^import\s+/, '')).replace(/[()\\]|#[^\n]*/g, ' ').split(',')) {
      const [, name, alias] = /^\s*([\w.]+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? []
      if (name === undefined) continue
      const whole = module === undefined ? name : `${module}${module.endsWith('.') ? '' : '.'}${name}`
      // `import a.b` makes the name `a`.
      if (module === undefined && alias === undefined)
        this.#imports.set(name.replace(/\..*$/, ''), name.replace(/\..*$/, ''))
      else this.#imports.set(alias ?? name, whole)
    }
  }

  #assign(node: SyntaxNode): void {
    const name = node.firstChild
    const isMember = name?.name === 'MemberExpression' && /^self\.\w+$/.test(this.textOf(name))
    if (!name || !(name.name === 'VariableName' || isMember) || !node.lastChild) return
    const isPlain = node.getChildren('AssignOp').length === 1 && node.getChildren('VariableName').length <= 2
    this.#constants.set(this.textOf(name), this.#constants.has(this.textOf(name)) || !isPlain ? null : node.lastChild)
  }
}

export interface PythonArguments {
  readonly positional: readonly SyntaxNode[]
  readonly named: ReadonlyMap<string, SyntaxNode>
  /** Names of those that stand in a dictionary, which others may use as well. */
  readonly shared: ReadonlySet<string>
  readonly isOpen: boolean
}
