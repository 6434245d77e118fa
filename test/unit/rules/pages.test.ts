import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fixAll } from '#rules/fixAll.ts'
import { rules } from '#rules/rules.ts'
import { runRules } from '#rules/runRules.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { applyEdits } from '#syntax/textEdit.ts'
import { type PageExample, pagesFolder, readRulePage } from '../../support/rules/rulePage.ts'

const sources = join(import.meta.dirname, '../../../src/rules')
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)+\.\w+$/

describe('rules', () => {
  it('are registered, described and tested under the names of their files', () => {
    const ids = Object.keys(rules).toSorted()
    const files = readdirSync(sources).filter(name => kebabCase.test(name))
    assert.deepEqual(
      files.map(name => name.replace(/\.ts$/, '')),
      ids,
    )
    const pages = readdirSync(pagesFolder).filter(name => kebabCase.test(name))
    for (const id of ids) {
      assert.ok(pages.includes(`${id}.md`), `docs/rules/${id}.md`)
      assert.ok(existsSync(join(import.meta.dirname, `${id}.test.ts`)), `test/unit/rules/${id}.test.ts`)
      assert.equal(rules[id]?.meta.docs.url, `docs/rules/${id}.md`)
    }
  })

  for (const [id, rule] of Object.entries(rules)) {
    describe(`page of ${id}`, () => {
      const page = readRulePage(id)
      const run = ({ code, file, settings }: PageExample) => {
        const script = parse(code, { file })
        assert.ok(script.complete, code)
        return runRules(script, { [id]: rule }, { settings })
      }

      it('says what, why, bad and good, and when not', () => {
        assert.equal(page.title, id)
        for (const heading of ['Why', 'Bad', 'Good', 'When it does not apply']) {
          assert.ok(page.headings.includes(heading), heading)
        }
        assert.ok(page.bad.length > 0 && page.good.length > 0)
      })

      it('shows code that the rule finds, and what its edit makes of it', () => {
        for (const [index, bad] of page.bad.entries()) {
          const { findings, failures } = run(bad)
          assert.deepEqual(failures, [])
          assert.ok(findings.length > 0, bad.code)
          const good = page.good[index]
          const [found] = findings
          if (!good || !found) continue
          const { file, settings, code } = bad
          if (found.fix) assert.equal(fixAll(code, file, { [id]: rule }, { settings }).text, good.code)
          else if (found.suggestions[0]) assert.equal(applyEdits(code, found.suggestions[0].edits), good.code)
        }
      })

      it('shows code that the rule leaves alone', () => {
        for (const example of [...page.good, ...page.otherwise])
          assert.deepEqual(run(example).findings, [], example.code)
      })
    })
  }
})
