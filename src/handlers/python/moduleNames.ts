import type { SyntaxNode } from '@lezer/common'
import type { ExportedFunction } from '../exportedFunction.ts'

/** What a name of a Python module stands for. */
export interface ModuleName {
  readonly name: string
  /** Where it is bound. */
  readonly node: SyntaxNode
  readonly value: SyntaxNode | undefined
  /** `*` as the name of an export: the whole module. */
  readonly from?: ExportedFunction['from']
}

type TextOf = (node: SyntaxNode) => string

/** Names bound when the module is loaded, those inside `try`, `if` and `with` included; `*` for a star import. */
export function* moduleNames(parent: SyntaxNode, textOf: TextOf): Generator<ModuleName> {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    switch (node.name) {
      case 'FunctionDefinition':
      case 'ClassDefinition':
      case 'DecoratedStatement': {
        const definition = definitionOf(node)
        const name = definition?.getChild('VariableName')
        if (definition && name) yield { name: textOf(name), node: name, value: definition }
        break
      }
      case 'AssignStatement':
        yield* assignedNames(node, textOf)
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

/** The function or class under decorators. */
export function definitionOf(node: SyntaxNode): SyntaxNode | null {
  if (node.name !== 'DecoratedStatement') return node
  return node.getChild('FunctionDefinition') ?? node.getChild('ClassDefinition')
}

function* assignedNames(statement: SyntaxNode, textOf: TextOf): Generator<ModuleName> {
  const value = statement.lastChild
  if (!value || value.name === 'AssignOp') return
  for (const operator of statement.getChildren('AssignOp')) {
    const before = operator.prevSibling
    const node = before?.name === 'TypeDef' ? before.prevSibling : before
    // `a, b = …` is followed no further: neither name alone stands for the value.
    if (node?.name === 'VariableName' && node.prevSibling?.name !== ',') yield { name: textOf(node), node, value }
  }
}

function* importedNames(statement: SyntaxNode, textOf: TextOf): Generator<ModuleName> {
  const isFrom = statement.firstChild?.name === 'from'
  const keyword = statement.getChild('import')
  if (!keyword) return
  let specifier = ''
  for (
    let node = isFrom ? statement.firstChild?.nextSibling : null;
    node && node.from < keyword.from;
    node = node.nextSibling
  )
    specifier += textOf(node)
  let module = ''
  for (let node = keyword.nextSibling; node; node = node.nextSibling) {
    if (node.name === ',') module = ''
    if (isFrom && node.name === '*') yield { name: '*', node, value: undefined, from: { specifier, exportName: '*' } }
    if (node.name !== 'VariableName' && node.name !== '.') continue
    module += textOf(node)
    if (node.name === '.' || node.nextSibling?.name === '.') continue
    const alias = node.nextSibling?.name === 'as' ? node.nextSibling.nextSibling : null
    const bound = alias ?? node
    if (isFrom)
      yield { name: textOf(bound), node: bound, value: undefined, from: { specifier, exportName: textOf(node) } }
    // `import a.b` makes the name `a`, of which `b` is a member.
    else
      yield {
        name: alias ? textOf(alias) : (module.split('.')[0] ?? ''),
        node: bound,
        value: undefined,
        from: { specifier: alias ? module : (module.split('.')[0] ?? ''), exportName: '*' },
      }
    if (alias) node = alias
    if (isFrom) module = ''
  }
}
