import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { exportedFunctions } from '#handlers/javascript/exportedFunctions.ts'
import type { FunctionNode } from '#handlers/javascript/workingFunction.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { factsOf, type HandlerFacts } from '../facts.ts'
import type { RuleContext } from '../rule.ts'
import { functionAround, isFunction } from './pathToFunction.ts'

/** A function of the file that Lambda calls. */
export interface HandlerFunction {
  readonly exportName: string
  /** The function that does the work, through wrappers. */
  readonly node: FunctionNode
  readonly facts?: HandlerFacts
}

/** The handlers that the settings name; where they name none, the exports that look like handlers. */
export function handlerFunctions(context: RuleContext): readonly HandlerFunction[] {
  const { handlers } = factsOf(context)
  const { sourceCode, filename } = context
  if (!handlers && !/handler|aws-lambda/i.test(sourceCode.text)) return []
  const { text, ast, scopeManager } = sourceCode
  const script = { file: filename, text, ast, complete: true, scopes: () => scopeManager ?? undefined }
  const functions = functionsOf(sourceCode)
  return exportedFunctions(script).flatMap(({ exportName, functionSpan, likely }) => {
    const facts = handlers?.find(one => one.exportName === exportName)
    const node = functionSpan && functions.find(({ range }) => isSame(range, functionSpan))
    if (!node || (handlers ? !facts : !likely)) return []
    return [{ exportName, node, ...(facts && { facts }) }]
  })
}

/** Methods that take middleware, of middy and its like. */
const middlewareMethods = new Set(['use', 'before', 'after', 'onError', 'applyMiddleware'])

/** Middleware written where it is handed over, at the top of the file. */
export function middlewareFunctions(code: SourceCode): readonly FunctionNode[] {
  return functionsOf(code).filter(node => {
    if (functionAround(node)) return false
    const holder = node.parent.type === 'Property' ? node.parent.parent : node
    const call = holder.parent
    if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false
    const { property } = call.callee
    return call.callee.object !== holder && property.type === 'Identifier' && middlewareMethods.has(property.name)
  })
}

function functionsOf({ scopeManager }: SourceCode): readonly FunctionNode[] {
  // A named function expression has two scopes.
  return [...new Set((scopeManager?.scopes ?? []).flatMap(({ block }) => (isFunction(block) ? [block] : [])))]
}

function isSame(range: TSESTree.Range, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return range[0] === start && range[1] === end
}
