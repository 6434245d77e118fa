import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isModuleLevel, isReassigned } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { HandlerCode } from '../analysis/handlerCode.ts'
import { rootOf, wrapped } from '../analysis/members.ts'
import { type FreshKind, freshKind } from './freshValue.ts'

/** A variable of the file's top level that keeps the time or something random of the environment's start. */
export interface OnceComputed {
  readonly variable: Variable
  readonly kind: FreshKind
}

/** Names by which people keep what belongs to an environment, and not to a call. */
const ofEnvironment =
  /(init|start|boot|cold|load|deploy|instance|container|env|worker|process|sandbox|runtime|lambda|launch|warm|module|host|server|created|began|begin|build|seed|origin|since|tmp|temp|dir|folder|path|file)/i

export function onceComputed(
  declarator: TSESTree.VariableDeclarator,
  calls: HandlerCode,
  code: SourceCode,
): OnceComputed | undefined {
  const kind = declarator.init ? freshKind(declarator.init, code) : undefined
  if (!kind || declarator.id.type !== 'Identifier' || ofEnvironment.test(declarator.id.name)) return
  const variable = code.scopeManager
    ?.getDeclaredVariables(declarator)
    .find(({ identifiers: [name] }) => name === declarator.id)
  if (!variable || !isModuleLevel(variable) || isReassigned(variable)) return
  if (/['"`]\/(tmp|mnt)/.test(code.getText(declarator))) return
  const isUsed = variable.references.some(
    ({ identifier, init }) => !init && calls.placeOf(identifier) && !isOfEnvironment(identifier, code),
  )
  return isUsed ? { variable, kind } : undefined
}

/** Whether a use asks how long the environment is there (`Date.now() - started`), or only logs. */
function isOfEnvironment(name: TSESTree.Node, code: SourceCode): boolean {
  for (let at = wrapped(name); at.parent; at = at.parent) {
    const { parent } = at
    if (parent.type === 'BinaryExpression' && /^(-|[<>]=?)$/.test(parent.operator)) return true
    if (parent.type === 'CallExpression' && parent.callee !== at && isLogging(parent, code)) return true
    if (/Statement$|Function|Declarat/.test(parent.type)) return false
  }
  return false
}

function isLogging({ callee }: TSESTree.CallExpression, code: SourceCode): boolean {
  if (callee.type !== 'MemberExpression') return /^(log|debug|info|warn|trace)$/i.test(code.getText(callee))
  const method = staticName(callee.property, callee.computed) ?? ''
  const root = rootOf(callee)
  return /console|log|metric|trac/i.test(code.getText(root)) || /^(log|debug|info|warn|appendKeys)$/.test(method)
}
