import { malformed } from './token.ts'

/** A regular expression of a query; `(?i)` before it and groups named as in RE2 are understood. Throws for others. */
export function regularExpression(text: string, flags: string | undefined, at: number): RegExp {
  const isInsensitive = text.startsWith('(?i)')
  const source = (isInsensitive ? text.slice(4) : text).replaceAll('(?P<', '(?<')
  try {
    // A pattern that remembers where it stopped would miss every other event.
    return new RegExp(source, isInsensitive ? 'i' : flags?.replaceAll(/[gy]/g, ''))
  } catch {
    throw malformed(`the regular expression ${text} is not valid`, at)
  }
}

/** The text as it is. */
export function literalPattern(text: string): RegExp {
  return new RegExp(escaped(text))
}

/** `[*]*`: each star is a group, of as little as possible; the last one, at the end, of all that is left. */
export function globPattern(text: string): RegExp {
  const groups = text.split('*').map(escaped).join('(.*?)')
  return new RegExp(text.endsWith('*') ? groups.replace(/\(\.\*\?\)$/, '(.*)') : groups)
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
