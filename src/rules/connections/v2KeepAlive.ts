import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { insertAfter, isImport, usesSemicolons } from '#syntax/javascript/insertStatement.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import type { TextEdit } from '#syntax/textEdit.ts'
import { isEnvironment } from '../analysis/environmentWrites.ts'
import { importedName } from '../analysis/importedName.ts'
import type { DefinitionFacts } from '../facts.ts'
import { v2Path } from '../sdkV2/services.ts'

/** Read by v2 with its first request. */
export const keepAliveVariable = 'AWS_NODEJS_CONNECTION_REUSE_ENABLED'

/** Whether a client of v2 closes its connections as far as the file and the templates say. */
export function isV2WithoutKeepAlive(
  { callee, arguments: [settings] }: TSESTree.NewExpression,
  definitions: readonly DefinitionFacts[],
  code: SourceCode,
): boolean {
  const imported = importedName(callee, code)
  const [service] = (imported && v2Path(imported)) ?? []
  if (service === undefined || !/^[A-Z]/.test(service) || notClients.test(service)) return false
  if (code.text.includes(keepAliveVariable) || code.text.includes('httpOptions')) return false
  if (definitions.some(({ environment }) => environment?.[keepAliveVariable] === '1')) return false
  return (
    !settings || (settings.type === 'ObjectExpression' && settings.properties.every(({ type }) => type === 'Property'))
  )
}

const notClients = /(Credentials|Config|Endpoint|Request|Response|Service|Provider|Chain|HttpClient)$/

/** Sets the variable below the imports. */
export function setKeepAlive(code: SourceCode): TextEdit | undefined {
  const last = code.ast.body.findLast(isImport)
  const statement = `process.env.${keepAliveVariable} = '1'${usesSemicolons(code) ? ';' : ''}`
  return last && insertAfter(last, [statement], code)
}

/** The value by which a file turns keep-alive of v2 off; undefined for all other assignments. */
export function keepAliveTurnedOff(
  { left, right, operator }: TSESTree.AssignmentExpression,
  code: SourceCode,
): TSESTree.Expression | undefined {
  if (left.type !== 'MemberExpression' || operator !== '=') return
  if (staticName(left.property, left.computed) !== keepAliveVariable || !isEnvironment(left.object, code)) return
  return right.type === 'Literal' && ['0', 'false', ''].includes(String(right.value)) ? right : undefined
}
