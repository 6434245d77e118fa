const plain = /[^\s[\]{}"'#]+/y
const quoted = /"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'/y
const comment = /#[^\n]*/y
/** The head of a text of several lines, `key: |`, with the indentation of its key. */
const blockText = /^([ ]*)(?:- )*(?:[^\n#]*?[:-][ \t]+)?(?:![\w:]+[ \t]+)?[|>][-+\d]*[ \t]*(?:#[^\n]*)?$/

/**
 * YAML of the same length in which each flow collection, `[…]` or `{…}`, stands on one line: the deploying tools do
 * not care about the indentation inside of it, although the standard does.
 */
export function joinFlowLines(text: string): string {
  const joined: string[] = []
  let depth = 0
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  while (at < text.length) {
    const isLineStart = at === 0 || text[at - 1] === '\n'
    const whole = (depth === 0 && isLineStart && blockTextAt(text, at)) || (startsToken(text, at) && take(quoted))
    const note = whole ? undefined : isBlank(text[at - 1]) && take(comment)
    const char = take(plain) ?? text[at] ?? ''
    if (whole) joined.push(whole)
    else if (note) joined.push(depth > 0 ? ' '.repeat(note.length) : note)
    else {
      if ((char === '[' || char === '{') && (depth > 0 || startsToken(text, at))) depth++
      else if ((char === ']' || char === '}') && depth > 0) depth--
      joined.push(depth > 0 && /[\r\n]/.test(char) ? ' ' : char)
    }
    at += (whole || note || char).length
  }
  return joined.join('')
}

/** With the lines that belong to it: those that are empty or indented more. */
function blockTextAt(text: string, start: number): string | undefined {
  const line = lineAt(text, start)
  const [, indent] = blockText.exec(line.replace(/\r$/, '')) ?? []
  if (indent === undefined) return
  let end = start + line.length
  while (end < text.length) {
    const next = lineAt(text, end + 1)
    if (next.trim() !== '' && !next.startsWith(`${indent} `)) break
    end += next.length + 1
  }
  return text.slice(start, Math.min(end, text.length))
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end < 0 ? text.length : end)
}

function startsToken(text: string, at: number): boolean {
  return /[\s[{,:]/.test(text[at - 1] ?? '\n')
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || /\s/.test(char)
}
