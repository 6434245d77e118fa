import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isReassigned, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { v2Path } from '../sdkV2/services.ts'
import { importedName } from './importedName.ts'
import { unwrapped } from './members.ts'

/** A request to a service of AWS, in any way in which the SDK lets it be written. */
export interface SdkRequest {
  /** As packages of v3 are called: `lambda`, `s3`, `dynamodb` (document clients too). */
  readonly service: string
  /** As the command of v3 is called, without `Command`: `Invoke`, `GetObject`; of document clients `Scan`, `Get`. */
  readonly operation: string
  readonly input?: TSESTree.Node
  /** What gives the promise: the call of `send`, of the method, or of `promise` of v2. */
  readonly call: TSESTree.CallExpression
}

/** The request that a call makes; undefined for other calls, and for clients that cannot be followed. */
export function sdkRequest(call: TSESTree.CallExpression, code: SourceCode): SdkRequest | undefined {
  const { callee } = call
  if (callee.type !== 'MemberExpression') return
  const name = staticName(callee.property, callee.computed)
  if (name === undefined) return
  if (name === 'send') return ofCommand(call, code)
  if (name === 'promise') {
    const request = unwrapped(callee.object)
    const found = request.type === 'CallExpression' ? ofMethod(request, code) : undefined
    return found?.isV2 ? { ...found.request, call } : undefined
  }
  const found = ofMethod(call, code)
  const isSent = found && (!found.isV2 || call.arguments.length > 1)
  return isSent ? found.request : undefined
}

function ofCommand(call: TSESTree.CallExpression, code: SourceCode): SdkRequest | undefined {
  const [argument] = call.arguments
  const command = argument && valueOf(argument, code)
  if (command?.type !== 'NewExpression') return
  const imported = importedName(command.callee, code)
  const service = imported && serviceOf(imported.module)
  const operation = /^(\w+)Command$/.exec(imported?.path.join('.') ?? '')?.[1]
  const [input] = command.arguments
  return service !== undefined && operation !== undefined
    ? { service, operation, call, ...(input && { input }) }
    : undefined
}

/** `client.getObject(input)`, of a client of v3 or v2 that is made in the same file. */
function ofMethod(
  call: TSESTree.CallExpression,
  code: SourceCode,
): { readonly request: SdkRequest; readonly isV2: boolean } | undefined {
  const { callee } = call
  if (callee.type !== 'MemberExpression') return
  const method = staticName(callee.property, callee.computed) ?? ''
  if (!/^[a-z]\w*$/.test(method)) return
  const client = clientOf(callee.object, code)
  if (!client) return
  const operation = `${method.charAt(0).toUpperCase()}${method.slice(1)}`
  const [input] = call.arguments
  return { request: { service: client.service, operation, call, ...(input && { input }) }, isV2: client.isV2 }
}

function clientOf(
  object: TSESTree.Node,
  code: SourceCode,
): { readonly service: string; readonly isV2: boolean } | undefined {
  let made = valueOf(object, code)
  // `captureAWSClient(new AWS.S3())`
  const [traced] = made.type === 'CallExpression' ? made.arguments : []
  const wrapper = made.type === 'CallExpression' ? importedName(made.callee, code) : undefined
  if (traced && /^captureAWS(v3)?Client$/.test(wrapper?.path.join('.') ?? '')) made = unwrapped(traced)
  if (made.type === 'CallExpression') {
    const isDocument = wrapper?.module === '@aws-sdk/lib-dynamodb' && wrapper.path.join('.') === 'DynamoDBDocument.from'
    return isDocument ? { service: 'dynamodb', isV2: false } : undefined
  }
  const imported = made.type === 'NewExpression' ? importedName(made.callee, code) : undefined
  if (!imported) return
  const [name] = v2Path(imported) ?? []
  if (name !== undefined) return { service: name.toLowerCase(), isV2: true }
  const service = serviceOf(imported.module)
  return service === undefined ? undefined : { service, isV2: false }
}

function serviceOf(module: string): string | undefined {
  return /^@aws-sdk\/(?:client|lib)-([\w-]+)$/.exec(module)?.[1]
}

/** What a name stands for, where it is assigned once; the expression itself else. */
export function valueOf(node: TSESTree.Node, code: SourceCode, depth = 0): TSESTree.Node {
  const bare = unwrapped(node)
  if (bare.type !== 'Identifier' || depth > 5) return bare
  const variable = resolve(bare, code)
  const [definition] = variable?.defs ?? []
  if (!variable || definition?.node.type !== 'VariableDeclarator' || isReassigned(variable)) return bare
  const { id, init } = definition.node
  return id.type === 'Identifier' && init ? valueOf(init, code, depth + 1) : bare
}

/** The properties of an input, by their names; undefined where some of them are not written there. */
export function writtenInput(
  input: TSESTree.Node | undefined,
  code: SourceCode,
): ReadonlyMap<string, TSESTree.Node> | undefined {
  if (!input) return new Map()
  const object = valueOf(input, code)
  if (object.type !== 'ObjectExpression') return
  const found = new Map<string, TSESTree.Node>()
  for (const property of object.properties) {
    const name = property.type === 'Property' ? staticName(property.key, property.computed) : undefined
    if (property.type !== 'Property' || name === undefined) return
    found.set(name, property.value)
  }
  const variable = unwrapped(input).type === 'Identifier' ? resolve(unwrapped(input), code) : undefined
  return variable && isExtended(variable, code) ? undefined : found
}

/** `input.FilterExpression = …` further down. */
function isExtended(variable: NonNullable<ReturnType<typeof resolve>>, code: SourceCode): boolean {
  return variable.references.some(({ identifier }) => {
    const { parent } = identifier
    if (parent.type === 'MemberExpression' && parent.object === identifier) {
      return parent.parent.type === 'AssignmentExpression' && parent.parent.left === parent
    }
    return parent.type === 'CallExpression' && /^Object\.(assign|defineProperty)/.test(code.getText(parent.callee))
  })
}
