import { lineBreakOf } from '#syntax/javascript/layout.ts'
import { removeStatement } from '#syntax/javascript/removeStatement.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import type { ModuleLoad } from '../analysis/moduleLoads.ts'
import { commandEdits } from '../analysis/commandEdits.ts'
import { memberUses, streamReads } from './answerUses.ts'
import { type V2Call, type V2Client, v2Uses } from './v2Clients.ts'

/** How what a statement loads of the SDK v2 is done with v3, or why that is not offered. */
export type Migration =
  | {
      readonly edits: readonly TextEdit[]
      readonly packages: readonly string[]
      /** In words, besides what always differs. */
      readonly differences: readonly string[]
    }
  | { readonly why: string }

const libDynamodb = '@aws-sdk/lib-dynamodb'

export function migration(load: ModuleLoad, code: SourceCode): Migration {
  const { statement } = load
  if (!statement || load.node.type === 'TSImportEqualsDeclaration') {
    return { why: 'It is loaded in a way that cannot be rewritten.' }
  }
  const uses = v2Uses(load, code)
  if ('why' in uses) return uses
  const { clients, idle } = uses
  const detail = errorDetailRead(code)
  if (detail !== undefined) return { why: `“${detail}” is read of an error, which v3 has elsewhere (name, $metadata).` }
  const imports = new Map(clients.flatMap(namesFor))
  if (clash(clients)) return { why: 'Two packages of v3 have commands of the same name, which are needed here.' }
  const taken = [...imports.keys()].find(name => new RegExp(`\\b${name}\\b`).test(code.text))
  if (taken !== undefined) return { why: `The file has a “${taken}” already.` }
  const edits: TextEdit[] = []
  for (const { kind, calls } of clients) {
    for (const call of calls) {
      const reads = readEdits(
        call,
        kind.isDocumentClient ? undefined : kind.service.changedMembers?.[call.method.name],
        code,
      )
      if ('why' in reads) return reads
      const sent = callEdits(call, code)
      if ('why' in sent) return sent
      edits.push(...reads, ...sent)
    }
  }
  edits.push(
    { start: statement.range[0], end: statement.range[1], newText: importText(load, imports, code) },
    ...clients.map(constructorEdit),
    ...idle.map(setting => removeStatement(setting, code)),
  )
  return { edits, packages: [...new Set(imports.values())], differences: differencesOf(clients) }
}

/** Names to import, and from where. */
function namesFor({ kind, calls }: V2Client): readonly (readonly [name: string, module: string])[] {
  const { service, isDocumentClient } = kind
  const own = `@aws-sdk/client-${service.package}`
  const commandsFrom = isDocumentClient ? libDynamodb : own
  return [
    [service.client, own],
    ...(isDocumentClient ? [['DynamoDBDocumentClient', libDynamodb] as const] : []),
    ...calls.map(({ command }) => [command, commandsFrom] as const),
  ]
}

/** Whether one name is needed from two modules. */
function clash(clients: readonly V2Client[]): boolean {
  const modules = new Map<string, string>()
  return clients.flatMap(namesFor).some(([name, module]) => {
    const before = modules.get(name)
    modules.set(name, module)
    return before !== undefined && before !== module
  })
}

function readEdits(
  { promise, method: { name } }: V2Call,
  changed: string | undefined,
  code: SourceCode,
): readonly TextEdit[] | { readonly why: string } {
  if (changed === undefined) return []
  if (changed === 'Body') return streamReads(promise, changed, code)
  const uses = memberUses(promise, changed, code)
  return uses?.length === 0 ? [] : { why: `“${changed}” of what ${name}() answers is of another type in v3.` }
}

function importText(
  { node, source, statement }: ModuleLoad,
  imports: ReadonlyMap<string, string>,
  code: SourceCode,
): string {
  const quote = code.text[source.range[0]] ?? "'"
  const semicolon = statement && code.text[statement.range[1] - 1] === ';' ? ';' : ''
  const lines = [...new Set(imports.values())].map(module => {
    const names = [...imports].filter(([, from]) => from === module).map(([name]) => name)
    const from = quote + module + quote
    return node.type === 'ImportDeclaration'
      ? `import { ${names.join(', ')} } from ${from}${semicolon}`
      : `const { ${names.join(', ')} } = require(${from})${semicolon}`
  })
  return lines.join(lineBreakOf(code.text))
}

function constructorEdit({ kind, node, settings }: V2Client): TextEdit {
  const own = `new ${kind.service.client}(${settings.properties.length > 0 ? `{ ${settings.properties.join(', ')} }` : '{}'})`
  const newText = kind.isDocumentClient
    ? `DynamoDBDocumentClient.from(${own}, { marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true } })`
    : own
  return { start: node.range[0], end: node.range[1], newText }
}

/** `.get(input).promise()` → `.send(new GetCommand(input))`; v3 calls callbacks back as v2 does. */
function callEdits(
  { method, call, promise, command }: V2Call,
  code: SourceCode,
): readonly TextEdit[] | { readonly why: string } {
  const edits = commandEdits(call, method, command, code)
  if (!edits) return { why: `${method.name}() is called in a way that cannot be rewritten.` }
  return promise === call ? edits : [...edits, { start: call.range[1], end: promise.range[1], newText: '' }]
}

const errorDetails = new Set(['code', 'statusCode', 'retryable', 'requestId', 'originalError'])

/** A member of an error of v2 that v3 has elsewhere, where the file reads one. */
function errorDetailRead(code: SourceCode): string | undefined {
  for (const node of descendants(code.ast, code)) {
    if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') continue
    const name = staticName(node.property, node.computed)
    if (
      name !== undefined &&
      errorDetails.has(name) &&
      /^(e|ex|\w*err(or)?|exception|reason)$/i.test(node.object.name)
    ) {
      return name
    }
  }
  return
}

function differencesOf(clients: readonly V2Client[]): readonly string[] {
  const calls = clients.flatMap(client => client.calls.map(({ method }) => ({ method: method.name, ...client.kind })))
  return [
    ...(clients.some(({ kind }) => kind.isDocumentClient) ? ['sets are Set, binaries Uint8Array'] : []),
    ...(calls.some(({ method, service }) => service.changedMembers?.[method] === 'Body') ? ['Body is a stream'] : []),
    ...(calls.some(({ method, service }) => service.dropsEmptyLists && /^(list|describe|get)/.test(method))
      ? ['empty lists are left out of answers']
      : []),
  ]
}
