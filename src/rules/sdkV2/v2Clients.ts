import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isReassigned } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { wrapped } from '../analysis/members.ts'
import type { ModuleLoad } from '../analysis/moduleLoads.ts'
import { commandFor, type V2Class, v2Class, v2Path } from './services.ts'
import { type V3Settings, v3Settings } from './v3Settings.ts'

/** A client of v2 with its calls, all of which v3 has. */
export interface V2Client {
  readonly kind: V2Class
  readonly node: TSESTree.NewExpression
  readonly settings: V3Settings
  readonly calls: readonly V2Call[]
}

/** What a file does with the SDK that one statement of it loads. */
export interface V2Uses {
  readonly clients: readonly V2Client[]
  /** Statements that set what v3 finds by itself. */
  readonly idle: readonly TSESTree.ExpressionStatement[]
}

/** `client.method(input).promise()`, `client.method(input, callback)` */
export interface V2Call {
  readonly method: TSESTree.Identifier
  readonly command: string
  readonly call: TSESTree.CallExpression
  /** The call of `promise` around it; the call itself where it has a callback. */
  readonly promise: TSESTree.CallExpression
}

/** What is made with the SDK that a statement loads, or why v3 does not do the same. */
export function v2Uses({ variables }: ModuleLoad, code: SourceCode): V2Uses | { readonly why: string } {
  const clients: V2Client[] = []
  const idle: TSESTree.ExpressionStatement[] = []
  for (const { references, name } of variables) {
    for (const { identifier, init, isValueReference } of references) {
      if (init) continue
      if (!isValueReference) return { why: `Types of v2 are used (${name}), which v3 names otherwise.` }
      const setting = regionSetting(identifier, code)
      if (setting) {
        idle.push(setting)
        continue
      }
      const client = clientMadeBy(identifier, code)
      if ('why' in client) return client
      clients.push(client)
    }
  }
  return clients.length > 0 ? { clients, idle } : { why: 'Nothing here shows what it is used for.' }
}

/** `AWS.config.update({ region: process.env.AWS_REGION })`: where v2 and v3 look for it anyway. */
function regionSetting(name: TSESTree.Node, code: SourceCode): TSESTree.ExpressionStatement | undefined {
  const { parent } = chainFrom(name)
  const statement = parent?.parent
  if (statement?.type !== 'ExpressionStatement' || statement.parent.type !== 'Program') return
  const text = code.getText(statement).slice(code.getText(name).length)
  const isIdle =
    /^\.config(\.region\s*=\s*process\.env\.AWS_REGION|\.update\(\s*\{\s*region:\s*process\.env\.AWS_REGION,?\s*\}\s*\))\s*;?$/.test(
      text,
    )
  return isIdle ? statement : undefined
}

function clientMadeBy(name: TSESTree.Node, code: SourceCode): V2Client | { readonly why: string } {
  const whole = chainFrom(name)
  const imported = importedName(whole, code)
  const path = (imported && v2Path(imported)) ?? []
  const kind = v2Class(path)
  const { parent } = whole
  if (!kind || parent?.type !== 'NewExpression' || parent.callee !== whole)
    return { why: objectionTo(whole, path, code) }
  const settings = v3Settings(parent.arguments, code)
  if ('why' in settings) return settings
  const calls = callsOf(parent, kind, code)
  return 'why' in calls ? calls : { kind, node: parent, settings, calls }
}

function objectionTo(node: TSESTree.Node, path: readonly string[], code: SourceCode): string {
  if (path[0] === 'config') return 'AWS.config has no counterpart in v3: there each client has its own settings.'
  if (node.parent?.type === 'CallExpression' && node.parent.callee !== node) {
    return `The SDK is handed to ${code.getText(node.parent.callee)}; X-Ray traces clients of v3 one by one (captureAWSv3Client).`
  }
  if (path.length === 0) return 'The SDK as a whole goes to where it cannot be followed.'
  return `“${path.join('.')}” is not among what is translated.`
}

function callsOf(
  node: TSESTree.NewExpression,
  kind: V2Class,
  code: SourceCode,
): readonly V2Call[] | { readonly why: string } {
  const holder = wrapped(node)
  const declarator = holder.parent?.type === 'VariableDeclarator' ? holder.parent : undefined
  if (!declarator) {
    const call = callOn(node, kind)
    return 'why' in call ? call : [call]
  }
  const [variable] = code.scopeManager?.getDeclaredVariables(declarator) ?? []
  if (declarator.id.type !== 'Identifier' || declarator.id.typeAnnotation || !variable || isReassigned(variable)) {
    return { why: 'A client is declared in a way that cannot be followed.' }
  }
  const isExported = declarator.parent.parent.type === 'ExportNamedDeclaration'
  if (isExported) return { why: `“${variable.name}” is exported, and other files call it as one of v2.` }
  const calls: V2Call[] = []
  for (const { identifier, init } of variable.references) {
    if (init) continue
    const call = callOn(identifier, kind)
    if ('why' in call) return call
    calls.push(call)
  }
  return calls
}

function callOn(client: TSESTree.Node, kind: V2Class): V2Call | { readonly why: string } {
  const member = wrapped(client).parent
  const call = member?.parent
  if (
    member?.type !== 'MemberExpression' ||
    member.object !== wrapped(client) ||
    member.property.type !== 'Identifier'
  ) {
    return { why: 'A client goes to where its calls cannot be followed.' }
  }
  const { property: method, computed } = member
  if (computed || call?.type !== 'CallExpression' || call.callee !== member) {
    return { why: `“${method.name}” of a client is used in a way that v3 may not have.` }
  }
  const command = commandFor(kind, method.name)
  if (command === undefined) return { why: `v3 has ${method.name}() in another shape.` }
  const [input, callback, more] = call.arguments
  if (/Function|SpreadElement/.test(input?.type ?? ''))
    return { why: `What ${method.name}() is called with is not known.` }
  if (callback && !more && call.parent.type === 'ExpressionStatement') return { method, command, call, promise: call }
  const then = call.parent
  const promise = then.parent
  const isPromise =
    then.type === 'MemberExpression' &&
    then.object === call &&
    staticName(then.property, then.computed) === 'promise' &&
    promise?.type === 'CallExpression' &&
    promise.callee === then
  return isPromise
    ? { method, command, call, promise }
    : { why: `The request of ${method.name}() is used as an object.` }
}

/** The longest member expression that begins with a name. */
function chainFrom(name: TSESTree.Node): TSESTree.Node {
  const { parent } = name
  return parent?.type === 'MemberExpression' && parent.object === name ? chainFrom(parent) : name
}
