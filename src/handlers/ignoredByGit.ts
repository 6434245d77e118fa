/**
 * Reads the text of a `.gitignore`; the answer tells whether a path relative to its folder is ignored, given that the
 * folders above it are not; undefined where no rule is about it.
 */
export function ignoredByGit(text: string): (path: string, isFolder: boolean) => boolean | undefined {
  const rules = text.split(/\r?\n/).flatMap(line => ruleOf(line))
  return (path, isFolder) =>
    rules.findLast(({ pattern, foldersOnly }) => (isFolder || !foldersOnly) && pattern.test(path))?.ignores
}

interface Rule {
  readonly pattern: RegExp
  readonly foldersOnly: boolean
  readonly ignores: boolean
}

function ruleOf(line: string): Rule[] {
  const trimmed = line.replace(/(?<!\\)\s+$/, '')
  if (trimmed === '' || trimmed.startsWith('#')) return []
  const ignores = !trimmed.startsWith('!')
  const whole = ignores ? trimmed : trimmed.slice(1)
  const foldersOnly = whole.endsWith('/')
  const body = whole.replace(/\/$/, '')
  // A slash at the start or in the middle ties the pattern to the folder of the file.
  const anchored = body.includes('/')
  try {
    const source = globSource(body.replace(/^\//, ''))
    return [{ pattern: new RegExp(`${anchored ? '^' : '(?:^|/)'}${source}$`), foldersOnly, ignores }]
  } catch {
    return []
  }
}

function globSource(glob: string): string {
  return glob.replace(/\/\*\*\/|^\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]]*\]|\\.|[.+^${}()|[\]\\]/g, token => {
    if (token === '/**/') return '/(?:.*/)?'
    if (token === '**/') return '(?:.*/)?'
    if (token === '/**') return '/.*'
    if (token.startsWith('*')) return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.startsWith('[') && token.length > 2) return token.replace(/^\[!/, '[^')
    return token.startsWith('\\') && token.length === 2 ? `\\${token.slice(1)}` : `\\${token}`
  })
}
