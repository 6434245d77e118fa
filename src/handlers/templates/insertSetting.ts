import type { Span } from '#common/span.ts'
import type { TextEdit } from '#syntax/textEdit.ts'

/** Where a setting can be added to a definition. */
export interface SettingPlace {
  readonly file: string
  /** Of the settings, with the brackets around them where there are some. */
  readonly properties: Span
  /** Values of other settings that stand among them, in order of preference: the new one comes after the first. */
  readonly siblings: readonly Span[]
}

/**
 * Ways to add a setting, the neatest first. A text is not understood here but only its layout: who uses an edit reads
 * the result again.
 */
export function insertSetting(text: string, place: SettingPlace, key: string, value: string): readonly TextEdit[] {
  const layout = layoutOf(text, place, key, value)
  return [
    ...place.siblings.flatMap(sibling => layout.after(sibling) ?? []),
    ...[layout.first()].filter(edit => edit !== undefined),
  ]
}

interface Layout {
  /** On a line of its own after the line on which the value ends; undefined where that line holds more. */
  after(sibling: Span): TextEdit | undefined
  /** Before all others. */
  first(): TextEdit | undefined
}

function layoutOf(text: string, { file, properties }: SettingPlace, key: string, value: string): Layout {
  const bracket = text[properties.start]
  if (bracket === '(') return bracketed(text, properties, `${key}=${value}`)
  if (file.endsWith('.tf')) return block(text, properties, `${key} = ${value}`)
  if (bracket !== '{') return indented(text, properties, `${key}: ${value}`)
  const isQuoted = /^\{\s*"/.test(text.slice(properties.start, properties.end)) || file.endsWith('.json')
  return bracketed(text, properties, `${isQuoted ? `"${key}"` : key}: ${value}`)
}

/** YAML's block style. */
function indented(text: string, { start }: Span, setting: string): Layout {
  return {
    after(sibling) {
      const line = ownLine(text, sibling)
      return line && /^\s*(#.*)?$/.test(line.rest)
        ? insertion(line.end, newLine(text) + line.indent + setting)
        : undefined
    },
    first: () => insertion(start, setting + newLine(text) + ' '.repeat(start - lineStart(text, start))),
  }
}

/** The body of a block in HCL: a line each, without commas. */
function block(text: string, { start, end }: Span, setting: string): Layout {
  return {
    after(sibling) {
      const line = ownLine(text, sibling)
      if (!line || !/^\s*((#|\/\/).*)?$/.test(line.rest)) return undefined
      const aligned = alignLike(text.slice(line.start, sibling.start), setting)
      return insertion(line.end, newLine(text) + line.indent + aligned)
    },
    first() {
      const inner = text.slice(start + 1, end - 1)
      const indent = ' '.repeat(indentAt(text, start) + 2)
      if (inner.trim() === '') {
        const closing = newLine(text) + ' '.repeat(indentAt(text, start))
        return { start: start + 1, end: end - 1, newText: newLine(text) + indent + setting + closing }
      }
      return /^[ \t]*\r?\n/.test(inner) ? insertion(start + 1, newLine(text) + indent + setting) : undefined
    },
  }
}

/** `runtime   = "x"` has its sign where the new line shall have it, if the name is short enough. */
function alignLike(before: string, setting: string): string {
  const column = before.trimStart().indexOf('=')
  const [key = '', ...value] = setting.split(' = ')
  return column > key.length ? `${key.padEnd(column)}= ${value.join(' = ')}` : setting
}

/** Objects and arguments, with commas between. */
function bracketed(text: string, { start, end }: Span, setting: string): Layout {
  return {
    after(sibling) {
      const line = ownLine(text, sibling)
      if (!line) return undefined
      const added = newLine(text) + line.indent + setting
      if (/^\s*,\s*((#|\/\/).*)?$/.test(line.rest)) return insertion(line.end, `${added},`)
      return line.rest.trim() === '' ? insertion(sibling.end, `,${added}`) : undefined
    },
    first() {
      const inner = text.slice(start + 1, end - 1)
      const [space = ''] = /^\s*/.exec(inner) ?? []
      if (space === inner) return { start: start + 1, end: end - 1, newText: ` ${setting} ` }
      // Arguments by position come before those by name.
      if (text[start] === '(') return undefined
      return insertion(start + 1 + space.length, `${setting},${space.includes('\n') ? space : ' '}`)
    },
  }
}

/** The line on which a value ends; undefined where its setting does not begin it. */
function ownLine(text: string, { start, end }: Span) {
  const from = lineStart(text, start)
  const to = lineEnd(text, end)
  const before = text.slice(from, start)
  if (!/^\s*["']?[\w.-]+["']?\s*[:=]/.test(before) || text.slice(start, end).includes('\n')) return undefined
  const [indent = ''] = /^\s*/.exec(before) ?? []
  return { start: from, end: to, indent, rest: text.slice(end, to) }
}

function insertion(at: number, newText: string): TextEdit {
  return { start: at, end: at, newText }
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1
}

/** Before the line break. */
function lineEnd(text: string, at: number): number {
  const next = text.indexOf('\n', at)
  const end = next < 0 ? text.length : next
  return text[end - 1] === '\r' ? end - 1 : end
}

function indentAt(text: string, at: number): number {
  return /^ */.exec(text.slice(lineStart(text, at)))?.[0].length ?? 0
}

function newLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
