const commentsAndStrings: Readonly<Record<'braces' | 'ruby', RegExp>> = {
  braces:
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"""[\s\S]*?(?:"""|$)|`[^`]*`|@"(?:""|[^"])*"|"(?:\\.|[^"\\\n])*"|'(?:\\.[^'\n]*|[^'\\\n])'/g,
  ruby: /^=begin[\s\S]*?^=end|#[^\n]*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/gm,
}

/** The text with comments and strings as spaces, at the same offsets: what is left can be searched. */
export function blankText(text: string, kind: 'braces' | 'ruby'): string {
  return text.replace(commentsAndStrings[kind], found => found.replace(/[^\n]/g, ' '))
}
