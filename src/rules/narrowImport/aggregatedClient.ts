import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { Variable } from '@typescript-eslint/scope-manager'
import { isNameFree, isReassigned, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { type ImportedName, importedName } from '../analysis/importedName.ts'
import { wrapped } from '../analysis/members.ts'
import { commandEdits } from '../analysis/commandEdits.ts'

/** `new DynamoDB()` of v3, which brings in all commands of its service, where no more than one is called. */
export interface AggregatedClient {
  /** `DynamoDB` */
  readonly name: string
  /** `GetItemCommand`; absent where none is called by name. */
  readonly command?: string
  readonly narrowing: { readonly edits: readonly TextEdit[] } | { readonly why: string }
}

/** What a client of v3 has besides the methods of its commands. */
const general = new Set(['config', 'destroy', 'middlewareStack', 'send'])

export function aggregatedClient(node: TSESTree.NewExpression, code: SourceCode): AggregatedClient | undefined {
  const imported = importedName(node.callee, code)
  if (!imported || !isAggregated(imported)) return
  const calls = commandCalls(node, code)
  const methods = new Set(calls?.map(({ method }) => method.name))
  if (!calls || methods.size > 1) return
  const [method] = methods
  const command = method === undefined ? undefined : `${method.charAt(0).toUpperCase()}${method.slice(1)}Command`
  const [name = ''] = imported.path
  return {
    name,
    ...(command !== undefined && { command }),
    narrowing: narrowing(node, { name, command, imported, calls }, code),
  }
}

/** The client of a package is called like it: `CloudWatchLogs` of `@aws-sdk/client-cloudwatch-logs`. */
function isAggregated({ module, path }: ImportedName): boolean {
  const [, service] = /^@aws-sdk\/client-([\w-]+)$/.exec(module) ?? []
  return path.length === 1 && path[0]?.toLowerCase() === service?.replaceAll('-', '')
}

interface CommandCall {
  readonly method: TSESTree.Identifier
  readonly call: TSESTree.CallExpression
}

/** All calls of commands by a client; undefined where it goes to where others may be called. */
function commandCalls(node: TSESTree.NewExpression, code: SourceCode): readonly CommandCall[] | undefined {
  const clients = clientNames(node, code)
  if (!clients) return
  const calls: CommandCall[] = []
  for (const client of clients) {
    const holder = wrapped(client)
    const { parent } = holder
    if (isHandedToSdk(holder, code)) continue
    if (parent?.type !== 'MemberExpression' || parent.object !== holder) return
    if (parent.computed || parent.optional || parent.property.type !== 'Identifier') return
    if (general.has(parent.property.name)) continue
    const call = parent.parent
    if (call.type !== 'CallExpression' || call.callee !== parent || call.optional) return
    if (/^(paginate|waitUntil)/.test(parent.property.name)) return
    calls.push({ method: parent.property, call })
  }
  return calls
}

/** Where a client is used: by its variable, or right where it is made; undefined where it cannot be followed. */
function clientNames(node: TSESTree.NewExpression, code: SourceCode): readonly TSESTree.Node[] | undefined {
  const holder = wrapped(tracing(wrapped(node), code))
  const { parent } = holder
  if (parent?.type !== 'VariableDeclarator') return [node]
  const variable = variableOf(parent, code)
  if (!variable || isReassigned(variable) || parent.parent.parent.type === 'ExportNamedDeclaration') return
  return variable.references.filter(({ init }) => !init).map(({ identifier }) => identifier)
}

/** The call of X-Ray around a client, which gives it back. */
function tracing(node: TSESTree.Node, code: SourceCode): TSESTree.Node {
  const { parent } = node
  if (parent?.type !== 'CallExpression' || parent.arguments[0] !== node) return node
  return importedName(parent.callee, code)?.path.at(-1) === 'captureAWSv3Client' ? parent : node
}

function variableOf({ id }: TSESTree.VariableDeclarator, code: SourceCode): Variable | undefined {
  if (id.type !== 'Identifier' || id.typeAnnotation) return
  return code.scopeManager?.getDeclaredVariables(id.parent).find(({ identifiers }) => identifiers.includes(id))
}

/** `DynamoDBDocument.from(client)`, `paginateScan({ client }, …)`: what the SDK's own functions want of it is a client. */
function isHandedToSdk(node: TSESTree.Node, code: SourceCode): boolean {
  const { parent } = node
  const isOption = parent?.type === 'Property' && parent.value === node && parent.parent.type === 'ObjectExpression'
  const argument = isOption ? parent.parent : node
  const call = argument.parent
  if (call?.type !== 'CallExpression' || !call.arguments.some(one => one === argument)) return false
  return importedName(call.callee, code)?.module.startsWith('@aws-sdk/') === true
}

interface Facts {
  readonly name: string
  readonly command: string | undefined
  readonly imported: ImportedName
  readonly calls: readonly CommandCall[]
}

function narrowing(
  node: TSESTree.NewExpression,
  { name, command, imported, calls }: Facts,
  code: SourceCode,
): { readonly edits: readonly TextEdit[] } | { readonly why: string } {
  const wanted = [`${name}Client`, ...(command === undefined ? [] : [command])]
  const sent = calls.map(({ method, call }) =>
    command === undefined ? undefined : commandEdits(call, method, command, code),
  )
  if (sent.some(edits => !edits))
    return { why: `${calls[0]?.method.name}() is called in a way that cannot be rewritten.` }
  const specifier = imported.variable && specifierOf(imported.variable, node.callee)
  if (!specifier) return { why: `“${code.getText(node.callee)}” is used in more ways than that.` }
  const missing = wanted.filter(one => !isImported(one, imported.module, code))
  const taken = missing.find(one => !isNameFree(one, code))
  if (taken !== undefined) return { why: `The file has another “${taken}”.` }
  if (missing.length === 0) return { why: `“${wanted.join('” and “')}” are imported already.` }
  const [start, end] = specifier.range
  return {
    edits: [
      { start, end, newText: missing.join(', ') },
      { start: node.callee.range[0], end: node.callee.range[1], newText: `${name}Client` },
      ...sent.flatMap(edits => edits ?? []),
    ],
  }
}

/** The place where a class is imported by its own name for one use alone. */
function specifierOf(
  { defs: [definition], references, name }: Variable,
  use: TSESTree.Node,
): TSESTree.Node | undefined {
  const uses = references.filter(({ init }) => !init)
  if (uses.length !== 1 || uses[0]?.identifier !== use) return
  const node = definition?.node
  if (node?.type === 'ImportSpecifier') return node.local.range[0] === node.imported.range[0] ? node : undefined
  if (node?.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern') return
  return node.id.properties.find(
    one => one.type === 'Property' && one.shorthand && one.value.type === 'Identifier' && one.value.name === name,
  )
}

function isImported(name: string, module: string, code: SourceCode): boolean {
  return (code.scopeManager?.scopes ?? []).some(({ set, block }) => {
    const variable = block.type === 'Program' ? set.get(name) : undefined
    const reference = variable?.references.find(({ init }) => !init)?.identifier
    if (!reference || resolve(reference, code) !== variable) return false
    const imported = importedName(reference, code)
    return imported?.module === module && imported.path.join('.') === name
  })
}
