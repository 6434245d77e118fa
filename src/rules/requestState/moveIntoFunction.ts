import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { insertFirst } from '#syntax/javascript/insertStatement.ts'
import { commentBehind, commentsAbove } from '#syntax/javascript/layout.ts'
import { hasCommentsBetween, removeDeclarators } from '#syntax/javascript/removeDeclarators.ts'
import { contains, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import type { HandlerCode } from '../analysis/handlerCode.ts'
import { declaratorOf } from '../analysis/moveObjection.ts'

/** Declares a variable of the file's top level in the one function that uses it, or says why not. */
export function moveIntoFunction(
  variable: Variable,
  calls: HandlerCode,
  code: SourceCode,
): { readonly edits: readonly TextEdit[] } | { readonly why: string } {
  const declarator = declaratorOf(variable)
  const uses = variable.references.filter(({ init }) => !init).map(({ identifier }) => identifier)
  if (!declarator || declarator.id.type !== 'Identifier' || declarator.parent.parent.type !== 'Program') {
    return { why: 'It is exported, or declared in a way that cannot be moved.' }
  }
  const { parent: declaration } = declarator
  const user = calls.functions.find(({ node }) => uses.every(use => contains(node, use)))
  if (!user || uses.some(use => use.parent.type === 'ExportSpecifier')) return { why: 'Several functions use it.' }
  const { body } = user.node
  if (body.type !== 'BlockStatement' || uses.some(use => !contains(body, use))) {
    return { why: 'Its function has no body in which it could stand.' }
  }
  if (hasComments(declaration, code)) return { why: 'Comments stand beside its declaration.' }
  if (declarator.init && changesInFile(declarator.init))
    return { why: 'It is declared with something that the file shares.' }
  const statement = `${declaration.kind} ${code.getText(declarator)}`
  return { edits: [insertFirst(body, statement, code), ...removeDeclarators([declarator], code)] }
}

function hasComments(declaration: TSESTree.VariableDeclaration, code: SourceCode): boolean {
  if (hasCommentsBetween(declaration, code) || commentBehind(declaration, code)) return true
  return commentsAbove(declaration, code).length > 0
}

/** A function or a class would be another one in each call. */
function changesInFile({ type }: TSESTree.Expression): boolean {
  return /Function|Class/.test(type)
}
