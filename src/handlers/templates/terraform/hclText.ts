import type { Span } from '#common/span.ts'
import type { HclExpression } from './hclNode.ts'

/** A text without interpolations is a literal; one that is nothing but an interpolation is what stands in it. */
export function templateOf(parts: readonly (string | HclExpression)[], span: Span): HclExpression {
  const [only] = parts
  if (only === undefined) return { kind: 'literal', value: '', span }
  if (parts.length > 1) return { kind: 'template', parts, span }
  return typeof only === 'string' ? { kind: 'literal', value: only, span } : only
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** What stands between quotes, without its escapes. */
export function unescaped(text: string): string {
  return text
    .replaceAll('$${', '${')
    .replaceAll('%%{', '%{')
    .replace(/\\(?:u([\da-fA-F]{4})|(.))/g, (_, code: string | undefined, char: string) =>
      code === undefined ? (escapes[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
    )
}
