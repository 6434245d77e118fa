import type { TSESTree } from '@typescript-eslint/typescript-estree'
import type { SourceCode } from '#syntax/javascript/sourceCode.ts'

const known = new WeakMap<TSESTree.Node, Map<RegExp, boolean>>()

/** Whether a file's text has a match anywhere; looked for once a file. `pattern` is one object for all its questions. */
export function mentions(pattern: RegExp, { ast, text }: Pick<SourceCode, 'ast' | 'text'>): boolean {
  const answers = known.get(ast) ?? new Map<RegExp, boolean>()
  known.set(ast, answers)
  const answer = answers.get(pattern) ?? pattern.test(text)
  answers.set(pattern, answer)
  return answer
}
