import { LineTable } from '#syntax/lineTable.ts'
import type { ExportedFunction } from '../exportedFunction.ts'
import { blankText } from './blankText.ts'

/**
 * The functions of a Rust file that stand outside of others, and its program as the export `main`: at the function
 * that it serves, through `use` where that stands in another file.
 */
export function rustExports(text: string): readonly ExportedFunction[] {
  const code = blankText(text, 'braces')
  const lines = new LineTable(text)
  const at = (exportName: string, start: number, length: number): ExportedFunction => ({
    exportName,
    span: { start, end: start + length },
    line: lines.lineAt(start),
    likely: false,
  })
  const functions = [...code.matchAll(/^(?:pub(?:\([^)]*\))?\s+)?(?:async\s+)?fn\s+(?<name>\w+)/gm)].map(match => {
    const name = match.groups?.['name'] ?? ''
    return at(name, match.index + match[0].length - name.length, name.length)
  })
  const others = functions.filter(({ exportName }) => exportName !== 'main')
  const start = /\bservice_fn\s*\(|\b(?:lambda_runtime|lambda_http)\s*::\s*run\w*\s*\(/.exec(code)
  if (!start || !/\blambda_(?:runtime|http|extension)\b/.test(code)) return others
  const served = servedName(code)
  const own = others.find(({ exportName }) => exportName === served)
  if (own) return [...others, { ...own, exportName: 'main' }]
  const started = at('main', start.index, start[0].length - 1)
  const specifier = served === undefined ? undefined : usedFrom(code, served)
  return [
    ...others,
    specifier === undefined || served === undefined
      ? { ...started, reason: 'the function that it serves stands elsewhere, or is made at run time' }
      : { ...started, from: { specifier, exportName: served } },
  ]
}

/** `service_fn(handler)`, `service_fn(module::handler)`, `service_fn(|event| handler(&client, event))`. */
function servedName(code: string): string | undefined {
  const argument =
    /\bservice_fn\s*\(\s*(?:move\s*)?(?:\|[^|]*\|\s*(?:async\s+(?:move\s+)?)?\{?\s*)?(?:\w+::)*(\w+)/.exec(code)
  return argument?.[1]
}

/** The module of the same program that a name is taken from. */
function usedFrom(code: string, name: string): string | undefined {
  const path = new RegExp(`\\b(\\w+)::(?:\\{[^}]*\\b)?${name}\\b`).exec(code)?.[1]
  return path !== undefined && new RegExp(`^\\s*(?:pub\\s+)?mod\\s+${path}\\s*;`, 'm').test(code) ? path : undefined
}
