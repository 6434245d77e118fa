import { analyze } from '@typescript-eslint/scope-manager'
import { parse } from '@typescript-eslint/typescript-estree'
import { visitorKeys } from '@typescript-eslint/visitor-keys'

/** The parser of our own runner in the form that ESLint asks for, with tokens, for whole texts only. */
export const eslintParser = {
  meta: { name: 'lambda-lens-parser' },
  parseForESLint(text: string, { filePath = 'handler.mjs' }: { readonly filePath?: string } = {}) {
    const ast = parse(text, {
      filePath,
      jsx: filePath.endsWith('x'),
      comment: true,
      tokens: true,
      loc: true,
      range: true,
    })
    const isModule = ast.sourceType === 'module' || /\.m[jt]s$/.test(filePath)
    const scopeManager = analyze(ast, { sourceType: isModule ? 'module' : 'script', globalReturn: !isModule })
    return { ast, scopeManager, visitorKeys }
  },
}
