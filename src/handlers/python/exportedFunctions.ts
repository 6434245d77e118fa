import type { SyntaxNode } from '@lezer/common'
import type { Span } from '#common/span.ts'
import { LineTable } from '#syntax/lineTable.ts'
import type { ParsedPython } from '#syntax/python/parse.ts'
import type { ExportedFunction } from '../exportedFunction.ts'
import { hasHandlerShape } from './handlerShape.ts'

/** What a name of a Python module stands for. */
interface ModuleName {
  readonly name: SyntaxNode
  readonly value: SyntaxNode | undefined
  readonly from?: ExportedFunction['from']
}

/** The names of a Python module that Lambda could call: functions, and values that may be functions. */
export function exportedFunctions({ file, text, tree }: ParsedPython): readonly ExportedFunction[] {
  const lines = new LineTable(text)
  const names = new Map<string, ModuleName>()
  const textOf = (node: SyntaxNode) => text.slice(node.from, node.to)
  for (const found of moduleNames(tree.topNode, textOf)) {
    const isTakenBack = found.value !== undefined && isPlainValue(found.value)
    // `handler = None` in an `except` is what is left when the import fails, not what is deployed.
    if (!isTakenBack || !names.has(textOf(found.name))) names.set(textOf(found.name), found)
  }
  return [...names.values()]
    .filter(({ value }) => value === undefined || !isPlainValue(value))
    .map(({ name, value, from }) => {
      const working = value && workingFunction(value, names, textOf)
      return {
        exportName: textOf(name),
        span: spanOf(name),
        line: lines.lineAt(name.from),
        likely: from === undefined && hasHandlerShape({ file, name: textOf(name), definition: value, working, textOf }),
        ...(working && { functionSpan: spanOf(working) }),
        ...(from && { from }),
        ...(!working && !from && { reason: 'it is an object made at run time' }),
      }
    })
    .sort((a, b) => a.span.start - b.span.start)
}

/** Names bound when the module is loaded, those inside `try`, `if` and `with` included. */
function* moduleNames(parent: SyntaxNode, textOf: (node: SyntaxNode) => string): Generator<ModuleName> {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    switch (node.name) {
      case 'FunctionDefinition':
      case 'DecoratedStatement': {
        const definition = node.name === 'DecoratedStatement' ? node.getChild('FunctionDefinition') : node
        const name = definition?.getChild('VariableName')
        if (definition && name) yield { name, value: definition }
        break
      }
      case 'ClassDefinition': {
        const name = node.getChild('VariableName')
        if (name) yield { name, value: node }
        break
      }
      case 'AssignStatement':
        yield* assignedNames(node)
        break
      case 'ImportStatement':
        yield* importedNames(node, textOf)
        break
      case 'TryStatement':
      case 'IfStatement':
      case 'WithStatement':
        for (const body of node.getChildren('Body')) yield* moduleNames(body, textOf)
        break
      default:
    }
  }
}

function* assignedNames(statement: SyntaxNode): Generator<ModuleName> {
  const value = statement.lastChild
  if (!value || value.name === 'AssignOp') return
  for (const operator of statement.getChildren('AssignOp')) {
    const before = operator.prevSibling
    const name = before?.name === 'TypeDef' ? before.prevSibling : before
    // `a, b = …` is followed no further: neither name alone stands for the value.
    if (name?.name === 'VariableName' && name.prevSibling?.name !== ',') yield { name, value }
  }
}

function* importedNames(statement: SyntaxNode, textOf: (node: SyntaxNode) => string): Generator<ModuleName> {
  const keyword = statement.getChild('import')
  if (statement.firstChild?.name !== 'from' || !keyword) return
  let specifier = ''
  for (let node = statement.firstChild.nextSibling; node && node.from < keyword.from; node = node.nextSibling)
    specifier += textOf(node)
  for (let node = keyword.nextSibling; node; node = node.nextSibling) {
    if (node.name !== 'VariableName') continue
    const alias = node.nextSibling?.name === 'as' ? node.nextSibling.nextSibling : null
    yield { name: alias ?? node, value: undefined, from: { specifier, exportName: textOf(node) } }
    if (alias) node = alias
  }
}

/** Through names, wrappers and methods of instances to the function that does the work. */
function workingFunction(
  node: SyntaxNode,
  names: ReadonlyMap<string, ModuleName>,
  textOf: (node: SyntaxNode) => string,
  depth = 0,
): SyntaxNode | undefined {
  if (depth > 20) return
  const follow = (next: SyntaxNode | null | undefined) =>
    next ? workingFunction(next, names, textOf, depth + 1) : undefined
  switch (node.name) {
    case 'FunctionDefinition':
    case 'LambdaExpression':
      return node
    case 'VariableName':
      return follow(names.get(textOf(node))?.value)
    case 'CallExpression': {
      const list = node.getChild('ArgList')
      for (let argument = list?.firstChild; argument; argument = argument.nextSibling) {
        const found =
          argument.name === 'VariableName' || argument.name === 'LambdaExpression' ? follow(argument) : undefined
        if (found) return found
      }
      return
    }
    case 'MemberExpression': {
      const method = node.getChild('PropertyName')
      const owner = node.firstChild && classBehind(node.firstChild, names, textOf, depth + 1)
      const body = owner?.getChild('Body')
      for (let member = body?.firstChild; member && method; member = member.nextSibling) {
        const definition = member.name === 'DecoratedStatement' ? member.getChild('FunctionDefinition') : member
        const name = definition?.name === 'FunctionDefinition' ? definition.getChild('VariableName') : undefined
        if (definition && name && textOf(name) === textOf(method)) return definition
      }
      return
    }
    default:
      return
  }
}

/** The class of this module that an expression is, or is an instance of. */
function classBehind(
  node: SyntaxNode,
  names: ReadonlyMap<string, ModuleName>,
  textOf: (node: SyntaxNode) => string,
  depth: number,
): SyntaxNode | undefined {
  if (depth > 20) return
  if (node.name === 'ClassDefinition') return node
  const next =
    node.name === 'VariableName'
      ? names.get(textOf(node))?.value
      : node.name === 'CallExpression'
        ? node.firstChild
        : undefined
  return next ? classBehind(next, names, textOf, depth + 1) : undefined
}

function isPlainValue({ name }: SyntaxNode): boolean {
  return /^(None|Boolean|Number|String|ContinuedString|FormatString|ArrayExpression|DictionaryExpression|SetExpression|TupleExpression|BinaryExpression|ClassDefinition|⚠)$/.test(
    name,
  )
}

function spanOf(node: SyntaxNode): Span {
  return { start: node.from, end: node.to }
}
