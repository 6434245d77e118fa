import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { TextEdit } from '../textEdit.ts'
import { removeStatement } from './removeStatement.ts'
import type { SourceCode } from './sourceCode.ts'

/** Takes variables away, with the whole statement where none of its variables stays. */
export function removeDeclarators(
  declarators: readonly TSESTree.VariableDeclarator[],
  code: SourceCode,
): readonly TextEdit[] {
  const declarations = new Set(declarators.map(({ parent }) => parent))
  return [...declarations].flatMap(declaration => {
    const { declarations: all } = declaration
    if (all.every(one => declarators.includes(one))) return [removeStatement(declaration, code)]
    return all.flatMap((one, index) => (declarators.includes(one) ? [removeOne(index, all, declarators)] : []))
  })
}

/** With the comma on the side of a variable that stays. */
function removeOne(
  index: number,
  all: readonly TSESTree.VariableDeclarator[],
  gone: readonly TSESTree.VariableDeclarator[],
): TextEdit {
  const [start = 0, end = 0] = all[index]?.range ?? []
  const staysBefore = all.slice(0, index).some(one => !gone.includes(one))
  return staysBefore
    ? { start: all[index - 1]?.range[1] ?? start, end, newText: '' }
    : { start, end: all[index + 1]?.range[0] ?? end, newText: '' }
}

/** Whether a comment stands between the variables of one declaration, where its place would be lost. */
export function hasCommentsBetween({ declarations }: TSESTree.VariableDeclaration, code: SourceCode): boolean {
  if (declarations.length < 2) return false
  const start = declarations[0]?.range[1] ?? 0
  const end = declarations.at(-1)?.range[0] ?? 0
  return code
    .getAllComments()
    .some(
      ({ range }) =>
        range[0] >= start &&
        range[1] <= end &&
        !declarations.some(one => one.range[0] <= range[0] && range[1] <= one.range[1]),
    )
}
