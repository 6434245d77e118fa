import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'

/**
 * Sends a command instead of calling a method: `db.getItem(input, options)` → `db.send(new GetItemCommand(input), options)`.
 * Undefined where the call is not plain.
 */
export function commandEdits(
  call: TSESTree.CallExpression,
  method: TSESTree.Identifier,
  command: string,
  code: SourceCode,
): readonly TextEdit[] | undefined {
  const [input, next] = call.arguments
  const [start, methodEnd] = method.range
  const opening = code.text.indexOf('(', methodEnd)
  if (call.typeArguments || input?.type === 'SpreadElement' || code.text.slice(methodEnd, opening).trim() !== '') return
  const end = call.range[1]
  if (!input) return [{ start, end, newText: `send(new ${command}({}))` }]
  const comma = next ? code.text.indexOf(',', input.range[1]) : end - 1
  if (!/^[\s)]*$/.test(code.text.slice(input.range[1], comma).replace(',', ''))) return
  return [
    { start, end: opening + 1, newText: `send(new ${command}(` },
    { start: comma, end: comma, newText: ')' },
  ]
}
