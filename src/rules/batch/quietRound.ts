import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isGlobal } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { evaluationOf } from '../analysis/evaluation.ts'
import { importedName } from '../analysis/importedName.ts'
import { assignedIn, bodyOf, inRound, type Loop } from '../loops/itemLoop.ts'
import type { SdkRequest } from '../sdk/sdkRequest.ts'

/** Whether a round does nothing besides sending whose time matters: logs, clocks and random ids may come earlier. */
export function isQuietRound(loop: Loop, { promise, command }: SdkRequest, code: SourceCode): boolean {
  if (assignedIn(loop, code).size > 0) return false
  for (const node of inRound(loop, code)) if (node.type === 'TryStatement') return false
  const isHarmless = (node: TSESTree.Node) =>
    node === promise || node === command || node.type === 'AwaitExpression' || isLogOrId(node, code)
  return bodyOf(loop).every(statement => evaluationOf(statement, code, isHarmless) !== 'unknown')
}

function isLogOrId(node: TSESTree.Node, code: SourceCode): boolean {
  if (node.type === 'NewExpression') return isGlobal(node.callee, 'Date', code)
  if (node.type !== 'CallExpression') return false
  const { callee } = node
  const imported = importedName(callee, code)
  if (imported)
    return (
      /^(crypto|uuid|ulid|nanoid)$/.test(imported.module) &&
      /^(randomUUID|v[147]|ulid|nanoid|)$/.test(imported.path.at(-1) ?? '')
    )
  if (callee.type !== 'MemberExpression') return false
  const name = staticName(callee.property, callee.computed)
  if (isGlobal(callee.object, 'console', code)) return true
  return (
    (isGlobal(callee.object, 'Date', code) && name === 'now') ||
    (isGlobal(callee.object, 'crypto', code) && name === 'randomUUID')
  )
}
