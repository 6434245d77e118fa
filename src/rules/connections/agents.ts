import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { addProperty, commentsBeside, removeProperty } from '#syntax/javascript/objectEdits.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { importedName } from '../analysis/importedName.ts'
import { wrapped } from '../analysis/members.ts'
import { isOfRequest } from './requests.ts'

/** A setting by which connections are not used again. */
export interface ClosingSetting {
  readonly node: TSESTree.Node
  readonly messageId: 'keepAliveOff' | 'keepAliveMissing' | 'ownAgent' | 'connectionClose'
  readonly change: readonly TextEdit[] | { readonly why: string }
}

/** `keepAlive: false`, `agent: false`, `Connection: 'close'` where they concern requests. */
export function closingProperty(property: TSESTree.Property, code: SourceCode): ClosingSetting | undefined {
  const { value, parent } = property
  const name = staticName(property.key, property.computed)
  if (name === undefined || value.type !== 'Literal' || parent.type !== 'ObjectExpression') return
  const messageId = messageOf(name, value, parent, code)
  if (!messageId) return
  if (commentsBeside(property, code).length > 0) {
    return { node: property, messageId, change: { why: 'A comment stands beside it, which may say what for.' } }
  }
  if (messageId !== 'keepAliveOff') return { node: property, messageId, change: [removeProperty(property, code)] }
  const why = closedBy(wrapped(parent).parent ?? parent, code)
  const [start, end] = value.range
  return { node: property, messageId, change: why === undefined ? [{ start, end, newText: 'true' }] : { why } }
}

function messageOf(
  name: string,
  { value }: TSESTree.Literal,
  parent: TSESTree.ObjectExpression,
  code: SourceCode,
): ClosingSetting['messageId'] | undefined {
  if (name === 'keepAlive') return value === false && isOfAgent(parent, code) ? 'keepAliveOff' : undefined
  if (name === 'agent') return value === false && isOfRequest(parent, code) ? 'ownAgent' : undefined
  if (name.toLowerCase() !== 'connection' || typeof value !== 'string' || value.toLowerCase() !== 'close') return
  return isHeaders(parent) && isOfRequest(parent, code) ? 'connectionClose' : undefined
}

/** Settings of an agent that is made by them, or that the SDK makes: `requestHandler: { httpsAgent: { … } }`. */
function isOfAgent(node: TSESTree.ObjectExpression, code: SourceCode): boolean {
  const { parent } = wrapped(node)
  if (parent?.type === 'NewExpression') return isAgent(parent, code)
  return parent?.type === 'Property' && /^https?Agent$/.test(staticName(parent.key, parent.computed) ?? '')
}

function isHeaders(node: TSESTree.ObjectExpression): boolean {
  const { parent } = wrapped(node)
  if (parent?.type === 'Property') return staticName(parent.key, parent.computed) === 'headers'
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' && /headers$/i.test(parent.id.name)
}

export function isAgent({ callee }: TSESTree.NewExpression, code: SourceCode): boolean {
  const imported = importedName(callee, code)
  if (imported?.module === 'agentkeepalive') return true
  return imported !== undefined && isOfNode(imported.module) && imported.path.join('.') === 'Agent'
}

/** An agent that is made without a word on keep-alive: of Node.js's own, which then closes its connections. */
export function agentWithoutKeepAlive(node: TSESTree.NewExpression, code: SourceCode): ClosingSetting | undefined {
  const imported = importedName(node.callee, code)
  if (!imported || !isOfNode(imported.module) || imported.path.join('.') !== 'Agent') return
  const [settings] = node.arguments
  if (settings && settings.type !== 'ObjectExpression') return
  const isOpen = settings?.properties.some(
    one => one.type !== 'Property' || ['keepAlive', undefined].includes(staticName(one.key, one.computed)),
  )
  if (isOpen) return
  const why = closedBy(node, code)
  const change =
    why === undefined ? [settings ? addProperty(settings, 'keepAlive: true', code) : withSettings(node, code)] : { why }
  return { node, messageId: 'keepAliveMissing', change }
}

function withSettings({ callee, range }: TSESTree.NewExpression, { text }: SourceCode): TextEdit {
  const end = range[1]
  // `new Agent` needs no brackets; those of `(new Agent)` are not its own.
  const opening = text.slice(callee.range[1], end).lastIndexOf('(')
  const start = opening < 0 ? end : callee.range[1] + opening
  return { start, end, newText: '({ keepAlive: true })' }
}

/** Why a connection would be closed in spite of keep-alive. */
function closedBy(agent: TSESTree.Node, code: SourceCode): string | undefined {
  const declarator = wrapped(agent).parent
  if (declarator?.type !== 'VariableDeclarator') return
  const [variable] = code.scopeManager?.getDeclaredVariables(declarator) ?? []
  const isClosed = variable?.references.some(({ identifier: { parent } }) => {
    return parent.type === 'MemberExpression' && staticName(parent.property, parent.computed) === 'destroy'
  })
  return isClosed ? `“${variable?.name}” is closed by destroy().` : undefined
}

function isOfNode(module: string): boolean {
  return module === 'http' || module === 'https'
}
