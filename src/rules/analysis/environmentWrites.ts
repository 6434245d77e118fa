import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isGlobal, resolve } from '#syntax/javascript/names.ts'
import { descendants, nodesOf, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from './importedName.ts'
import { isWritten } from './members.ts'

/** `process.env`, be `process` the global or imported. */
export function isEnvironment(node: TSESTree.Node, code: SourceCode): boolean {
  const imported = importedName(node, code)
  if (imported?.module === 'process') return imported.path.length === 1 && imported.path[0] === 'env'
  return (
    node.type === 'MemberExpression' &&
    isGlobal(node.object, 'process', code) &&
    staticName(node.property, node.computed) === 'env'
  )
}

const known = new WeakMap<TSESTree.Node, readonly TSESTree.Node[]>()

/** The places of a file that change environment variables, or may: in source order. */
export function environmentWrites(code: SourceCode): readonly TSESTree.Node[] {
  const found = known.get(code.ast)
  if (found) return found
  const isMentioned = /\benv\b|dotenv/.test(code.text)
  const made = isMentioned ? nodesOf(writing, code).filter(node => writes(node, code)) : []
  known.set(code.ast, made)
  return made
}

const writing = ['CallExpression', 'ImportDeclaration', 'MemberExpression'] as const

function writes(node: TSESTree.Node, code: SourceCode): boolean {
  if (node.type === 'CallExpression') return isWritingCall(node, code)
  if (node.type === 'ImportDeclaration')
    return /^dotenv(-\w+)?(\/|$)/.test(node.source.value) && !node.specifiers.length
  if (node.type !== 'MemberExpression' || !isWritten(node)) return false
  return isEnvironmentObject(node.object, code) || isEnvironmentObject(node, code)
}

const writingMethods = new Set(['assign', 'defineProperty', 'defineProperties', 'deleteProperty', 'set', 'populate'])

function isWritingCall({ callee, arguments: [first] }: TSESTree.CallExpression, code: SourceCode): boolean {
  const imported = importedName(callee, code)
  if (imported && imported.module.startsWith('dotenv')) return true
  if (callee.type !== 'MemberExpression' || !first) {
    return isGlobal(callee, 'loadEnvFile', code)
  }
  const method = staticName(callee.property, callee.computed)
  if (method === 'loadEnvFile') return true
  return method !== undefined && writingMethods.has(method) && isEnvironmentObject(first, code)
}

/** `process.env` itself, or a variable that was given it. */
function isEnvironmentObject(node: TSESTree.Node, code: SourceCode): boolean {
  if (isEnvironment(node, code)) return true
  if (node.type !== 'Identifier') return false
  const definition = resolve(node, code)?.defs[0]?.node
  if (definition?.type !== 'VariableDeclarator' || !definition.init) return false
  if (definition.id.type === 'Identifier') return isEnvironment(definition.init, code)
  // `const { env } = process`
  return node.name === 'env' && isGlobal(definition.init, 'process', code)
}

const loading =
  /^(load|fetch|get|init|initialize|set|setup|read|resolve|populate|inject|prepare|bootstrap|ensure|import|configure|apply|assume|export|expand|hydrate|merge|override|switch|update|use)/i
const environmentLike =
  /(env|secret|config|param|setting|ssm|credential|variable|bootstrap|region|role|account|tenant|profile|endpoint|stage|aws)/i

/**
 * The name of an imported function that a function calls for its effect alone, and that by its name may fill the
 * environment: `await loadSecrets()`.
 */
export function environmentLoader(within: TSESTree.Node, code: SourceCode): string | undefined {
  for (const node of descendants(within, code)) {
    if (node.type !== 'ExpressionStatement') continue
    const { expression } = node
    const call = expression.type === 'AwaitExpression' ? expression.argument : expression
    if (call.type !== 'CallExpression') continue
    const name =
      call.callee.type === 'MemberExpression'
        ? staticName(call.callee.property, call.callee.computed)
        : code.getText(call.callee)
    const isGiven = call.arguments.some(argument => isEnvironmentObject(argument, code))
    const mayFill = name !== undefined && loading.test(name) && (isGiven || environmentLike.test(name))
    if (mayFill && importedName(call.callee, code)) return name
  }
  return
}
