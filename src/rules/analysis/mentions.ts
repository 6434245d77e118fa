import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'

const known = new WeakMap<TSESTree.Node, Map<RegExp, boolean>>()

/** Whether a file's text has a word, looked for once for all that ask. */
export function mentions(pattern: RegExp, { ast, text }: SourceCode): boolean {
  const answers = known.get(ast) ?? new Map<RegExp, boolean>()
  known.set(ast, answers)
  const before = answers.get(pattern)
  if (before !== undefined) return before
  const found = pattern.test(text)
  answers.set(pattern, found)
  return found
}
