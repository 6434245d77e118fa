import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { insertFirst } from '#syntax/javascript/insertStatement.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import type { PerCallPlace } from '../analysis/handlerCode.ts'

const property = 'callbackWaitsForEmptyEventLoop'

/**
 * Lets callback handlers answer while a connection stays open: Lambda waits for an empty event loop otherwise. Async
 * handlers need nothing.
 */
export function eventLoopEdits(
  { called }: PerCallPlace,
  code: SourceCode,
): readonly TextEdit[] | { readonly why: string } {
  const waiting = called.handlers.filter(({ node }) => !node.async && node.params.length >= 3)
  if (waiting.length === 0 || code.text.includes(property)) return []
  const edits: TextEdit[] = []
  for (const { node } of waiting) {
    const context = node.params[1]
    if (context?.type !== 'Identifier' || node.body.type !== 'BlockStatement') {
      return { why: `Lambda would wait for it: the handler needs ${property} = false.` }
    }
    edits.push(insertFirst(node.body, `${context.name}.${property} = false`, code))
  }
  return edits
}
