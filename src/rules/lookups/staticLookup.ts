import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isModuleLevel, isReassigned, resolve } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { mentions } from '../analysis/mentions.ts'
import { v2Path } from '../sdkV2/services.ts'

/** A parameter, secret or file that is awaited. */
export interface StaticLookup {
  readonly kind: 'parameter' | 'secret' | 'file'
  /** The promise. */
  readonly promise: TSESTree.CallExpression
  /** What it depends on. */
  readonly inputs: readonly TSESTree.Node[]
  /** The client, where there is one. */
  readonly client?: TSESTree.Node
}

const commands: Readonly<Record<string, 'parameter' | 'secret'>> = {
  GetParameterCommand: 'parameter',
  GetParametersCommand: 'parameter',
  GetParametersByPathCommand: 'parameter',
  GetSecretValueCommand: 'secret',
  BatchGetSecretValueCommand: 'secret',
}

/** What a file writes itself is its state, and not static. */
const writing = /\b(put|Put)(Parameter|SecretValue)|\b[uU]pdateSecret|\bwriteFile/

const modules = /^@aws-sdk\/client-(ssm|secrets-manager)$/

/** What an awaited expression looks up; undefined for all that is no parameter, secret or file. */
export function staticLookup(argument: TSESTree.Expression, code: SourceCode): StaticLookup | undefined {
  if (argument.type !== 'CallExpression') return
  const found = sentCommand(argument, code) ?? calledMethod(argument, code) ?? readFile(argument, code)
  return found && !mentions(writing, code) ? found : undefined
}

/** `client.send(new GetParameterCommand(…))` */
function sentCommand(call: TSESTree.CallExpression, code: SourceCode): StaticLookup | undefined {
  const { callee, arguments: args } = call
  const [command] = args
  if (callee.type !== 'MemberExpression' || command?.type !== 'NewExpression' || args.length > 1) return
  if (staticName(callee.property, callee.computed) !== 'send') return
  const imported = importedName(command.callee, code)
  const kind = imported && modules.test(imported.module) ? commands[imported.path.at(-1) ?? ''] : undefined
  return kind && { kind, promise: call, inputs: command.arguments, client: callee.object }
}

/** `ssm.getParameter(…)` of v3, `ssm.getParameter(…).promise()` of v2. */
function calledMethod(call: TSESTree.CallExpression, code: SourceCode): StaticLookup | undefined {
  const { callee } = call
  if (callee.type !== 'MemberExpression') return
  const name = staticName(callee.property, callee.computed)
  const isV2 = name === 'promise' && callee.object.type === 'CallExpression'
  const request = isV2 && callee.object.type === 'CallExpression' ? callee.object : call
  const method = request.callee
  if (method.type !== 'MemberExpression' || request.arguments.length > 1) return
  const methodName = staticName(method.property, method.computed) ?? ''
  const kind = commands[`${methodName.charAt(0).toUpperCase()}${methodName.slice(1)}Command`]
  if (!kind || !isClient(method.object, isV2, code)) return
  return { kind, promise: call, inputs: request.arguments, client: method.object }
}

/** Whether a variable is given a client of Systems Manager or Secrets Manager, traced by X-Ray or not. */
function isClient(node: TSESTree.Node, isV2: boolean, code: SourceCode): boolean {
  const definition = node.type === 'Identifier' ? resolve(node, code)?.defs[0]?.node : undefined
  const init = definition?.type === 'VariableDeclarator' ? definition.init : null
  const made = init?.type === 'CallExpression' ? init.arguments[0] : init
  const imported = made?.type === 'NewExpression' ? importedName(made.callee, code) : undefined
  if (!imported) return false
  if (!isV2) return modules.test(imported.module)
  return /^(SSM|SecretsManager)$/.test(v2Path(imported)?.join('.') ?? '')
}

/** `readFile(…)` of `fs/promises`. */
function readFile(call: TSESTree.CallExpression, code: SourceCode): StaticLookup | undefined {
  const imported = importedName(call.callee, code)
  const isReading =
    (imported?.module === 'fs/promises' && imported.path.join('.') === 'readFile') ||
    (imported?.module === 'fs' && imported.path.join('.') === 'promises.readFile')
  return isReading ? { kind: 'file', promise: call, inputs: call.arguments } : undefined
}

/** Whether a client is one for all calls. */
export function isSharedClient(client: TSESTree.Node, code: SourceCode): boolean {
  const variable = client.type === 'Identifier' ? resolve(client, code) : undefined
  return variable !== undefined && isModuleLevel(variable) && !isReassigned(variable)
}
