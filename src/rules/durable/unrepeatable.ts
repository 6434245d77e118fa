import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { staticName } from '#handlers/javascript/moduleBindings.ts'
import { isGlobal } from '#syntax/javascript/names.ts'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { sdkRequest } from '../sdk/sdkRequest.ts'

/** What a replay does again, or gets another answer from. */
export type Unrepeatable = 'request' | 'clock' | 'random'

export function unrepeatable(
  node: TSESTree.NewExpression | TSESTree.CallExpression,
  code: SourceCode,
): Unrepeatable | undefined {
  const { callee } = node
  if (node.type === 'NewExpression') {
    return isGlobal(callee, 'Date', code) && node.arguments.length === 0 ? 'clock' : undefined
  }
  if (sdkRequest(node, code) || isGlobal(callee, 'fetch', code)) return 'request'
  const imported = importedName(callee, code)
  if (imported) return ofModule(imported.module, imported.path.join('.'))
  if (callee.type !== 'MemberExpression') return
  const name = staticName(callee.property, callee.computed)
  const is = (object: string, method: string) => isGlobal(callee.object, object, code) && name === method
  if (is('Date', 'now') || is('performance', 'now')) return 'clock'
  return is('Math', 'random') || is('crypto', 'randomUUID') ? 'random' : undefined
}

function ofModule(module: string, path: string): Unrepeatable | undefined {
  if (/^(axios|got|node-fetch|undici|ky|superagent)$/.test(module)) {
    return /^(|get|post|put|patch|delete|head|request|fetch)$/.test(path) ? 'request' : undefined
  }
  if (module === 'crypto') return /^random(UUID|Bytes|Int)$/.test(path) ? 'random' : undefined
  if (module === 'uuid') return /^v[147]$/.test(path) ? 'random' : undefined
  return /^(nanoid|ulid)$/.test(module) && /^(nanoid|ulid|)$/.test(path) ? 'random' : undefined
}
