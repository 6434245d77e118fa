import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { contains, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { CalledFunction } from './handlerCode.ts'
import { isFunction } from './pathToFunction.ts'

/** Where a parameter's value comes from, as the reason why it differs from call to call. */
export function originOfParameter({ name, defs }: Variable, { handlers }: CalledFunction): string {
  const definition = defs[0]
  const owner = definition?.node
  const isHandler = handlers.some(handler => handler.node === owner)
  if (!isHandler || !owner || !isFunction(owner) || !definition) return `“${name}” may differ from call to call.`
  const index = owner.params.findIndex(parameter => contains(parameter, definition.name))
  return index === 1 ? `“${name}” comes from the context.` : `“${name}” comes from the event.`
}

/** Says of an expression that nothing proves it to be the same in every call. */
export function mayDiffer(node: TSESTree.Node, code: SourceCode): string {
  const text = code.getText(node).replaceAll(/\s+/g, ' ')
  return `“${text.length > 40 ? `${text.slice(0, 39)}…` : text}” may differ from call to call.`
}

export function changedWhileRunning({ name }: Variable): string {
  return `“${name}” is changed while the function runs.`
}
