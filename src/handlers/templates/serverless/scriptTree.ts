import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Span } from '#common/span.ts'
import { type Binding, moduleBindings, moduleStatements, staticName } from '../../javascript/moduleBindings.ts'
import { type IntrinsicNode, type MapEntry, type ScalarNode, type TemplateNode, valueAt } from '../templateNode.ts'
import { commonJsExport, isEnvironment, isFolderCall } from './scriptShape.ts'

/**
 * What a module exports as far as it is written down as plain values: a map of export names, `default` for
 * `module.exports =` as well. Where a value comes from elsewhere there stands a node of kind intrinsic:
 * `import` [specifier, export, …path], `concat` [parts], `spread` [maps, the later ones winning], `folder` for the
 * folder of the file, and `script` for what only running the module could tell.
 */
export function scriptTree(program: TSESTree.Program): TemplateNode {
  return new ScriptReader(program).exports()
}

class ScriptReader {
  readonly #program: TSESTree.Program
  readonly #bindings: ReadonlyMap<string, Binding>
  /** Values being read stand as unknown, so that those which refer to themselves end. */
  readonly #known = new Map<TSESTree.Node, TemplateNode>()

  constructor(program: TSESTree.Program) {
    this.#program = program
    this.#bindings = moduleBindings(program)
  }

  exports(): TemplateNode {
    const entries: MapEntry[] = []
    const others: TemplateNode[] = []
    const add = (key: string, at: TSESTree.Node, value: TemplateNode) =>
      entries.push({ key, keySpan: spanOf(at), value })
    for (const statement of moduleStatements(this.#program.body)) {
      if (statement.type === 'ExportDefaultDeclaration') {
        add('default', statement, this.#value(statement.declaration))
      } else if (statement.type === 'TSExportAssignment') {
        add('default', statement, this.#value(statement.expression))
      } else if (statement.type === 'ExportAllDeclaration') {
        const whole = imported(statement.source.value, ['*'], spanOf(statement))
        if (statement.exported?.type === 'Identifier') add(statement.exported.name, statement.exported, whole)
        else others.push(whole)
      } else if (statement.type === 'ExportNamedDeclaration') {
        for (const [name, at, value] of this.#named(statement)) add(name, at, value)
      } else if (statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression') {
        const { left, right } = statement.expression
        const name = commonJsExport(left)
        if (name !== undefined) add(name, left, this.#value(right))
      }
    }
    const map: TemplateNode = { kind: 'map', entries, span: spanOf(this.#program) }
    return others.length > 0 ? made('spread', [...others, map], map.span) : map
  }

  #named(statement: TSESTree.ExportNamedDeclaration): (readonly [string, TSESTree.Node, TemplateNode])[] {
    const { declaration, source } = statement
    const specified = statement.specifiers.map(({ local, exported }) => {
      const name = nameOf(local)
      const value = source ? imported(source.value, [name], spanOf(local)) : this.#binding(name, spanOf(local))
      return [nameOf(exported), exported, value] as const
    })
    if (declaration?.type !== 'VariableDeclaration') return specified
    const declared = declaration.declarations.flatMap(({ id }) =>
      id.type === 'Identifier' ? [[id.name, id, this.#binding(id.name, spanOf(id))] as const] : [],
    )
    return [...specified, ...declared]
  }

  #value(node: TSESTree.Node): TemplateNode {
    const known = this.#known.get(node)
    if (known) return known
    this.#known.set(node, unknown(spanOf(node)))
    const value = this.#read(node)
    this.#known.set(node, value)
    return value
  }

  #read(node: TSESTree.Node): TemplateNode {
    const span = spanOf(node)
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
        return this.#value(node.expression)
      case 'Literal':
        return typeof node.value === 'object' && node.value !== null
          ? unknown(span)
          : scalar(typeof node.value === 'bigint' ? String(node.value) : node.value, span)
      case 'TemplateLiteral':
        return this.#template(node)
      case 'BinaryExpression':
        return node.operator === '+'
          ? made('concat', [this.#value(node.left), this.#value(node.right)], span)
          : unknown(span)
      case 'LogicalExpression':
        // Only the default of an environment variable is known; it decides nothing where it stands.
        return isEnvironment(node.left) ? made('concat', [this.#value(node.right)], span) : unknown(span)
      case 'ObjectExpression':
        return this.#object(node)
      case 'ArrayExpression':
        return {
          kind: 'list',
          items: node.elements.map(item => (item ? this.#value(item) : unknown(span))),
          span,
        }
      case 'Identifier':
        return node.name === 'undefined' ? scalar(null, span) : this.#binding(node.name, span)
      case 'MemberExpression':
        return this.#member(node)
      case 'CallExpression':
        return isFolderCall(node) ? made('folder', [], span) : unknown(span)
      default:
        return unknown(span)
    }
  }

  #template(node: TSESTree.TemplateLiteral): TemplateNode {
    const span = spanOf(node)
    const texts = node.quasis.map(({ value, range }) => scalar(value.cooked, { start: range[0], end: range[1] }))
    if (node.expressions.length === 0) return scalar(texts[0]?.value ?? '', span)
    const parts = texts.flatMap((text, index) => {
      const expression = node.expressions[index]
      return expression ? [text, this.#value(expression)] : [text]
    })
    return made('concat', parts, span)
  }

  #object(node: TSESTree.ObjectExpression): TemplateNode {
    const span = spanOf(node)
    const parts: TemplateNode[] = []
    let entries: MapEntry[] = []
    const close = () => {
      if (entries.length > 0) parts.push({ kind: 'map', entries, span })
      entries = []
    }
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') {
        close()
        parts.push(this.#value(property.argument))
        continue
      }
      const key = staticName(property.key, property.computed) ?? this.#computedName(property)
      if (key !== undefined) {
        const keySpan = spanOf(property.key)
        entries.push({ key, keySpan, value: property.method ? unknown(span) : this.#value(property.value) })
      }
    }
    if (parts.length === 0) return { kind: 'map', entries, span }
    close()
    return made('spread', parts, span)
  }

  #computedName({ key, computed }: TSESTree.Property): string | undefined {
    if (key.type === 'Literal') return String(key.value)
    const value = computed ? this.#value(key) : undefined
    return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined
  }

  #member(node: TSESTree.MemberExpression): TemplateNode {
    const key = staticName(node.property, node.computed)
    const object = this.#value(node.object)
    if (key === undefined) return unknown(spanOf(node))
    if (object.kind === 'intrinsic' && object.name === 'import' && object.argument.kind === 'list') {
      return {
        ...object,
        argument: { ...object.argument, items: [...object.argument.items, scalar(key, object.span)] },
      }
    }
    return valueAt(object, key) ?? unknown(spanOf(node))
  }

  #binding(name: string, span: Span): TemplateNode {
    const binding = this.#bindings.get(name)
    if (binding?.kind === 'import') return imported(binding.specifier, [binding.exportName], span)
    if (binding?.kind !== 'value') return unknown(span)
    const whole = this.#value(binding.node)
    const assigned = binding.members ?? []
    if (assigned.length === 0) return whole
    const entries = assigned.map(({ key, at, value }) => ({ key, keySpan: spanOf(at), value: this.#value(value) }))
    return made('spread', [whole, { kind: 'map', entries, span: whole.span }], whole.span)
  }
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value
}

function imported(specifier: string, path: readonly string[], span: Span): IntrinsicNode {
  return made(
    'import',
    [specifier, ...path].map(text => scalar(text, span)),
    span,
  )
}

function made(name: string, items: readonly TemplateNode[], span: Span): IntrinsicNode {
  return { kind: 'intrinsic', name, argument: { kind: 'list', items, span }, span }
}

function unknown(span: Span): IntrinsicNode {
  return made('script', [], span)
}

function scalar(value: ScalarNode['value'], span: Span): ScalarNode {
  return { kind: 'scalar', value, span }
}

function spanOf({ range: [start, end] }: TSESTree.Node): Span {
  return { start, end }
}
