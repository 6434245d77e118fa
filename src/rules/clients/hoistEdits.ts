import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Span } from '#common/span.ts'
import { insertAfter, usesSemicolons } from '#syntax/javascript/insertStatement.ts'
import { commentBehind, commentsAbove, lineBreakOf, outdent } from '#syntax/javascript/layout.ts'
import { moduleName } from '#syntax/javascript/names.ts'
import { removeDeclarators } from '#syntax/javascript/removeDeclarators.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { applyEdits, type TextEdit } from '#syntax/textEdit.ts'
import { declaratorOf } from '../analysis/moveObjection.ts'

/** Variables of a function that go to the top of the file. */
export interface Move {
  /** In the order in which they need each other. */
  readonly variables: readonly Variable[]
  /** An expression that gets a variable of its own there, after the others. */
  readonly expression?: { readonly node: TSESTree.Node; readonly name: string }
  readonly behind: TSESTree.ProgramStatement
}

/** Declares the variables as constants behind a statement of the top level, with their types and comments. */
export function moveToModule(
  { variables, expression, behind }: Move,
  code: SourceCode,
): { readonly edits: readonly TextEdit[]; readonly names: ReadonlyMap<Variable, string> } {
  const declarators = variables.flatMap(variable => declaratorOf(variable) ?? [])
  const names = new Map(variables.map(variable => [variable, moduleName(variable, code)]))
  const renames = variables.flatMap(variable => rename(variable, names.get(variable) ?? variable.name, code))
  const moved = [...declarators.map(({ range }) => range), ...(expression ? [expression.node.range] : [])]
  const isInside = ({ start, end }: Span) => moved.some(range => range[0] <= start && end <= range[1])
  const statements = declarators.map(declarator => movedText(declarator, renames, code))
  const edits = [
    insertAfter(behind, [...statements, ...(expression ? [ownText(expression, renames, code)] : [])], code),
    ...renames.filter(edit => !isInside(edit)),
    ...removeDeclarators(declarators, code),
    ...(expression ? [replacement(expression)] : []),
  ]
  return { edits, names }
}

function rename(variable: Variable, to: string, code: SourceCode): readonly TextEdit[] {
  const { name, references, identifiers } = variable
  if (to === name) return []
  const places = new Set<TSESTree.Node>([...identifiers, ...references.map(({ identifier }) => identifier)])
  return [...places].map(place => {
    const [start] = place.range
    const isShorthand = place.parent?.type === 'Property' && place.parent.shorthand
    // The range of a declared name would include its type.
    return {
      start,
      end: start + name.length,
      newText: isShorthand ? `${code.text.slice(start, start + name.length)}: ${to}` : to,
    }
  })
}

/** `const name: Type = …`, with the comments of the statement where it is declared alone. */
function movedText(declarator: TSESTree.VariableDeclarator, renames: readonly TextEdit[], code: SourceCode): string {
  const { parent: declaration, range } = declarator
  const { text } = code
  const isAlone = declaration.declarations.length === 1
  const above = isAlone ? commentsAbove(declaration, code) : []
  const behind = isAlone ? commentBehind(declaration, code) : undefined
  const lineBreak = lineBreakOf(text)
  const comments = above.map(comment => textOf(comment.range, [], code) + lineBreak)
  const semicolon = /;\s*$/.test(text.slice(range[1], declaration.range[1])) ? ';' : ''
  const trailing = behind ? ` ${text.slice(...behind.range)}` : ''
  return `${comments.join('')}const ${textOf(range, renames, code)}${semicolon}${trailing}`
}

function ownText(
  { node, name }: NonNullable<Move['expression']>,
  renames: readonly TextEdit[],
  code: SourceCode,
): string {
  return `const ${name} = ${textOf(node.range, renames, code)}${usesSemicolons(code) ? ';' : ''}`
}

function replacement({ node: { range }, name }: NonNullable<Move['expression']>): TextEdit {
  return { start: range[0], end: range[1], newText: name }
}

function textOf([start, end]: TSESTree.Range, renames: readonly TextEdit[], code: SourceCode): string {
  const edits = [...renames, ...outdent({ start, end }, code)].filter(edit => start <= edit.start && edit.end <= end)
  return applyEdits(
    code.text.slice(start, end),
    edits.map(edit => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  )
}
