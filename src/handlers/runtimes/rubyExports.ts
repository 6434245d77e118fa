import { LineTable } from '#syntax/lineTable.ts'
import type { ExportedFunction } from '../exportedFunction.ts'
import { blankText } from './blankText.ts'

interface Scope {
  readonly indent: number
  /** Undefined for `class << self`. */
  readonly name: string | undefined
}

/** Methods of a Ruby file that Lambda can call: `method`, and `Module::Class.method` for those of a class itself. */
export function rubyExports(text: string): readonly ExportedFunction[] {
  const lines = new LineTable(text)
  const found: ExportedFunction[] = []
  let scopes: readonly Scope[] = []
  for (const match of blankText(text, 'ruby').matchAll(statement)) {
    const { indent = '', kind = '', name = '', self } = match.groups ?? {}
    // What is indented no deeper has ended the scope.
    scopes = scopes.filter(scope => scope.indent < indent.length)
    if (kind !== 'def') {
      scopes = [...scopes, { indent: indent.length, name: name.startsWith('<<') ? undefined : name }]
      continue
    }
    const owner = scopes.flatMap(scope => scope.name ?? []).join('::')
    const isOfClass = self !== undefined || scopes.at(-1)?.name === undefined
    if (!isOfClass && owner !== '') continue
    const start = match.index + match[0].length - name.length
    found.push({
      exportName: owner === '' ? name : `${owner}.${name}`,
      span: { start, end: start + name.length },
      line: lines.lineAt(start),
      likely: false,
    })
  }
  return found
}

const statement =
  /^(?<indent>[ \t]*)(?:(?:private|public|private_class_method|public_class_method)[ \t]+)?(?<kind>class|module|def)[ \t]+(?<self>self\.)?(?<name><<[ \t]*self|[\w:]+[?!]?)/gm
