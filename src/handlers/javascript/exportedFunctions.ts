import type { ParsedScript } from '#syntax/javascript/parse.ts'
import { LineTable } from '#syntax/lineTable.ts'
import type { ExportedFunction } from '../exportedFunction.ts'
import { hasHandlerShape } from './handlerShape.ts'
import { moduleBindings } from './moduleBindings.ts'
import { type ModuleExport, moduleExports } from './moduleExports.ts'
import { type Bindings, functionOfName, returnedFunction, type Working, workingFunction } from './workingFunction.ts'

/** The exports of a JavaScript or TypeScript file that Lambda could call, in source order, one for each name. */
export function exportedFunctions(script: ParsedScript): readonly ExportedFunction[] {
  const lines = new LineTable(script.text)
  const bindings = moduleBindings(script.ast)
  const found = new Map<string, ExportedFunction>()
  const all = moduleExports(script.ast)
  const isCommand = all.some(({ exportName }) => exportName === 'command' || exportName === 'builder')
  for (const exported of all) {
    const candidate = describe(script, lines, exported, bindings)
    // A later assignment wins, unless it only takes the name back, such as `exports.handler = void 0`.
    if (!candidate.reason || candidate.likely || !found.has(candidate.exportName)) {
      const key = exported.exportName === '*' ? `* ${candidate.from?.specifier}` : exported.exportName
      found.set(key, isCommand ? { ...candidate, likely: false } : candidate)
    }
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start)
}

function workingOf({ value }: ModuleExport, bindings: Bindings): Working {
  if (value.kind === 'from') return value
  const working =
    value.kind === 'binding' ? functionOfName(value.name, bindings) : workingFunction(value.node, bindings)
  if (working.kind !== 'function' || working.wrapped || !returnedFunction(working.node)) return working
  return { kind: 'not-callable', reason: 'it is a factory: it returns a function' }
}

function describe(
  script: ParsedScript,
  lines: LineTable,
  exported: ModuleExport,
  bindings: Bindings,
): ExportedFunction {
  const working = workingOf(exported, bindings)
  const { node } = exported
  const start = node.range[0]
  // The range of a name would include its type annotation.
  const end = node.type === 'Identifier' ? start + node.name.length : node.range[1]
  return {
    exportName: exported.exportName,
    span: { start, end },
    line: lines.lineAt(start),
    likely: hasHandlerShape({ file: script.file, text: script.text, exported, working, bindings }),
    ...(working.kind === 'function' && { functionSpan: { start: working.node.range[0], end: working.node.range[1] } }),
    ...(working.kind === 'from' && { from: { specifier: working.specifier, exportName: working.exportName } }),
    ...('reason' in working && { reason: working.reason }),
  }
}
