/** A command, or the paths of a copy, as Docker takes them. */
export interface DockerWords {
  readonly words: readonly string[]
  /** Written as a JSON list, so that no shell comes between. */
  readonly isList: boolean
  /** It was meant as a list, and is none that Docker understands. */
  readonly isBroken?: true
}

/** `["app.handler"]` and `app.handler` alike. Of a list that is half written, or in single quotes, what can be read. */
export function dockerWords(text: string): DockerWords {
  const trimmed = text.trim()
  if (!trimmed.startsWith('[')) return { words: shellWords(trimmed), isList: false }
  const list = jsonList(trimmed)
  if (list) return { words: list, isList: true }
  const words = [...trimmed.matchAll(/"((?:[^"\\]|\\.)*)"?|'([^']*)'?/g)].map(([, one, other]) => one ?? other ?? '')
  return { words, isList: false, isBroken: true }
}

function jsonList(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every(word => typeof word === 'string') ? value : undefined
  } catch {
    return
  }
}

function shellWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"']|"[^"]*"?|'[^']*'?)+/g)].map(([word]) => word.replace(/["']/g, ''))
}

const variable = /\\(\$)|\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g

/** With `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}` put in; what is not known is empty, as in Docker. */
export function withVariables(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(
    variable,
    (_, escaped: string | undefined, plain: string | undefined, braced = '', operator = '', word = '') => {
      if (escaped !== undefined) return '$'
      const value = known.get(plain ?? braced) ?? ''
      if (operator === '+') return value === '' ? '' : word
      return operator === '-' && value === '' ? word : value
    },
  )
}
