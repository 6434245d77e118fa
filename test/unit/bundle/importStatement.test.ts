import assert from 'node:assert/strict'
import { importStatement, withoutImport } from '#bundle/importStatement.ts'

type Row = readonly [text: string, without: string, kind?: string]

/** `text` without the import of the module `x`. */
function without(text: string, kind = 'import-statement'): string | undefined {
  const start = /(["'`])x\1/.exec(text)?.index ?? assert.fail('no module x')
  const statement = importStatement(text, start, kind)
  return statement && withoutImport(text, statement)
}

describe('an import statement', () => {
  const statements: readonly Row[] = [
    ["import 'x'", ''],
    ["import a from 'x';\nb()", '\nb()'],
    ['import{a}from"x";b()', 'b()'],
    ["import * as a from 'x'", ''],
    ["import a, { b as c, type D } from 'x' // why", ' // why'],
    ["import {\n  a, // import\n  b,\n} from 'x'\n", '\n'],
    ["import { import as a } from 'x'", ''],
    ["import { 'a b' as c } from 'x'", ''],
    ["import /* from 'y' */ a from 'x'", ''],
    ["import a from 'x' with { type: 'json' }\nb", '\nb'],
    ["import a from 'y'; import b from 'x'; import c from 'z'", "import a from 'y';  import c from 'z'"],
    ["import 'y'\nimport b from 'x'", "import 'y'\n"],
    ["export * from 'x'", ''],
    ["export * as a from 'x'", ''],
    ["export { default, a as b } from 'x'", ''],
    ["const important = 1\nimport größe from 'x'", 'const important = 1\n'],
    ["import defer * as a from 'x'", ''],
  ]
  for (const [text, rest] of statements) {
    it(`goes as a whole: ${JSON.stringify(text)}`, () => assert.equal(without(text), rest))
  }

  it('stays where it is none', () => {
    assert.equal(without("const a = 'x'"), undefined)
    assert.equal(without("imported from 'x'"), undefined)
    assert.equal(without("a.import('x')", 'dynamic-import'), undefined)
  })
})

describe('a call that imports', () => {
  const calls: readonly Row[] = [
    ["const a = require('x')", ''],
    ["const { a,\n  b: c } = require('x');\nd()", '\nd()'],
    ["a()\nlet [b] = require('x').list\nc()", 'a()\n\nc()'],
    ["'use strict'; var a = require('x').default;", "'use strict'; "],
    ["require('x')\na()", '\na()'],
    ["import a = require('x')", ''],
    ["export const a = require('x')", ''],
    ["const a: typeof b = require('x')", 'const a: typeof b = ({})'],
    ["const a = require( /* why */ 'x' )", ''],
    // In a larger expression only the call goes.
    ["const a = require('x'), b = 2", 'const a = ({}), b = 2'],
    ["const b = 2, a = require('x')", 'const b = 2, a = ({})'],
    ["const a = require('x')('debug')", "const a = ({})('debug')"],
    ["const a = require('x')\n  .chain()", 'const a = ({})\n  .chain()'],
    ["const a = require('x').parse('1')", "const a = ({}).parse('1')"],
    ["const { a: { b } } = require('x')", 'const { a: { b } } = ({})'],
    ["use(require('x'))", 'use(({}))'],
    ["if (a) require('x')", 'if (a) ({})'],
    ["const a = b ? require('x') : c", 'const a = b ? ({}) : c'],
  ]
  for (const [text, rest] of calls) {
    it(`goes: ${JSON.stringify(text)}`, () => assert.equal(without(text, 'require-call'), rest))
  }

  it('may be dynamic', () => {
    assert.equal(without("const a = await import('x')", 'dynamic-import'), 'const a = await ({})')
    assert.equal(without('await import(`x`, { with: {} })', 'dynamic-import'), 'await ({})')
  })
})
