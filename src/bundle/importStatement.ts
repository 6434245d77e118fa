import type { Span } from '#common/span.ts'

/** What a text is without one of its imports. */
export interface ImportStatement {
  /** The statement; for a call in a larger one the call. */
  readonly span: Span
  /** What is left in its place. */
  readonly replacement: string
}

const comment = String.raw`/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*\n`
const blank = String.raw`(?:\s|${comment})*`
const name = String.raw`(?:[\p{ID_Continue}$]+|"[^"\n]*"|'[^'\n]*')`
/** From the keyword to the module's name, comments blanked. */
const staticHead = new RegExp(
  String.raw`^(?:import\s*|(?:import|export)\b\s*(?:(?:type|defer|source)\s+)?(?:${name}\s*,?\s*)?(?:\*(?:\s*as\s+${name})?|\{[^{}]*\})?\s*from\s*)$`,
  'u',
)
const requireHead = new RegExp(String.raw`(?<![\p{ID_Continue}$.])require${blank}\(${blank}$`, 'u')
const importHead = new RegExp(String.raw`(?<![\p{ID_Continue}$.])import${blank}\(${blank}$`, 'u')
const callTail = /^\s*(?:,[^()]*)?\)/
const attributes = /^\s*(?:with|assert)\s*\{[^{}]*\}/
/** `const x =`, `let {a, b: c} =`, `import x =`, from the start of a statement. */
const binding =
  /(?<=^|[;}\n])[^\S\n]*(?:(?:export\s+)?(?:const|let|var)\s+(?:[\p{ID_Continue}$]+|\{[^{}]*\}|\[[^[\]]*\])(?:\s*:\s*[\p{ID_Continue}$.]+)?|import\s+[\p{ID_Continue}$]+)\s*=\s*$/u
const statementStart = /(?<=^|[;}\n])\s*$/
/** `.default`, `.promises`: what a declaration takes of the module. */
const members = /^(?:\s*\??\.\s*[\p{ID_Continue}$]+)*/u
/** A line that goes on with the expression of the line before. */
const continued = /^\s*(?:[.([`+\-*/%,?:&|=<>^]|in\b|instanceof\b|as\b|satisfies\b)/

/**
 * The import that names a module at `start` (where its quote stands): a static import or export, a declaration or a
 * statement of its own with `require`, else the call. Undefined where the text there looks otherwise.
 */
export function importStatement(text: string, start: number, kind: string): ImportStatement | undefined {
  const quote = text[start]
  const close = quote === undefined ? -1 : text.indexOf(quote, start + 1)
  if (close < 0) return
  const before = text.slice(0, start)
  const after = text.slice(close + 1)
  const call = (head: RegExp) => {
    const at = head.exec(before)?.index
    const tail = callTail.exec(after)?.[0]
    return at === undefined || tail === undefined ? undefined : { start: at, end: close + 1 + tail.length }
  }
  switch (kind) {
    case 'import-statement': {
      const head = staticStart(before)
      if (head === undefined) return
      const end = close + 1 + (attributes.exec(after)?.[0].length ?? 0)
      return { span: { start: head, end: withSemicolon(text, end) }, replacement: '' }
    }
    case 'require-call': {
      const span = call(requireHead)
      return span && (declaration(text, span) ?? { span, replacement: '({})' })
    }
    case 'dynamic-import': {
      const span = call(importHead)
      return span && { span, replacement: '({})' }
    }
    default:
      return
  }
}

/** The text without the import. */
export function withoutImport(text: string, { span, replacement }: ImportStatement): string {
  return text.slice(0, span.start) + replacement + text.slice(span.end)
}

/** Names in the bindings and words in comments may look like keywords: the nearest one that fits is it. */
function staticStart(before: string): number | undefined {
  const keywords = [...before.matchAll(/(?<![\p{ID_Continue}$.])(?:import|export)(?![\p{ID_Continue}$])/gu)]
  return keywords.findLast(({ index }) => staticHead.test(blanked(before.slice(index))))?.index
}

function blanked(text: string): string {
  return text.replace(new RegExp(comment, 'g'), ' ')
}

function declaration(text: string, call: Span): ImportStatement | undefined {
  const before = text.slice(0, call.start)
  const bound = binding.exec(before)
  const start = bound ? bound.index + (/^\s*/.exec(bound[0])?.[0].length ?? 0) : call.start
  if (!bound && !statementStart.test(before)) return
  const end = call.end + (members.exec(text.slice(call.end))?.[0].length ?? 0)
  const rest = text.slice(end)
  const isEnd = /^[^\S\n]*(?:;|$)/.test(rest) || (/^[^\S\n]*(?:\/\/[^\n]*)?\n/.test(rest) && !continued.test(rest))
  return isEnd ? { span: { start, end: withSemicolon(text, end) }, replacement: '' } : undefined
}

function withSemicolon(text: string, end: number): number {
  return end + (/^[^\S\n]*;/.exec(text.slice(end))?.[0].length ?? 0)
}
