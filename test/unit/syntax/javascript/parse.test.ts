import assert from 'node:assert/strict'
import { LensError } from '#common/errors.ts'
import { parse } from '#syntax/javascript/parse.ts'

/** The source text of each top-level statement, which shows that offsets are exact. */
function statements(text: string, file: string): string[] {
  return parse(text, { file }).ast.body.map(({ range }) => text.slice(...range))
}

describe('parse JavaScript and TypeScript', () => {
  const readable: readonly (readonly [string, string, readonly string[]])[] = [
    ['a.js', 'exports.a = 1', ['exports.a = 1']],
    ['a.mjs', 'import a from "a"\nexport const b = <p>{a}</p>', ['import a from "a"', 'export const b = <p>{a}</p>']],
    ['a.cjs', '#!/usr/bin/env node\nmodule.exports = 1', ['module.exports = 1']],
    ['a.js', '\uFEFFexports.a = 1', ['exports.a = 1']],
    ['a.js', '\uFEFF#!/usr/bin/env node\nexports.a = 1', ['exports.a = 1']],
    ['a.js', 'a()\r\n// 😀 two units\r\nb("😀"); c()\r\n', ['a()', 'b("😀");', 'c()']],
    ['a.ts', 'const a = <string>b\nexport = a', ['const a = <string>b', 'export = a']],
    ['a.mts', 'export const a: Map<string, number> = new Map()', ['export const a: Map<string, number> = new Map()']],
    ['a.tsx', 'const a = <A<B> c={1}/>; type T = B', ['const a = <A<B> c={1}/>;', 'type T = B']],
    ['a.jsx', 'const a = <><A/></>', ['const a = <><A/></>']],
    ['a.ts', '', []],
  ]
  for (const [file, text, expected] of readable) {
    it(`reads ${file} ${JSON.stringify(text)}`, () => {
      assert.deepEqual(statements(text, file), expected)
      assert.equal(parse(text, { file }).complete, true)
    })
  }

  const halfTyped = [
    'export const handler = async (event) => {\n  const x = foo.\n',
    'export const handler = ',
    'class A { @x() handler(',
    'export const handler = middy(async (e) => { if (',
    'import { a',
    'const { a, = b; export { x as }',
    'x = <T>y; export const handler = () => <div',
    'export default',
    'enum A { 1 } interface B extends { } type = ;',
    'exports.handler = async ( => {}',
    'const s = `abc ${',
  ]
  for (const text of halfTyped) {
    it(`gives a tree of the half-typed ${JSON.stringify(text)}`, () => {
      for (const file of ['a.ts', 'a.tsx', 'a.js']) {
        const script = parse(text, { file })
        assert.equal(script.complete, false)
        assert.ok(script.ast.body.length > 0)
        assert.doesNotThrow(() => script.scopes())
      }
    })
  }

  it('reads a half-typed file again and again, also on a build server', () => {
    const before = process.env['CI']
    process.env['CI'] = 'true'
    try {
      for (let turn = 0; turn < 3; turn++) assert.equal(statements('export const a = f(', 'same.ts').length, 1)
    } finally {
      if (before === undefined) delete process.env['CI']
      else process.env['CI'] = before
    }
  })

  it('tells what a name refers to', () => {
    const script = parse('import { x } from "x"\nexport const f = (y: number) => x + y + z', { file: 'a.ts' })
    const through = script.scopes()?.globalScope?.through.map(({ identifier }) => identifier.name)
    assert.deepEqual(through, ['z'])
    assert.equal(script.scopes(), script.scopes())
  })

  it('keeps the names of a CommonJS file to that file', () => {
    const script = parse('const x = 1\nexports.f = () => x', { file: 'a.js' })
    assert.equal(script.scopes()?.globalScope?.set.has('x'), false)
  })

  it('says so when text is nested too deeply to be read', () => {
    assert.throws(
      () => parse('('.repeat(50_000), { file: 'deep.js' }),
      error => error instanceof LensError && error.code === 'source-not-readable',
    )
  })
})
