import assert from 'node:assert/strict'
import { Linter } from 'eslint'
import eslintPlugin from '#rules/eslintPlugin.ts'
import { fixes } from './hoist-sdk-client/fixes.ts'

describe('the plugin for ESLint', () => {
  const config = [eslintPlugin.configs.recommended] as unknown as Linter.Config[]

  it('recommends its rules as warnings', () => {
    assert.equal(eslintPlugin.configs.recommended.rules['lambda-lens/hoist-sdk-client'], 'warn')
  })

  it('finds and fixes with ESLint’s own parser', () => {
    const linter = new Linter()
    const { plugins } = eslintPlugin.configs.recommended
    const only = [{ plugins, rules: { 'lambda-lens/hoist-sdk-client': 'warn' } }] as unknown as Linter.Config[]
    for (const { code, after, file = 'handler.mjs' } of fixes.filter(one => !/\.[cm]?ts$/.test(one.file ?? ''))) {
      assert.equal(linter.verifyAndFix(code, only, { filename: file }).output, after)
    }
  })

  it('does not trip over settings that are none', () => {
    const settings = [
      { handlers: 'all' },
      { handlers: [1] },
      'x',
      null,
      { handlers: [{ exportName: 'handler', definitions: [{}] }] },
    ]
    for (const lambdaLens of settings) {
      const [found] = new Linter().verify(fixes[0]?.code ?? '', [...config, { settings: { lambdaLens } }], 'a.mjs')
      assert.equal(found?.ruleId, 'lambda-lens/hoist-sdk-client')
    }
  })
})
