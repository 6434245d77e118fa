import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { importedName } from '../analysis/importedName.ts'
import { changesMembers } from '../analysis/changes.ts'
import { isWritten } from '../analysis/members.ts'

/** The places that change what all v2 clients made after them have in common: `AWS.config.update(…)`, `AWS.config = …`. */
export function sdkSettingWrites(code: SourceCode): readonly TSESTree.Node[] {
  if (!/\bconfig\b/.test(code.text)) return []
  return [...descendants(code.ast, code)].filter(node => {
    if (node.type !== 'MemberExpression' && node.type !== 'Identifier') return false
    if (!isWritten(node) && !changesMembers(node)) return false
    const imported = importedName(node, code)
    return imported?.module === 'aws-sdk' && imported.path[0] === 'config'
  })
}
