/** A piece of a text: plain, or a variable such as `${opt:stage, 'dev'}`. */
export type TextPart = string | Variable

export interface Variable {
  /** As it stands, with `${` and `}`. */
  readonly text: string
  /** The first that has a value wins. */
  readonly alternatives: readonly Alternative[]
}

export type Alternative =
  | { readonly literal: string | number | boolean | null }
  /** A text with variables of its own. */
  | { readonly text: string }
  /** `type(parameter):address`; parameter and address may hold variables. */
  | { readonly type: string; readonly parameter: string; readonly address: string }

/** Splits a text at its variables. What only looks like one, such as `${AWS::Region}`, stays plain text. */
export function parseVariables(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let plainFrom = 0
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', start + 2)) {
    const end = closingBrace(text, start + 2)
    if (end === undefined) break
    const alternatives = parseAlternatives(text.slice(start + 2, end))
    if (!alternatives) continue
    if (start > plainFrom) parts.push(text.slice(plainFrom, start))
    parts.push({ text: text.slice(start, end + 1), alternatives })
    plainFrom = end + 1
    start = end - 1
  }
  if (plainFrom < text.length) parts.push(text.slice(plainFrom))
  return parts
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return undefined
}

/** `source:address`, not the `AWS::Name` of CloudFormation. */
const source = /^(?<type>[A-Za-z][\w-]*)(?:\((?<parameter>.*)\)(?::(?<after>.*))?|:(?!:)(?<address>.*))$/s

function parseAlternatives(inner: string): readonly Alternative[] | undefined {
  const [first = '', ...others] = splitAtCommas(inner).map(part => part.trim())
  if (!source.test(first)) return
  return [first, ...others].map(parseAlternative)
}

function parseAlternative(text: string): Alternative {
  const quoted = /^'(?<single>[^']*)'$|^"(?<double>[^"]*)"$/.exec(text)?.groups
  if (quoted) return { literal: quoted['single'] ?? quoted['double'] ?? '' }
  if (text === 'true' || text === 'false') return { literal: text === 'true' }
  if (text === 'null' || text === '') return { literal: null }
  if (/^-?\d+(\.\d+)?$/.test(text)) return { literal: Number(text) }
  const { type, parameter = '', after = '', address = after } = source.exec(text)?.groups ?? {}
  return type === undefined ? { text } : { type, parameter, address }
}

function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quote) quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '{' || character === '(') depth++
    else if (character === '}' || character === ')') depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)]
}
