import type { Variable } from '@typescript-eslint/scope-manager'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { unwrapped, wrapped } from '../analysis/members.ts'
import { type ClientKind, clientKind, isClientPart } from './clientKinds.ts'

export type Making = TSESTree.NewExpression | TSESTree.CallExpression

/** A client where it is made. */
export interface MadeClient {
  readonly kind: ClientKind
  /** Its class, or another word for what it is. */
  readonly label: string
  readonly node: Making
  /** The variable that is declared with it; absent where it is used right there, or goes elsewhere. */
  readonly declared?: { readonly variable: Variable; readonly declarator: TSESTree.VariableDeclarator }
}

/** The client that a `new` or a call makes; undefined for anything else, and for a client inside another one. */
export function madeClient(node: Making, code: SourceCode): MadeClient | undefined {
  const imported = importedName(node.callee, code)
  const kind = imported && clientKind(imported, node.type === 'NewExpression' ? 'new' : 'call')
  if (!kind || isPartOfAnother(node, code)) return
  const holder = wrapped(node)
  const declarator = holder.parent?.type === 'VariableDeclarator' ? holder.parent : undefined
  const variable = declarator?.id.type === 'Identifier' ? variableOf(declarator.id, code) : undefined
  const label = kind.call ?? (imported.path.length > 0 ? imported.path.join('.') : code.getText(node.callee))
  return { kind, label, node, ...(declarator && variable && { declared: { variable, declarator } }) }
}

/** Whether a call makes a client, or a part of one, and so neither keeps nor changes what it is given otherwise. */
export function isClientMaking(node: Making, code: SourceCode): boolean {
  const imported = importedName(node.callee, code)
  if (!imported) return false
  const kind = clientKind(imported, node.type === 'NewExpression' ? 'new' : 'call')
  return (kind !== undefined && kind.edit === 'fix') || isClientPart(imported)
}

/** `DynamoDBDocumentClient.from(new DynamoDBClient({}))`, `new NodeHttpHandler({ httpsAgent: new Agent() })`. */
function isPartOfAnother(node: Making, code: SourceCode): boolean {
  for (let at: TSESTree.Node | undefined = wrapped(node).parent; at; at = at.parent) {
    if (at.type === 'NewExpression' || at.type === 'CallExpression') return isClientMaking(at, code)
    if (at.type !== 'ObjectExpression' && at.type !== 'Property' && unwrapped(at) === at) return false
  }
  return false
}

function variableOf(name: TSESTree.Identifier, code: SourceCode): Variable | undefined {
  const resolved = resolve(name, code)
  if (resolved) return resolved
  return code.scopeManager?.getDeclaredVariables(name.parent).find(({ identifiers }) => identifiers.includes(name))
}
