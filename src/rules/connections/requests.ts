import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { isGlobal, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { wrapped } from '../analysis/members.ts'

/** Functions and classes that make HTTP requests with what they are given, or are set up for that. */
const makers: readonly (readonly [module: RegExp, path: RegExp])[] = [
  [/^https?$/, /^(request|get)$/],
  [/^axios$/, /./],
  [/^axios$/, /^$/],
  [/^(got|ky|needle|node-fetch|cross-fetch|isomorphic-fetch|superagent|request|request-promise(-native)?)$/, /^\w*$/],
  [/^undici$/, /^(request|fetch|stream|Request)$/],
]

/** Whether an object is what a request is made of: its options, its headers, also by way of a variable. */
export function isOfRequest(node: TSESTree.Node, code: SourceCode, depth = 0): boolean {
  if (depth > 10) return false
  const holder = wrapped(node)
  const { parent } = holder
  switch (parent?.type) {
    case 'Property':
      return (
        parent.value === holder &&
        parent.parent.type === 'ObjectExpression' &&
        isOfRequest(parent.parent, code, depth + 1)
      )
    case 'SpreadElement':
      return parent.parent.type === 'ObjectExpression' && isOfRequest(parent.parent, code, depth + 1)
    case 'VariableDeclarator': {
      if (parent.id.type !== 'Identifier') return false
      const [variable] = code.scopeManager?.getDeclaredVariables(parent) ?? []
      const uses = variable?.references.filter(({ init }) => !init) ?? []
      return uses.some(({ identifier }) => isOfRequest(identifier, code, depth + 1))
    }
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee !== holder && makesRequests(parent.callee, code)
    default:
      return false
  }
}

function makesRequests(callee: TSESTree.Node, code: SourceCode): boolean {
  const imported = importedName(callee, code)
  if (imported)
    return makers.some(([module, path]) => module.test(imported.module) && path.test(imported.path.join('.')))
  if (isGlobal(callee, 'fetch', code) || isGlobal(callee, 'Request', code)) return true
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && isMadeByAxios(callee.object, code)
}

/** `const api = axios.create(…)` */
function isMadeByAxios(name: TSESTree.Identifier, code: SourceCode): boolean {
  const definition = resolve(name, code)?.defs[0]?.node
  const init = definition?.type === 'VariableDeclarator' ? definition.init : null
  if (init?.type !== 'CallExpression') return false
  const imported = importedName(init.callee, code)
  return imported?.module === 'axios' && imported.path.join('.') === 'create'
}
