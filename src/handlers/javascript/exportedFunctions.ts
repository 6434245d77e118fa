import type { ParsedScript } from '#syntax/javascript/parse.ts'
import { LineTable } from '#syntax/lineTable.ts'
import type { ExportedFunction } from '../exportedFunction.ts'
import { hasHandlerShape } from './handlerShape.ts'
import { moduleBindings } from './moduleBindings.ts'
import { expressionExport, type ModuleExport } from './moduleExport.ts'
import { moduleExports } from './moduleExports.ts'
import { membersOf, objectBehind, objectOfName } from './objectBehind.ts'
import { type Bindings, functionOfName, returnedFunction, type Working, workingFunction } from './workingFunction.ts'

/**
 * The exports of a JavaScript or TypeScript file that Lambda could call, in source order, one for each name. Functions
 * in an exported object or class have a path as their name: `api.get`, `Api.prototype.get`.
 */
export function exportedFunctions(script: ParsedScript): readonly ExportedFunction[] {
  const lines = new LineTable(script.text)
  const bindings = moduleBindings(script.ast)
  const found = new Map<string, ExportedFunction>()
  const all = moduleExports(script.ast, bindings)
  const isCommand = all.some(({ exportName }) => exportName === 'command' || exportName === 'builder')
  for (const exported of all) {
    const candidate = describe(script, lines, exported, bindings)
    const before = found.get(candidate.exportName)
    // A later assignment wins, unless it only takes the name back, such as `exports.handler = void 0`.
    if (candidate.reason && !candidate.likely && before) continue
    const key = exported.exportName === '*' ? `* ${candidate.from?.specifier}` : exported.exportName
    const whole = before ? wrapped(candidate, before, script, exported) : candidate
    found.set(key, isCommand ? { ...whole, likely: false } : whole)
  }
  for (const member of all.flatMap(exported => exportsOfMembers(exported, bindings))) {
    const candidate = describe(script, lines, member, bindings)
    if (candidate.functionSpan) found.set(candidate.exportName, { ...candidate, likely: false })
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start)
}

/** Of `exports.handler = wrap(exports.handler)` the work is done by what was there before. */
function wrapped(
  candidate: ExportedFunction,
  before: ExportedFunction,
  { text }: ParsedScript,
  { exportName, value }: ModuleExport,
): ExportedFunction {
  if (value.kind !== 'expression' || value.node.type !== 'CallExpression' || !before.functionSpan) return candidate
  const names = [...text.slice(...value.node.range).matchAll(/\bexports\.([\w$]+)/g)]
  if (names.every(([, name]) => name !== exportName)) return candidate
  const { reason: _, ...rest } = candidate
  return { ...rest, functionSpan: before.functionSpan }
}

function exportsOfMembers({ exportName, value }: ModuleExport, bindings: Bindings): readonly ModuleExport[] {
  if (value.kind === 'from') return []
  const object = value.kind === 'binding' ? objectOfName(value.name, bindings) : objectBehind(value.node, bindings)
  if (!object || object.kind === 'import') return []
  return membersOf(object).flatMap(member => {
    if (object.kind === 'instance' && member.isStatic) return []
    const path = object.kind === 'class' && !member.isStatic ? 'prototype.' : ''
    return [expressionExport(`${exportName}.${path}${member.name}`, member.at, member.value)]
  })
}

function workingOf({ value }: ModuleExport, bindings: Bindings): Working {
  if (value.kind === 'from') return { ...value, wrapped: false }
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
    ...(working.kind === 'from' &&
      working.wrapped && { reason: 'the function it wraps is imported from another file' }),
    ...('reason' in working && { reason: working.reason }),
  }
}
