import assert from 'node:assert/strict'
import { type Rule as EslintRule, RuleTester } from 'eslint'
import eslintPlugin from '#rules/eslintPlugin.ts'
import type { LensSettings } from '#rules/facts.ts'
import { compatibleFixes, fixAll } from '#rules/fixAll.ts'
import type { Rule } from '#rules/rule.ts'
import { rules } from '#rules/rules.ts'
import { runRules } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { applyEdits } from '#syntax/textEdit.ts'
import { eslintParser } from './eslintParser.ts'

/** A text, and what a rule says of it. */
export interface RuleCase {
  readonly name: string
  readonly code: string
  /** Its extension decides about the language. */
  readonly file?: string
  readonly settings?: LensSettings
}

interface ExpectedFinding {
  /** Of the message, or of the reason why there is no edit. */
  readonly says?: RegExp
  readonly suggestions?: readonly ExpectedSuggestion[]
}

/** `after`: the text with the fix. */
export type FixCase = RuleCase & { readonly after: string }

export type SuggestionCase = RuleCase & ExpectedSuggestion

/** `why`: of the reason why there is no edit. */
export type RefusalCase = RuleCase & { readonly why: RegExp }

interface ExpectedSuggestion {
  readonly title: RegExp
  readonly after: string
}

/**
 * The cases of one rule, each in ESLint's own RuleTester and in our runner, which have to agree. Fixed texts are fixed
 * again: they parse, settle within three passes, and stay as they are.
 */
export class RuleCases {
  readonly #id: string
  readonly #rule: Rule
  readonly #valid: RuleTester.ValidTestCase[] = []
  readonly #invalid: RuleTester.InvalidTestCase[] = []
  readonly #own: { readonly name: string; readonly check: () => void }[] = []

  constructor(id: string) {
    const rule = rules[id]
    if (!rule) throw new Error(`There is no rule ${id}.`)
    this.#id = id
    this.#rule = rule
  }

  /** Nothing to find. */
  silent(one: RuleCase): this {
    this.#valid.push(eslintCase(one))
    this.#own.push({ name: one.name, check: () => assert.deepEqual(this.#run(one).findings, []) })
    return this
  }

  /** One finding with a fix. */
  fix(one: FixCase): this {
    return this.finds({ ...one, findings: [{}] })
  }

  /** One finding without a fix, but with a suggestion. */
  suggestion(one: SuggestionCase): this {
    return this.finds({ ...one, after: null, findings: [{ suggestions: [one] }] })
  }

  /** One finding without any edit, and the reason. */
  noEdit(one: RefusalCase): this {
    return this.finds({ ...one, after: null, findings: [{ says: one.why }] })
  }

  /** Findings in the order of their places; `after`: the text after one pass of ESLint's fixes, null without any. */
  finds(one: RuleCase & { readonly after: string | null; readonly findings: readonly ExpectedFinding[] }): this {
    this.#invalid.push({ ...eslintCase(one), output: one.after, errors: this.#errors(one) })
    this.#own.push({ name: one.name, check: () => this.#checkFindings(one) })
    return this
  }

  /** Registers the tests. */
  test(): void {
    new RuleTester({ files: ['**'], languageOptions: { parser: eslintParser } }).run(
      this.#id,
      // The rule's own types are those of the tree that it is given.
      eslintPlugin.rules[this.#id] as unknown as EslintRule.RuleModule,
      { valid: this.#valid, invalid: this.#invalid },
    )
    describe(`${this.#id} in our runner`, () => {
      for (const { name, check } of this.#own) it(name, check)
    })
  }

  /** In ESLint titles are compared as a whole: with those of our runner, which are held against the patterns. */
  #errors(one: RuleCase & { readonly findings: readonly ExpectedFinding[] }): RuleTester.TestCaseError[] {
    const own = this.#run(one).findings
    return one.findings.map(({ says = /./, suggestions = [] }, index) => ({
      message: says,
      ...(suggestions.length > 0 && {
        suggestions: suggestions.map(({ after }, place) => ({
          desc: own[index]?.suggestions[place]?.title ?? 'none',
          output: after,
        })),
      }),
    }))
  }

  #run({ code, file = 'handler.mjs', settings }: RuleCase) {
    const run = runRules(parse(code, { file }), { [this.#id]: this.#rule }, settings && { settings })
    assert.deepEqual(run.failures, [])
    return run
  }

  #checkFindings(
    one: RuleCase & { readonly after: string | null; readonly findings: readonly ExpectedFinding[] },
  ): void {
    const run = this.#run(one)
    const { code, file = 'handler.mjs', settings } = one
    assert.equal(run.findings.length, one.findings.length)
    for (const [index, { says, suggestions = [] }] of one.findings.entries()) {
      const found = run.findings[index]
      assert.ok(found)
      if (says) assert.match(found.message, says)
      assert.deepEqual(
        found.suggestions.map(({ edits }) => applyEdits(code, edits)),
        suggestions.map(({ after }) => after),
      )
      for (const [place, { title }] of suggestions.entries()) assert.match(found.suggestions[place]?.title ?? '', title)
      for (const text of suggestions.map(({ after }) => after)) assert.ok(parse(text, { file }).complete, text)
    }
    const only = { [this.#id]: this.#rule }
    if (one.findings.length === 1) {
      const fixed = applyEdits(code, compatibleFixes(run, only))
      assert.equal(fixed, one.after ?? code)
    }
    const settled = fixAll(code, file, only, settings && { settings })
    assert.ok(settled.run.complete && settled.passes <= 3, `${settled.passes} passes`)
    assert.equal(fixAll(settled.text, file, only, settings && { settings }).passes, 0)
  }
}

function eslintCase({ name, code, file = 'handler.mjs', settings }: RuleCase): RuleTester.ValidTestCase {
  return { name, code, filename: file, ...(settings && { settings: { lambdaLens: settings } }) }
}
