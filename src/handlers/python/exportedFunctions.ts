import type { SyntaxNode } from '@lezer/common'
import type { Span } from '#common/span.ts'
import { LineTable } from '#syntax/lineTable.ts'
import type { ParsedPython } from '#syntax/python/parse.ts'
import type { ExportedFunction } from '../exportedFunction.ts'
import { groupBy } from '../groupBy.ts'
import { hasHandlerShape } from './handlerShape.ts'
import { type ModuleName, moduleNames } from './moduleNames.ts'
import { methodsOf, ModuleValues } from './workingFunction.ts'

/**
 * The names of a Python module that Lambda could call: functions, and values that may be functions. Methods have a path
 * as their name, `Api.get`, so that other modules can expose them.
 */
export function exportedFunctions({ file, text, tree }: ParsedPython): readonly ExportedFunction[] {
  const lines = new LineTable(text)
  const textOf = (node: SyntaxNode) => text.slice(node.from, node.to)
  const names = groupBy(moduleNames(tree.topNode, textOf), ({ name, from }) =>
    name === '*' ? `* ${from?.specifier}` : name,
  )
  const values = new ModuleValues(names, textOf)
  const described = (bound: ModuleName): ExportedFunction => {
    const { name, node, value, from } = bound
    const working = value && values.working(value)
    const found = working && 'node' in working ? working.node : undefined
    const imported = from ?? (working && 'from' in working ? working.from : undefined)
    const isWrapped = working && 'from' in working && working.isWrapped
    return {
      exportName: name,
      span: spanOf(node),
      line: lines.lineAt(node.from),
      likely: from === undefined && hasHandlerShape({ file, name, definition: value, working: found, textOf }),
      ...(found && { functionSpan: spanOf(found) }),
      ...(imported && { from: imported }),
      ...(isWrapped && { reason: 'the function it wraps is imported from another file' }),
      ...(!found && !imported && { reason: 'it is an object made at run time' }),
    }
  }
  const exported = [...names.values()].flatMap(all => {
    // `handler = None` in an `except` is what is left when the import fails, not what is deployed.
    const last = all.findLast(({ value }) => !(value && isPlainValue(value)))
    // A module that is imported is none of the names that a handler string can have.
    return !last || (last.from?.exportName === '*' && last.name !== '*') ? [] : [described(last)]
  })
  const methods = [...names.values()].flat().flatMap(({ name, value }) =>
    value?.name === 'ClassDefinition'
      ? methodsOf(value, textOf).map(({ name: method, at, node }) => ({
          exportName: `${name}.${method}`,
          span: spanOf(at),
          line: lines.lineAt(at.from),
          functionSpan: spanOf(node),
          likely: false,
        }))
      : [],
  )
  return [...exported, ...methods].sort((a, b) => a.span.start - b.span.start)
}

function isPlainValue({ name }: SyntaxNode): boolean {
  return /^(None|Boolean|Number|String|ContinuedString|FormatString|ArrayExpression|DictionaryExpression|SetExpression|TupleExpression|BinaryExpression|ClassDefinition|⚠)$/.test(
    name,
  )
}

function spanOf(node: SyntaxNode): Span {
  return { start: node.from, end: node.to }
}
