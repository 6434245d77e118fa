import assert from 'node:assert/strict'
import type { TSESTree } from '@typescript-eslint/typescript-estree'
import { insertAfter, insertFirst, isImport } from '#syntax/javascript/insertStatement.ts'
import { freshName, moduleName } from '#syntax/javascript/names.ts'
import { parse } from '#syntax/javascript/parse.ts'
import { removeDeclarators } from '#syntax/javascript/removeDeclarators.ts'
import { removeStatement } from '#syntax/javascript/removeStatement.ts'
import { scriptSource } from '#syntax/javascript/scriptSource.ts'
import { descendants, type SourceCode } from '#syntax/javascript/sourceCode.ts'
import { applyEdits } from '#syntax/textEdit.ts'

function source(text: string, file = 'a.ts'): SourceCode {
  const code = scriptSource(parse(text, { file }))
  assert.ok(code)
  return code
}

function declarators(code: SourceCode): readonly TSESTree.VariableDeclarator[] {
  return [...descendants(code.ast, code)].flatMap(node => (node.type === 'VariableDeclarator' ? [node] : []))
}

function without(text: string): string {
  const code = source(text)
  const statement = code.ast.body.find(({ range }) => text.slice(...range).startsWith('gone'))
  assert.ok(statement)
  return applyEdits(text, [removeStatement(statement, code)])
}

describe('removing a statement', () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ['with its line', 'a()\ngone()\nb()\n', 'a()\nb()\n'],
    ['with its comments', 'a() // a\n\n// of it\n/* too */\ngone() // here\nb()\n', 'a() // a\n\nb()\n'],
    ['but not those of others', '// of a\n\ngone()\n// of b\nb()\n', '// of a\n\n// of b\nb()\n'],
    ['with one of two blank lines', 'a()\n\ngone()\n\nb()\n', 'a()\n\nb()\n'],
    ['from the middle of a line', 'a(); gone(); b()', 'a(); b()'],
    ['that is all', 'gone()', ''],
    ['in front of what would go on with the line above', 'a()\ngone()\n;[b].c()\n', 'a()\n;[b].c()\n'],
    ['in front of a bracket', 'a()\ngone();\n(b)()\n', 'a()\n;\n(b)()\n'],
    ['behind a closed block', 'if (a) {}\ngone();\n(b)()\n', 'if (a) {}\n(b)()\n'],
    ['behind a function that is a value', 'a = function () {}\ngone();\n(b)()\n', 'a = function () {}\n;\n(b)()\n'],
    ['with Windows line ends', 'a()\r\n\r\ngone()\r\n\r\nb()\r\n', 'a()\r\n\r\nb()\r\n'],
  ]
  for (const [what, before, after] of cases) it(what, () => assert.equal(without(before), after))
})

describe('removing variables', () => {
  const cases: readonly (readonly [before: string, names: string, after: string])[] = [
    ['const a = 1\nb()\n', 'a', 'b()\n'],
    ['const a = 1, b = 2, c = 3', 'a', 'const b = 2, c = 3'],
    ['const a = 1, b = 2, c = 3', 'b', 'const a = 1, c = 3'],
    ['const a = 1, b = 2, c = 3', 'c', 'const a = 1, b = 2'],
    ['const a = 1, b = 2, c = 3', 'ab', 'const c = 3'],
    ['const a = 1, b = 2, c = 3', 'ac', 'const b = 2'],
    ['const a = 1, b = 2, c = 3', 'bc', 'const a = 1'],
    ['const a = 1, b = 2, c = 3', 'abc', ''],
  ]
  for (const [before, names, after] of cases) {
    it(`${names} of ${before.trim()}`, () => {
      const code = source(before)
      const gone = declarators(code).filter(({ id }) => id.type === 'Identifier' && names.includes(id.name))
      assert.equal(applyEdits(before, removeDeclarators(gone, code)), after)
    })
  }
})

describe('inserting a statement', () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ['below an import', "import 'x'\n\nb()\n", "import 'x'\n\nnew1\nnew2\n\nb()\n"],
    ['above a function', "import 'x' // x\nfunction f() {}\n", "import 'x' // x\n\nnew1\nnew2\n\nfunction f() {}\n"],
    ['above a variable', 'const a = 1\nconst b = 2\n', 'const a = 1\nnew1\nnew2\nconst b = 2\n'],
    ['at the end', "import 'x'", "import 'x'\n\nnew1\nnew2"],
    ['in the middle of a line', 'a(); b()', 'a();\nnew1\nnew2\n b()'],
    ['above what would go on with it', 'a()\n\n;(b)()\n', 'a()\n\n;\nnew1\nnew2\n;\n(b)()\n'],
  ]
  for (const [what, before, after] of cases) {
    it(what, () => {
      const code = source(before)
      const [first] = code.ast.body
      assert.ok(first)
      assert.equal(applyEdits(before, [insertAfter(first, ['new1', 'new2'], code)]), after)
    })
  }

  it('at the start of a block', () => {
    for (const [before, after] of [
      ['f(() => {\n    a()\n})', 'f(() => {\n    first\n    a()\n})'],
      ['f(() => {\n    a();\n});', 'f(() => {\n    first;\n    a();\n});'],
      ['f(() => {\n  ;[a]()\n})', 'f(() => {\n  first\n  ;[a]()\n})'],
    ] as const) {
      const code = source(before)
      const block = [...descendants(code.ast, code)].find(node => node.type === 'BlockStatement')
      assert.ok(block)
      assert.equal(applyEdits(before, [insertFirst(block, 'first', code)]), after)
    }
  })

  it('knows imports', () => {
    const { ast } = source(
      "import 'a'\nimport b = require('b')\nconst c = require('c').d\nrequire('e')\nconst { f } = require('f')(1)\nlet g\nh('h')",
    )
    assert.deepEqual(ast.body.map(isImport), [true, true, true, true, false, false, false])
  })
})

describe('names for the top of a file', () => {
  it('are free of all words of the file, and promised once', () => {
    const code = source('const a = b; /* a2 */')
    assert.deepEqual([freshName('c', code), freshName('c', code), freshName('a', code)], ['c', 'c2', 'a3'])
  })

  const cases: readonly (readonly [what: string, text: string, name: string])[] = [
    ['its own', 'function f() { const it = 1; return it }', 'it'],
    ['its own where another function has it too', 'function f() { const it = 1; g(it) }\nfunction g(it) {}', 'it'],
    ['another where the top has it', 'function f() { const it = 1 }\nlet it', 'it2'],
    ['another where an import has it', "import { it } from 'x'\nfunction f() { const it = 1 }", 'it2'],
    ['another where a global is meant', 'function f() { const it = 1 }\nit()', 'it2'],
    ['another where a parameter hides it', 'function f(it) { { const it = 1; g(it) } }', 'it2'],
  ]
  for (const [what, text, name] of cases) {
    it(what, () => {
      const code = source(text)
      const [declarator] = declarators(code).filter(({ init }) => init !== null)
      const [variable] = declarator ? (code.scopeManager?.getDeclaredVariables(declarator) ?? []) : []
      assert.ok(variable)
      assert.equal(moduleName(variable, code), name)
    })
  }
})
