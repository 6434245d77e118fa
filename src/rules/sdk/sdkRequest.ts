import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isReassigned, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { unwrapped } from '../analysis/members.ts'
import { v2Class, v2Path } from '../sdkV2/services.ts'

/** A request to an AWS service, by whichever form of the SDK. */
export interface SdkRequest {
  /** As in the names of the packages of v3: `dynamodb`, `s3`, `secrets-manager`. */
  readonly service: string
  /** As the service calls it: `GetItem`, also where the document client says `get`. */
  readonly operation: string
  readonly isDocumentClient: boolean
  readonly version: 2 | 3
  /** The expression of the promise. */
  readonly promise: TSESTree.CallExpression
  readonly client: TSESTree.Expression
  /** What is asked for, as written or as declared right before. */
  readonly input?: TSESTree.Node
  /** The making of the command, where one is sent. */
  readonly command?: TSESTree.NewExpression
  /** Everything that is computed before the request goes out. */
  readonly inputs: readonly TSESTree.Node[]
}

/** The request that a call sends, of which it gives the promise; undefined for everything else. */
export function sdkRequest(node: TSESTree.Node, code: SourceCode): SdkRequest | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.optional) return
  const method = staticName(node.callee.property, node.callee.computed)
  if (method === 'send') return sentCommand(node, node.callee.object, code)
  if (method === 'promise') return v2Request(node, node.callee.object, code)
  return method === undefined ? undefined : calledMethod(node, node.callee.object, method, code)
}

/** The request of v2 whose answer goes to a callback: it gives no promise, so `promise` is the call itself. */
export function callbackRequest(node: TSESTree.CallExpression, code: SourceCode): SdkRequest | undefined {
  return node.arguments.length > 1 ? v2Request(node, node, code) : undefined
}

const v3Module = /^@aws-sdk\/(?:client-([\w-]+)|lib-(dynamodb))$/

function sentCommand(
  promise: TSESTree.CallExpression,
  client: TSESTree.Expression,
  code: SourceCode,
): SdkRequest | undefined {
  const [first] = promise.arguments
  const command = first && valueBehind(first, code)
  if (command?.type !== 'NewExpression') return
  const imported = importedName(command.callee, code)
  const [, service, document] = v3Module.exec(imported?.module ?? '') ?? []
  const [, name] = /^(\w+)Command$/.exec(imported?.path.at(-1) ?? '') ?? []
  if (name === undefined || promise.arguments.length > 2) return
  const [input] = command.arguments
  return {
    service: document ?? service ?? '',
    operation: document === undefined ? name : documentOperation(name),
    isDocumentClient: document !== undefined,
    version: 3,
    promise,
    client,
    command,
    ...(input && { input }),
    inputs: [
      client,
      ...(first && first !== command ? [first] : []),
      ...command.arguments,
      ...promise.arguments.slice(1),
    ],
  }
}

/** `client.getItem(input)` of v3, with all commands in one class. */
function calledMethod(
  promise: TSESTree.CallExpression,
  client: TSESTree.Expression,
  method: string,
  code: SourceCode,
): SdkRequest | undefined {
  const made = clientBehind(client, code)
  const imported = made && importedName(made.callee, code)
  const [, service, document] = v3Module.exec(imported?.module ?? '') ?? []
  if (!imported || (service === undefined && document === undefined)) return
  const isAggregated =
    document === undefined ? !imported.path.at(-1)?.endsWith('Client') : imported.path[0] === 'DynamoDBDocument'
  if (!isAggregated || ['destroy', 'from'].includes(method)) return
  return {
    service: document ?? service ?? '',
    operation: document === undefined ? capitalized(method) : documentOperation(capitalized(method)),
    isDocumentClient: document !== undefined,
    version: 3,
    promise,
    client,
    ...ofArguments(promise, client),
  }
}

/** `client.getItem(input).promise()` of v2. */
function v2Request(
  promise: TSESTree.CallExpression,
  request: TSESTree.Expression,
  code: SourceCode,
): SdkRequest | undefined {
  if (request.type !== 'CallExpression' || request.callee.type !== 'MemberExpression') return
  const client = request.callee.object
  const method = staticName(request.callee.property, request.callee.computed)
  const made = clientBehind(client, code)
  const imported = made && importedName(made.callee, code)
  const path = imported && v2Path(imported)
  if (method === undefined || !path?.[0]) return
  const known = v2Class(path)
  const isDocumentClient = path.at(-1) === 'DocumentClient'
  return {
    service: known?.service.package ?? path[0].toLowerCase(),
    operation: isDocumentClient ? documentOperation(capitalized(method)) : capitalized(method),
    isDocumentClient,
    version: 2,
    promise,
    client,
    ...ofArguments(request, client),
  }
}

function ofArguments(
  { arguments: args }: TSESTree.CallExpression,
  client: TSESTree.Expression,
): Pick<SdkRequest, 'input' | 'inputs'> {
  const [input] = args
  return { ...(input && { input }), inputs: [client, ...args] }
}

/** Where a client is made that a name stands for, through X-Ray and `DynamoDBDocument.from(…)`. */
export function clientBehind(
  client: TSESTree.Node,
  code: SourceCode,
): TSESTree.NewExpression | TSESTree.CallExpression | undefined {
  const made = valueBehind(client, code)
  if (made?.type === 'NewExpression') return made
  if (made?.type !== 'CallExpression') return
  const name = importedName(made.callee, code)?.path.join('.')
  if (name === 'captureAWSClient' || name === 'captureAWSv3Client') {
    return made.arguments[0] && clientBehind(made.arguments[0], code)
  }
  return name?.endsWith('.from') ? made : undefined
}

/** The expression itself, or what the variable that it names was declared with and always is. */
export function valueBehind(node: TSESTree.Node, code: SourceCode): TSESTree.Node | undefined {
  const bare = unwrapped(node)
  if (bare.type !== 'Identifier') return bare
  const variable = resolve(bare, code)
  const definition = variable?.defs[0]?.node
  if (!variable || isReassigned(variable) || definition?.type !== 'VariableDeclarator') return
  return definition.id.type === 'Identifier' && definition.init ? unwrapped(definition.init) : undefined
}

function capitalized(method: string): string {
  return `${method.charAt(0).toUpperCase()}${method.slice(1)}`
}

const documentOperations: Readonly<Record<string, string>> = {
  BatchGet: 'BatchGetItem',
  BatchWrite: 'BatchWriteItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  TransactGet: 'TransactGetItems',
  TransactWrite: 'TransactWriteItems',
  Update: 'UpdateItem',
}

function documentOperation(name: string): string {
  return documentOperations[name] ?? name
}
