import type { Span } from '#common/span.ts'
import { LineTable } from '#syntax/lineTable.ts'
import type { ExportedFunction } from '../exportedFunction.ts'
import { blankText } from './blankText.ts'

/**
 * The program of a Go file, as the export `main`: at the function that it starts where that stands in the same file,
 * else where it is started. None in a file that starts no handler.
 */
export function goExports(text: string): readonly ExportedFunction[] {
  const alias = /(?:\b(\w+)\s+)?"github\.com\/aws\/aws-lambda-go\/lambda"/.exec(text)
  if (!alias) return []
  const code = blankText(text, 'braces')
  if (!/^package\s+main\b/m.test(code)) return []
  const name = alias[1] === undefined || alias[1] === 'import' ? 'lambda' : alias[1]
  const start = new RegExp(`\\b${name}\\s*\\.\\s*Start\\w*\\s*\\(`).exec(code)
  if (!start) return []
  const place = startedFunction(code, start.index + start[0].length)
  const span = place ?? { start: start.index, end: start.index + start[0].length - 1 }
  return [
    {
      exportName: 'main',
      span,
      line: new LineTable(text).lineAt(span.start),
      likely: false,
      ...(!place && { reason: 'the function that it starts stands elsewhere, or is made at run time' }),
    },
  ]
}

/** The name, where it is declared, of the first argument that is a function: `handler`, `h.Handle`, `wrap(handler)`. */
function startedFunction(code: string, from: number): Span | undefined {
  const line = code.slice(from, code.indexOf('\n', from) === -1 ? undefined : code.indexOf('\n', from))
  const names = [...line.matchAll(/\w+/g)].map(([name]) => name)
  for (const name of names) {
    const declared = new RegExp(`^func\\s+(?:\\([^)]*\\)\\s*)?(${name})\\s*[(\\[]`, 'm').exec(code)
    if (!declared) continue
    const start = declared.index + declared[0].lastIndexOf(name)
    return { start, end: start + name.length }
  }
  return undefined
}
